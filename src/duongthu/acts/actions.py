"""Acts of the room itself: approving and rejecting what another proposed, setting thresholds."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from duongthu.acts.call import TOLD_AT_ONCE, Actor, Call
from duongthu.acts.models import Approval, Proposal, Threshold
from duongthu.acts.perform import run
from duongthu.acts.refusals import (
    AlreadyApproved,
    MakerMayNotApprove,
    ProposalNotOpen,
    RoleNotAllowed,
    UnitOutOfReach,
)
from duongthu.acts.registry import ActSpec, act, find_act
from duongthu.kernel.dong import MAX_DONG

Amount = Annotated[int, Field(ge=0, le=MAX_DONG)]
Checkers = Annotated[int, Field(ge=0, le=9)]
CHECKERS = ("controller", "head", "director", "accountant", "admin")


@dataclass(frozen=True, slots=True)
class Approved:
    """What one approval came to: the command is carried out with the last one needed."""

    proposal_id: int
    approvals: int
    needed: int
    carried_out: bool
    result: dict[str, Any]


@act("acts.approve", roles=CHECKERS)
def approve(call: Call, *, proposal_id: int) -> Approved:
    """Say yes to another's proposal; the last yes carries it out."""
    proposal, spec = _open_proposal(call, proposal_id)
    if call.actor.person_id == proposal.maker_id:
        raise MakerMayNotApprove(name=call.actor.name)
    checkers = list(Approval.objects.filter(proposal=proposal).values_list("checker_id", flat=True))
    if call.actor.person_id in checkers:
        raise AlreadyApproved(proposal_id=proposal_id)
    Approval.objects.create(proposal=proposal, checker_id=call.actor.person_id, approved_at=call.now)
    checkers.append(call.actor.person_id)
    if len(checkers) < proposal.needed:
        return Approved(proposal_id, len(checkers), proposal.needed, carried_out=False, result={})
    result = _carry_out(call, proposal, spec, tuple(checkers))
    return Approved(proposal_id, len(checkers), proposal.needed, carried_out=True, result=result)


@act("acts.reject", roles=CHECKERS)
def reject(call: Call, *, proposal_id: int, reason: str) -> dict[str, int]:
    """Say no to a proposal, with the reason; its command will never be carried out."""
    proposal, _ = _open_proposal(call, proposal_id)
    proposal.status = Proposal.REJECTED
    proposal.save(update_fields=["status"])
    return {"proposal_id": proposal_id}


@act("acts.set_threshold", roles=("director", "admin"))
def set_threshold(
    call: Call, *, key: str, bounds: list[tuple[Amount, Checkers]], valid_from: date
) -> dict[str, int]:
    """Set from which amount (đồng) on an act needs how many checkers, from a date on."""
    Threshold.objects.filter(key=key, valid_from=valid_from).delete()
    Threshold.objects.bulk_create(
        Threshold(key=key, from_amount_dong=amount, approvals=approvals, valid_from=valid_from)
        for amount, approvals in sorted(dict(bounds).items())
    )
    return {"bounds": len(bounds)}


def _open_proposal(call: Call, proposal_id: int) -> tuple[Proposal, ActSpec]:
    proposal = Proposal.objects.select_for_update().filter(pk=proposal_id, status=Proposal.OPEN).first()
    if proposal is None:
        raise ProposalNotOpen(proposal_id=proposal_id)
    if proposal.unit_id not in call.actor.reach:
        raise UnitOutOfReach(unit=proposal.unit_id)
    spec = find_act(proposal.act)
    if spec.four_eyes and not set(spec.four_eyes.roles) & call.actor.roles:
        raise RoleNotAllowed(act=spec.name, roles=", ".join(spec.four_eyes.roles))
    return proposal, spec


def _carry_out(call: Call, proposal: Proposal, spec: ActSpec, checkers: tuple[int, ...]) -> dict[str, Any]:
    roles = frozenset(proposal.maker_roles.split(","))
    maker = Actor(proposal.maker_id, proposal.maker_name, proposal.unit_id, roles, call.actor.reach)
    made = Call(
        maker, proposal.unit_id, proposal.command_id, call.act_id, call.now, proposal.device_at or call.now,
        call.business_on, call.dry_run, checkers, told_within=call.now - proposal.proposed_at + TOLD_AT_ONCE,
    )  # fmt: skip
    result = run(spec, made, spec.validated(proposal.params))
    proposal.status = Proposal.CARRIED_OUT
    proposal.save(update_fields=["status"])
    return result
