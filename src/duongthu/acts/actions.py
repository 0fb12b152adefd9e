"""Acts of the room itself: approving and rejecting what another proposed, setting thresholds."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from django.db import DataError
from pydantic import Field

from duongthu.acts.approvals import check_at_province
from duongthu.acts.call import Call
from duongthu.acts.carrying import made_call, tried_out
from duongthu.acts.hands import is_named, persons_named, units_named
from duongthu.acts.models import Approval, Proposal, Threshold
from duongthu.acts.perform import run
from duongthu.acts.references import Reference
from duongthu.acts.refusals import (
    AlreadyApproved,
    MakerMayNotApprove,
    ProposalNotOpen,
    RoleNotAllowed,
    ThresholdTooEarly,
    ThresholdTooLow,
    UnitOutOfReach,
    UnknownThreshold,
)
from duongthu.acts.registry import CHECKERS, ActSpec, FourEyes, act, all_acts, find_act
from duongthu.acts.standing import roles_anywhere, roles_over
from duongthu.acts.words import Reason
from duongthu.kernel.dong import MAX_DONG
from duongthu.kernel.refusal import Refusal

Amount = Annotated[int, Field(ge=0, le=MAX_DONG)]
Checkers = Annotated[int, Field(ge=0, le=9)]
ProposalRef = Annotated[int, Reference("proposal")]
"""Number of a proposal; looked up under its own lock."""
CONCERNED_CODES = frozenset({"acts.person_concerned", "staff.not_for_oneself"})
APPROVERS = (*CHECKERS, "teller", "courier", "driver")  # these three as parties only: ``FourEyes.parties``
THRESHOLD_EYES = FourEyes("acts.thresholds", roles=("director", "admin", "controller"), province=True)


@dataclass(frozen=True, slots=True)
class Approved:
    """What one approval came to: the command is carried out with the last one needed."""

    proposal_id: int
    approvals: int
    needed: int
    carried_out: bool
    result: dict[str, Any]


@act("acts.approve", "Duyệt đề nghị", roles=APPROVERS)
def approve(call: Call, *, proposal_id: ProposalRef) -> Approved:
    """Say yes to another's proposal; the last yes carries it out. Who has left his post since says yes no more."""
    proposal, spec = _open_proposal(call, proposal_id)
    if call.actor.person_id == proposal.maker_id:
        raise MakerMayNotApprove(name=call.actor.name)
    earlier = list(Approval.objects.filter(proposal=proposal).values_list("checker_id", flat=True))
    if call.actor.person_id in earlier:
        raise AlreadyApproved(proposal_id=proposal_id)
    checkers = [one for one in earlier if _may_still_check(call, proposal, spec, one)]
    if len(checkers) + 1 < proposal.needed:
        with tried_out():  # a yes that nothing could be carried out with is not kept, lest it bar all others
            padding = range(-1, len(checkers) + 1 - proposal.needed - 1, -1)
            _done(call, proposal, spec, (*checkers, call.actor.person_id, *padding))
    Approval.objects.create(proposal=proposal, checker_id=call.actor.person_id, approved_at=call.now)
    checkers.append(call.actor.person_id)
    if len(checkers) < proposal.needed:
        return Approved(proposal_id, len(checkers), proposal.needed, carried_out=False, result={})
    result = _carry_out(call, proposal, spec, tuple(checkers))
    return Approved(proposal_id, len(checkers), proposal.needed, carried_out=True, result=result)


@act("acts.reject", "Không duyệt đề nghị", roles=APPROVERS)
def reject(call: Call, *, proposal_id: ProposalRef, reason: Reason) -> dict[str, int]:
    """Say no to a proposal, with the reason; its command will never be carried out. Not for whom it concerns."""
    proposal, spec = _open_proposal(call, proposal_id)
    if spec.four_eyes and not set(spec.four_eyes.roles) & call.actor.roles:
        with tried_out():  # who checks as a party only rejects what is his own, too
            _done(call, proposal, spec, (call.actor.person_id,))
    _demand_unconcerned(call, proposal, spec)
    proposal.status = Proposal.REJECTED
    proposal.save(update_fields=["status"])
    return {"proposal_id": proposal_id}


@act("acts.set_threshold", "Đặt ngưỡng phải duyệt", roles=("director", "admin"), four_eyes=THRESHOLD_EYES)
def set_threshold(
    call: Call, *, key: str, bounds: list[tuple[Amount, Checkers]], valid_from: date
) -> dict[str, int]:
    """Set from which amount (đồng) on an act needs how many checkers, from tomorrow at the earliest; by two at the province.

    Earlier rows stay: of sets for one day the one carried out last holds.

    Raises:
        UnknownThreshold, ThresholdTooEarly, ThresholdTooLow.
    """
    if valid_from <= call.business_on:
        tomorrow = call.business_on + timedelta(days=1)
        raise ThresholdTooEarly(field="valid_from", tomorrow=tomorrow.isoformat())
    wanted = sorted(dict(bounds).items())
    for four_eyes in _kept_under(key):
        _check_floor(four_eyes, wanted)
    Threshold.objects.bulk_create(
        Threshold(
            key=key, from_amount_dong=amount, approvals=approvals, valid_from=valid_from, act_id=call.act_id
        )
        for amount, approvals in wanted
    )
    return {"bounds": len(wanted)}


def _kept_under(key: str) -> list[FourEyes]:
    """The rules of every act that asks for checkers under a key."""
    known = [spec.four_eyes for spec in all_acts() if spec.four_eyes]
    found = [four_eyes for four_eyes in known if four_eyes.key == key]
    if not found:
        names = ", ".join(sorted({four_eyes.key for four_eyes in known}))
        raise UnknownThreshold(field="key", key=key, known=names)
    return found


def _check_floor(four_eyes: FourEyes, bounds: list[tuple[int, int]]) -> None:
    """Each step of the new set, and what lies below its first, keeps the code's own least number of checkers."""
    steps = bounds if bounds and bounds[0][0] == 0 else [(0, 0), *bounds]
    ends = [*(amount for amount, _ in steps[1:]), None]
    for row, ((_, approvals), end) in enumerate(zip(steps, ends, strict=True), start=1):
        if (end is None or end > four_eyes.floor_from_dong) and approvals < four_eyes.floor:
            raise ThresholdTooLow(
                field="bounds",
                row=row,
                key=four_eyes.key,
                floor=four_eyes.floor,
                from_dong=four_eyes.floor_from_dong,
            )


def _open_proposal(call: Call, proposal_id: int) -> tuple[Proposal, ActSpec]:
    proposal = Proposal.objects.select_for_update().filter(pk=proposal_id, status=Proposal.OPEN).first()
    if proposal is None:
        raise ProposalNotOpen(proposal_id=proposal_id)
    if not (proposal.unit_id in call.actor.reach or is_named(call.actor, proposal)):
        raise UnitOutOfReach(unit=proposal.unit_id)
    spec = find_act(proposal.act)
    if spec.four_eyes and not set(spec.four_eyes.roles + spec.four_eyes.parties) & call.actor.roles:
        raise RoleNotAllowed(act=spec.name, roles=", ".join(spec.four_eyes.roles))
    check_at_province(spec, call.actor, call.business_on)
    return proposal, spec


def _may_still_check(call: Call, proposal: Proposal, spec: ActSpec, checker_id: int) -> bool:
    """Whether a yes still counts: whoever gave it is still in a post from which it is given."""
    roles = spec.four_eyes.roles + spec.four_eyes.parties if spec.four_eyes else CHECKERS
    places = {proposal.unit_id, *units_named(proposal)}
    held = {role for place in places for role in roles_over(checker_id, place, call.business_on)}
    if checker_id in persons_named(proposal):
        held |= roles_anywhere(checker_id, call.business_on)
    return bool(held & set(roles))


def _demand_unconcerned(call: Call, proposal: Proposal, spec: ActSpec) -> None:
    """Whom a proposal concerns does not reject it: it is tried out with this person as checker, and undone.

    Raises:
        Refusal: the one that says that this person is concerned; any other is no reason to keep the proposal.
    """
    try:
        with tried_out():
            _done(call, proposal, spec, (call.actor.person_id,))
    except (Refusal, DataError, OverflowError) as error:
        if isinstance(error, Refusal) and error.code in CONCERNED_CODES:
            raise


def _done(call: Call, proposal: Proposal, spec: ActSpec, checkers: tuple[int, ...]) -> dict[str, Any]:
    made, params = made_call(call, proposal, spec, checkers)
    result = run(spec, made, params)
    if spec.four_eyes and (spec.four_eyes.parties or proposal.unit_id not in call.actor.reach):
        _demand_parties(call, made, spec.four_eyes)
    return result


def _demand_parties(call: Call, made: Call, four_eyes: FourEyes) -> None:
    """Who checks as a party only is one: it is in his hands that something moved.

    Of a thing that comes back to him he says yes to a supervisor only: two who carry supervise nobody.

    Raises:
        RoleNotAllowed.
    """
    parties = made.parties | (made.receivers if set(four_eyes.roles) & made.actor.roles else set())
    for checker in made.approved_by:
        if checker < 0:  # one who is still to come (``call.takes_part``)
            continue
        if not set(four_eyes.roles) & _roles_as_checker(call, made, checker) and checker not in parties:
            raise RoleNotAllowed(act=four_eyes.key, roles=", ".join(four_eyes.roles))


def _roles_as_checker(call: Call, made: Call, checker: int) -> set[str]:
    """The roles with which somebody checks: those he acts with now, else those he holds over a unit the act is about."""
    if checker == call.actor.person_id:
        over = made.unit_id in call.actor.reach or call.actor.unit_id in made.receiving_units
        return set(call.actor.roles) if over else set()
    places = {made.unit_id, *made.receiving_units}
    return {role for place in places for role in roles_over(checker, place, call.business_on)}


def _carry_out(call: Call, proposal: Proposal, spec: ActSpec, checkers: tuple[int, ...]) -> dict[str, Any]:
    result = _done(call, proposal, spec, checkers)
    proposal.status = Proposal.CARRIED_OUT
    proposal.save(update_fields=["status"])
    return result
