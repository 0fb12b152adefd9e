"""Which acts of the money book can be taken back, and how."""

import json

from duongthu.acts.api import ActRecord, Call, CannotUndo, Undone, register_instead, register_undo
from duongthu.ledger import refusals
from duongthu.ledger.actions.undoing import undo_money
from duongthu.ledger.facts import CashPouchGiven, CashPouchTaken, PouchActUndone
from duongthu.ledger.models import Pouch
from duongthu.staff.api import CARRIERS

PLAIN = (
    "ledger.courier_pays_in", "ledger.give_cash", "ledger.accept_shortage", "ledger.charge_shortage", "ledger.repay_shortage",
    "ledger.post_paper", "ledger.bank_cash", "ledger.withdraw_cash",
)  # fmt: skip
OF_COURIERS = ("ledger.courier_pays_in", "ledger.repay_shortage")
INSTEAD = {
    "ledger.open_till": "kiểm quỹ rồi đóng ca",
    "ledger.close_till": "mở lại ca quỹ và kiểm đếm lại",
    "ledger.count_till": "kiểm đếm lại: chênh lệch mới sẽ bù chênh lệch cũ",
    "ledger.take_over_till": "mở lại ca quỹ và kiểm đếm lại",
    "ledger.take_cash": "giao lại tiền về quỹ cũ",
    "ledger.call_off_cash": "giao tiền lần nữa",
    "ledger.redirect_pouch": "chuyển hướng túi tiền lần nữa",
    "ledger.call_off_pouch": "giao túi lần nữa",
    "ledger.lose_pouch": "lập phiếu nộp bù khi tìm thấy tiền",
}


def register_undoings() -> None:
    """Called once, when the room is ready."""
    for name in PLAIN:
        register_undo(name, undo_plain, askers=("courier",) if name in OF_COURIERS else ())
    register_undo("ledger.give_pouch", undo_offered_pouch)
    register_undo("ledger.carry_pouch", undo_given_pouch)
    for name in ("ledger.take_pouch", "ledger.take_back_pouch", "ledger.take_differing_pouch"):
        register_undo(name, undo_taken_pouch, askers=tuple(CARRIERS))
    for name, instead in INSTEAD.items():
        register_instead(name, instead)


def undo_plain(call: Call, record: ActRecord, reason: str) -> Undone:
    """An act that moved money and nothing else."""
    money = undo_money(call, record.seq, reason)
    return Undone(record.seq, money.amount_dong, tuple(money.papers))


def undo_offered_pouch(call: Call, record: ActRecord, reason: str) -> Undone:
    """A pouch that its carrier has not taken: the promise is off.

    Raises:
        CannotUndo: the carrier has it.
    """
    kept = Pouch.objects.select_for_update().get(code=f"TT{record.seq:09d}")
    if kept.state != Pouch.OFFERED:
        raise CannotUndo(
            act=record.seq,
            reason=f"túi {kept.code} không còn chờ người mang",
            instead="hủy nghiệp vụ nhận mang túi trước",
        )
    money = undo_money(call, record.seq, reason)
    kept.state, kept.taken_at, kept.taken_dong = Pouch.CALLED_OFF, call.now, 0
    kept.save(update_fields=["state", "taken_at", "taken_dong"])
    return Undone(record.seq, money.amount_dong, tuple(money.papers), (kept.code,))


def undo_given_pouch(call: Call, record: ActRecord, reason: str) -> Undone:
    """A pouch that nobody has taken: its cash is back in the till it came from, the pouch is no more under way.

    Raises:
        CannotUndo: it was taken.
    """
    kept = Pouch.objects.select_for_update().get(code=_pouch_of(record))
    if kept.state != Pouch.GIVEN:
        raise CannotUndo(
            act=record.seq, reason=f"túi {kept.code} đã được nhận", instead="hủy nghiệp vụ nhận túi trước"
        )
    money = undo_money(call, record.seq, reason)
    kept.state, kept.taken_at, kept.taken_dong = Pouch.TAKEN_BACK, call.now, kept.amount_dong
    kept.save(update_fields=["state", "taken_at", "taken_dong"])
    call.record(
        PouchActUndone(kept.code, CashPouchGiven.__name__, kept.from_unit_id, kept.carrier_id, record.seq)
    )
    return Undone(record.seq, money.amount_dong, tuple(money.papers), (kept.code,))


def undo_taken_pouch(call: Call, record: ActRecord, reason: str) -> Undone:
    """A pouch taken by mistake: its cash leaves the till and is under way again on the carrier's name, sealed anew."""
    entry_subject = _pouch_of(record)
    kept = Pouch.objects.select_for_update().get(code=entry_subject)
    other = Pouch.objects.filter(seal=kept.seal, state__in=(Pouch.OFFERED, Pouch.GIVEN)).first()
    if other is not None:
        raise refusals.SealUnderWay(seal=kept.seal, pouch=other.code)
    money = undo_money(call, record.seq, reason)
    unit_id = kept.to_unit_id if kept.state == Pouch.TAKEN else kept.from_unit_id
    kept.state, kept.taken_at, kept.taken_dong = Pouch.GIVEN, None, None
    kept.save(update_fields=["state", "taken_at", "taken_dong"])
    call.record(PouchActUndone(kept.code, CashPouchTaken.__name__, unit_id, kept.carrier_id, record.seq))
    return Undone(record.seq, money.amount_dong, tuple(money.papers), (kept.code,))


def _pouch_of(record: ActRecord) -> str:
    said = json.loads(record.outcome)
    return str(said.get("result", said)["pouch"])  # of an approval, the answer of what it carried out
