"""Things of a whole act go back to whoever held them before it; possible while nothing has happened to them since."""

from collections.abc import Sequence

from duongthu.acts.api import ActRecord, Call, CannotUndo, Undone, bulk, register_instead, register_undo
from duongthu.ledger.api import undo_money
from duongthu.mail.actions.hands import Passing, demand_receivers
from duongthu.mail.actions.moving import CUSTODY_COLUMNS, EVENT_COLUMNS, read_positions, share_periods
from duongthu.mail.models import CustodyEvent
from duongthu.mail.rules.custody import LONG_AGO, Happened, Position, replay, undoing_words, undone_act
from duongthu.mail.rules.states import Event, State

ANY_DAY = (
    "mail.accept_items",
    "mail.take_from_partner",
    "mail.keep_here",
    "mail.hold",
    "mail.find",
)
SAME_DAY = ("mail.report", "mail.deliver_at_counter", "mail.give_back", "mail.hand_to_partner")
INSTEAD = {
    "mail.forward": "chuyển tiếp lần nữa",
    "mail.return_to_sender": "chuyển tiếp đến người nhận",
    "mail.recall": "chuyển tiếp đến người nhận",
    "mail.cancel_delivery": "báo phát lại",
    "mail.bring_back": "bưu tá quét nhận lại theo danh sách của mình",
    "mail.write_off": "ghi «tìm thấy» khi bưu gửi xuất hiện",
    "mail.partner_news": "chờ tin mới của đối tác",
}
FIRST_KEY = 1


def register_undoings() -> None:
    """Called once, when the room is ready."""
    for name in ANY_DAY:
        register_undo(name, undo_act)
    for name in SAME_DAY:
        register_undo(name, undo_same_day)
    for name, instead in INSTEAD.items():
        register_instead(name, instead)


def undo_same_day(call: Call, record: ActRecord, reason: str) -> Undone:
    """An act that tells what happened outside the office: on its own business day only (rules.md §1.7).

    Raises:
        CannotUndo: its day is over.
    """
    if record.business_on != call.business_on:
        raise CannotUndo(
            act=record.seq, reason="đã qua ngày nghiệp vụ", instead="lập yêu cầu tra soát, khiếu nại"
        )
    return undo_act(call, record, reason)


def undo_act(call: Call, record: ActRecord, reason: str) -> Undone:
    """An act that moved things, and money with them: both go back."""
    codes = undo_moves(call, record.seq, reason)
    money = undo_money(call, record.seq, reason)
    return Undone(record.seq, money.amount_dong, tuple(money.papers), tuple(codes))


def undo_moves(call: Call, act_seq: int, reason: str, first_key: int = FIRST_KEY) -> list[str]:
    """Give all things of an act back to whoever held them before it; gives their codes.

    Args:
        first_key: which of the act's keys its first event bears.

    Raises:
        CannotUndo: something has happened to one of them since.
        ReceiverNotThere: who would have one of them again takes no part in it.
    """
    things = sorted(set(CustodyEvent.objects.filter(act_id=act_seq).values_list("thing_id", flat=True)))
    if not things:
        return []
    read_positions(things, LONG_AGO)  # locks them
    codes = dict(bulk.fetch_in("SELECT id, code FROM mail_thing WHERE id IN {values}", things))
    histories = _histories(things)
    events, positions = [], []
    words, recorded = undoing_words(act_seq, reason), bulk.db_moment(call.now)
    for number, thing in enumerate(things, start=first_key):
        history = histories[thing]
        current, before = replay(history)
        if next(reversed(before), 0) != act_seq:
            raise CannotUndo(
                act=act_seq,
                reason=f"{codes[thing]} đã có việc khác sau đó",
                instead="hủy việc sau cùng trước",
            )
        earlier = _back(history, act_seq, before[act_seq])
        key = bulk.db_uuid(call.key(number))
        at = bulk.db_moment(max(call.now, current.at))  # a device's clock may have run ahead of ours
        events.append(
            (key, call.act_id, thing, Event.UNDO.value, current.holder, earlier.holder, at, recorded,
             earlier.unit_id or call.unit_id, call.actor.person_id, words)
        )  # fmt: skip
        state = State.VOID if earlier.state is None else earlier.state
        positions.append(
            (
                thing,
                earlier.holder,
                state.value,
                at,
                earlier.unit_id or call.unit_id,
                earlier.attempts,
                earlier.going_back,
            )
        )
    demand_receivers(call, [Passing(codes[event[2]], *event[4:6]) for event in events])
    share_periods({holder for event in events for holder in event[4:6]})
    bulk.insert_rows("mail_event", EVENT_COLUMNS, events)
    bulk.upsert_rows("mail_custody", CUSTODY_COLUMNS, ("thing_id",), positions)
    return [codes[thing] for thing in things]


def _back(history: Sequence[Happened], act_seq: int, earlier: Position) -> Position:
    """Where the thing goes: where it was before the act; one that came into being by it goes to who brought it."""
    if earlier.state is not None:
        return earlier
    first = next(one for one in history if one.act_id == act_seq)
    return earlier._replace(holder=first.giver)


def _histories(things: Sequence[int]) -> dict[int, list[Happened]]:
    rows = bulk.fetch_in(
        "SELECT thing_id, act_id, code, from_holder, to_holder, at, unit_id, detail FROM mail_event WHERE thing_id IN {values} "
        "ORDER BY seq",
        things,
    )
    found: dict[int, list[Happened]] = {thing: [] for thing in things}
    for thing, act_id, code, giver, taker, at, unit_id, detail in sorted(rows, key=lambda row: row[0]):
        event = Event(code)
        undone = undone_act(detail) if event is Event.UNDO else 0
        found[thing].append(Happened(act_id, event, giver, taker, bulk.read_moment(at), unit_id, undone))
    return found
