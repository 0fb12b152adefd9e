"""Cash between units: sealed pouches, given, carried on the carrier's own word, taken and counted.

A pouch may also be called off, taken back, redirected, or given up as lost.
"""

import json
from dataclasses import dataclass
from typing import Annotated

from duongthu.acts.api import (
    Call,
    FourEyes,
    Reason,
    Reference,
    Remark,
    SealNumber,
    act,
    concerns,
    demand_other_checkers,
)
from duongthu.ledger import refusals
from duongthu.ledger.actions.accounts import accounts_for
from duongthu.ledger.actions.holds import call_off_promise, keep_promise, promise
from duongthu.ledger.actions.posting import post
from duongthu.ledger.actions.tills import CASH_ROLES, TillCode, explained, own_till
from duongthu.ledger.actions.vouchers import COUNT, PAYMENT, RECEIPT, issue_voucher
from duongthu.ledger.facts import CashPouchGiven, CashPouchLost, CashPouchTaken
from duongthu.ledger.kinds import OVER, SHORT, TRANSIT, person_owner, unit_owner
from duongthu.ledger.models import Entry, Hold, Pouch
from duongthu.ledger.rules.notes import Note, total_of
from duongthu.ledger.rules.purposes import OVER as FOUND_OVER, POUCH_GIVEN, POUCH_SHORT, POUCH_TAKEN
from duongthu.ledger.rules.transfers import PENDING, Transfer
from duongthu.network.api import AnyUnitRef, UnitRef
from duongthu.staff.api import CARRIERS, CarrierRef

PouchCode = Annotated[str, Reference("pouch")]
CALLS_OFF = frozenset({*CASH_ROLES, "controller"})


@dataclass(frozen=True, slots=True)
class PouchMoved:
    """A pouch after an act: its code, what it holds and the paper given."""

    pouch: str
    amount_dong: int
    voucher: str
    difference_dong: int = 0


@act("ledger.give_pouch", "Giao túi tiền", roles=CASH_ROLES, unit="unit_id", locks=("till:till",))
def give_pouch(
    call: Call,
    *,
    unit_id: UnitRef,
    till: TillCode,
    to_unit_id: AnyUnitRef,
    carrier_id: CarrierRef,
    seal: SealNumber,
    notes: list[Note],
) -> PouchMoved:
    """Seal counted cash into a pouch for a carrier: promised, but in the till's account until the carrier says he has it.

    Raises:
        TillNotOpen, TillOfAnother, NotEnoughMoney, UnknownNote, WrongAmount.
        SealUnderWay: another pouch under way bears the seal. SameTarget: the pouch would go nowhere.
    """
    giver, amount = own_till(call, unit_id, till), total_of(notes)
    if to_unit_id == unit_id:
        raise refusals.SameTarget(field="to_unit_id", pouch=seal)
    if carrier_id == call.actor.person_id:
        raise refusals.CarrierIsGiver(field="carrier_id")
    _demand_free_seal(seal)
    owner = person_owner(carrier_id, unit_id)
    transit = accounts_for([(TRANSIT.code, owner, unit_id)])[TRANSIT.code, owner]
    pouch = Pouch.objects.create(
        code=f"TT{call.act_id:09d}", seal=seal, from_unit_id=unit_id, to_unit_id=to_unit_id, carrier_id=carrier_id,
        account_id=transit, amount_dong=amount, notes=json.dumps([[n.note, n.count] for n in notes]), given_at=call.now,
        given_on=call.business_on, state=Pouch.OFFERED, giver_id=call.actor.person_id,
    )  # fmt: skip
    promise(call, Transfer(call.key(1), transit, giver.account_id, amount, POUCH_GIVEN, pouch.code, PENDING))
    return PouchMoved(pouch.code, amount, "")


@act("ledger.carry_pouch", "Nhận mang túi tiền", roles=CARRIERS)
def carry_pouch(call: Call, *, pouch: PouchCode, seal: SealNumber) -> PouchMoved:
    """Say that one has a pouch that was sealed for one to carry: from now on its đồng stand on one's own name.

    Raises:
        UnknownPouch: none of that code waits for this carrier. SealDiffers.
    """
    kept = _offered(pouch)
    if kept is None or kept.carrier_id != call.actor.person_id:
        raise refusals.UnknownPouch(field="pouch", pouch=pouch)
    if seal != kept.seal:
        raise refusals.SealDiffers(field="seal", seal=seal, pouch=kept.code)
    keep_promise(call, _promise_of(kept))
    kept.state = Pouch.GIVEN
    kept.save(update_fields=["state"])
    title = f"Giao túi tiền {kept.code}"
    voucher = issue_voucher(call, PAYMENT, title, kept.amount_dong, unit_id=kept.from_unit_id)
    call.record(
        CashPouchGiven(kept.code, kept.amount_dong, kept.from_unit_id, kept.to_unit_id, kept.carrier_id)
    )
    return PouchMoved(kept.code, kept.amount_dong, voucher.code)


@act(
    "ledger.call_off_pouch",
    "Rút lại hoặc từ chối túi tiền",
    roles=(*CASH_ROLES, "controller", "driver", "courier"),
)
def call_off_pouch(call: Call, *, pouch: PouchCode, reason: Reason) -> PouchMoved:
    """Take a pouch out again that its carrier has not taken, or refuse it as the carrier; its cash never left the till.

    Raises:
        UnknownPouch: none of that code waits for its carrier, or it is another's.
    """
    kept = _offered(pouch)
    mine = kept is not None and call.actor.person_id == kept.carrier_id
    at_unit = kept is not None and kept.from_unit_id in call.actor.reach and call.actor.roles & CALLS_OFF
    if kept is None or not (mine or at_unit):
        raise refusals.UnknownPouch(field="pouch", pouch=pouch)
    call_off_promise(call, _promise_of(kept))
    kept.state, kept.taken_at, kept.taken_dong = Pouch.CALLED_OFF, call.now, 0
    kept.save(update_fields=["state", "taken_at", "taken_dong"])
    return PouchMoved(kept.code, kept.amount_dong, "")


@act("ledger.take_pouch", "Nhận túi tiền", roles=CASH_ROLES, unit="unit_id", locks=("till:till",))
def take_pouch(
    call: Call,
    *,
    unit_id: UnitRef,
    till: TillCode,
    pouch: PouchCode,
    seal: SealNumber,
    notes: list[Note],
    reason: Remark = "",
) -> PouchMoved:
    """Take a pouch that came to this unit: read the seal, count by denomination.

    What lacks waits unnamed at this unit until the carrier says yes to it or two others put it on a name; what is over goes to
    the carrier's name.

    Raises:
        UnknownPouch, SealDiffers, DifferenceNeedsReason, TillNotOpen, TillOfAnother.
    """
    kept = _under_way(pouch)
    if kept is None or kept.to_unit_id != unit_id:
        raise refusals.UnknownPouch(field="pouch", pouch=pouch)
    return _take(call, kept, unit_id, till, seal, notes, reason, Pouch.TAKEN)


@act(
    "ledger.take_back_pouch",
    "Nhận lại túi tiền đã giao",
    roles=CASH_ROLES,
    unit="unit_id",
    locks=("till:till",),
)
def take_back_pouch(
    call: Call,
    *,
    unit_id: UnitRef,
    till: TillCode,
    pouch: PouchCode,
    seal: SealNumber,
    notes: list[Note],
    reason: Reason,
) -> PouchMoved:
    """Take a pouch back where it was given: its trip does not run, it cannot be delivered; counted as when it is taken.

    Raises:
        UnknownPouch, SealDiffers, DifferenceNeedsReason, TillNotOpen, TillOfAnother.
    """
    kept = _under_way(pouch)
    if kept is None or kept.from_unit_id != unit_id:
        raise refusals.UnknownPouch(field="pouch", pouch=pouch)
    return _take(call, kept, unit_id, till, seal, notes, reason, Pouch.TAKEN_BACK)


@act(
    "ledger.take_differing_pouch", "Nhận túi tiền có chênh lệch", roles=CASH_ROLES, unit="unit_id", locks=("till:till",),
    four_eyes=FourEyes("ledger.take_differing_pouch", roles=("controller", "head", "cashier", "accountant", "director")),
)  # fmt: skip
def take_differing_pouch(
    call: Call,
    *,
    unit_id: UnitRef,
    till: TillCode,
    pouch: PouchCode,
    seal: SealNumber,
    notes: list[Note],
    reason: Reason,
) -> PouchMoved:
    """Take a pouch, here or back where it was given, whose cash or seal is not what was given: a second person has seen it, too.

    Who sealed it is no second counter of it. A seal put on in place of the first is written beside it.

    Raises:
        UnknownPouch, DifferenceNeedsReason, TillNotOpen, TillOfAnother. PersonConcerned: the carrier, or the giver says yes.
    """
    kept = _under_way(pouch)
    if kept is None or unit_id not in {kept.to_unit_id, kept.from_unit_id}:
        raise refusals.UnknownPouch(field="pouch", pouch=pouch)
    concerns(call, kept.carrier_id, field="pouch")
    demand_other_checkers(call, kept.giver_id, field="pouch")
    state = Pouch.TAKEN if unit_id == kept.to_unit_id else Pouch.TAKEN_BACK
    return _take(call, kept, unit_id, till, seal, notes, reason, state)


@act(
    "ledger.redirect_pouch", "Chuyển hướng túi tiền", roles=("head", "cashier", "dispatcher", "controller"), unit="unit_id",
    four_eyes=FourEyes("ledger.redirect_pouch", roles=("head", "controller", "director", "accountant")),
)  # fmt: skip
def redirect_pouch(
    call: Call, *, unit_id: UnitRef, pouch: PouchCode, to_unit_id: AnyUnitRef, reason: Reason
) -> PouchMoved:
    """Send a pouch under way on to another unit than it was given for; it stays on its carrier's name.

    Args:
        unit_id: where it was given, or where it was to go.

    Raises:
        UnknownPouch, SameTarget. PersonConcerned: the carrier sends no pouch on that he has on him.
    """
    kept = _under_way(pouch)
    if kept is None or unit_id not in {kept.from_unit_id, kept.to_unit_id}:
        raise refusals.UnknownPouch(field="pouch", pouch=pouch)
    if to_unit_id in {kept.to_unit_id, kept.from_unit_id}:
        raise refusals.SameTarget(field="to_unit_id", pouch=pouch)
    concerns(call, kept.carrier_id, field="pouch")
    kept.to_unit_id = to_unit_id
    kept.save(update_fields=["to_unit_id"])
    return PouchMoved(pouch, kept.amount_dong, "")


@act(
    "ledger.lose_pouch", "Ghi mất túi tiền", roles=("head", "controller"), unit="unit_id",
    four_eyes=FourEyes("ledger.lose_pouch", roles=("controller", "head", "director", "accountant")),
)  # fmt: skip
def lose_pouch(call: Call, *, unit_id: UnitRef, pouch: PouchCode, reason: Reason) -> PouchMoved:
    """Give up a pouch that does not come: its đồng wait unnamed at the unit that gave it, until two put them on a name.

    Raises:
        UnknownPouch. PersonConcerned: its carrier is one of the two.
    """
    kept = _under_way(pouch)
    if kept is None or kept.from_unit_id != unit_id:
        raise refusals.UnknownPouch(field="pouch", pouch=pouch)
    concerns(call, kept.carrier_id, field="pouch")
    demand_other_checkers(call, kept.giver_id, field="pouch")
    owner = unit_owner(unit_id)
    short = accounts_for([(SHORT.code, owner, unit_id)])[SHORT.code, owner]
    post(call, [Transfer(call.key(1), short, kept.account_id, kept.amount_dong, POUCH_SHORT, kept.code)])
    kept.state, kept.taken_at, kept.taken_dong = Pouch.LOST, call.now, 0
    kept.save(update_fields=["state", "taken_at", "taken_dong"])
    voucher = issue_voucher(call, COUNT, f"Mất túi tiền {kept.code}", kept.amount_dong)
    call.record(CashPouchLost(kept.code, unit_id, kept.carrier_id))
    return PouchMoved(kept.code, kept.amount_dong, voucher.code, -kept.amount_dong)


def _demand_free_seal(seal: str) -> None:
    other = Pouch.objects.filter(seal=seal, state__in=(Pouch.OFFERED, Pouch.GIVEN)).first()
    if other is not None:
        raise refusals.SealUnderWay(field="seal", seal=seal, pouch=other.code)


def _offered(code: str) -> Pouch | None:
    return Pouch.objects.select_for_update().filter(code=code, state=Pouch.OFFERED).first()


def _promise_of(kept: Pouch) -> Hold:
    """The promise under which its cash waits for the carrier."""
    given = int(kept.code.removeprefix("TT"))
    key = Entry.objects.values_list("key", flat=True).get(act_id=given, phase=PENDING)
    return Hold.objects.select_for_update().get(key=key)


def _under_way(code: str) -> Pouch | None:
    return Pouch.objects.select_for_update().filter(code=code, state=Pouch.GIVEN).first()


def _take(
    call: Call, kept: Pouch, unit_id: int, till: str, seal: str, notes: list[Note], reason: str, state: str
) -> PouchMoved:
    taker = own_till(call, unit_id, till)
    if seal != kept.seal and not call.approved_by:
        raise refusals.SealDiffers(field="seal", seal=seal, pouch=kept.code)
    counted = total_of(notes)
    explained(counted, kept.amount_dong, reason, free=False)
    if counted != kept.amount_dong and not call.approved_by:  # what was counted and sealed has no rounding
        raise refusals.SecondCounterNeeded(field="notes", counted=counted, sealed=kept.amount_dong)
    _post_taking(call, kept, unit_id, taker.account_id, counted)
    kept.state, kept.taken_at, kept.taken_dong, kept.seal_read = state, call.now, counted, seal
    kept.save(update_fields=["state", "taken_at", "taken_dong", "seal_read"])
    words = "Nhận" if state == Pouch.TAKEN else "Nhận lại"
    sealed = "" if seal == kept.seal else f" (niêm phong {seal} thay {kept.seal})"
    voucher = issue_voucher(call, RECEIPT, f"{words} túi tiền {kept.code}{sealed}", counted)
    call.record(CashPouchTaken(kept.code, counted, kept.from_unit_id, unit_id, kept.carrier_id))
    return PouchMoved(kept.code, counted, voucher.code, counted - kept.amount_dong)


def _post_taking(call: Call, pouch: Pouch, unit_id: int, till_account: int, counted: int) -> None:
    lines = [(till_account, pouch.account_id, min(counted, pouch.amount_dong), POUCH_TAKEN)]
    if counted < pouch.amount_dong:
        owner = unit_owner(unit_id)
        short = accounts_for([(SHORT.code, owner, unit_id)])[SHORT.code, owner]
        lines.append((short, pouch.account_id, pouch.amount_dong - counted, POUCH_SHORT))
    if counted > pouch.amount_dong:
        owner = person_owner(pouch.carrier_id, unit_id)
        over = accounts_for([(OVER.code, owner, unit_id)])[OVER.code, owner]
        lines.append((till_account, over, counted - pouch.amount_dong, FOUND_OVER))
    wanted = [line for line in lines if line[2]]
    post(call, [Transfer(call.key(n), *line, pouch.code) for n, line in enumerate(wanted, start=1)])
