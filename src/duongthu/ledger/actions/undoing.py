"""Money of a whole act taken back: every entry by an opposite one that points to it, the papers by papers that do.

Nobody is burdened behind his back: what would stand on the name of somebody who takes no part in the undoing waits unnamed at
the unit, as every shortage does; a pouch goes back on the road only with its carrier.
"""

from collections import defaultdict
from dataclasses import dataclass

from duongthu.acts.api import Call, CannotUndo
from duongthu.ledger import refusals
from duongthu.ledger.actions.accounts import accounts_for
from duongthu.ledger.actions.holds import call_off_promise
from duongthu.ledger.actions.posting import post
from duongthu.ledger.actions.vouchers import issue_undoing
from duongthu.ledger.kinds import COURIER, SAFE, SHORT, TILL, TRANSIT, person_in, unit_owner
from duongthu.ledger.models import Account, Entry, Hold, Till, Voucher
from duongthu.ledger.rules.purposes import UNDONE_UNNAMED, purpose_of
from duongthu.ledger.rules.transfers import PENDING, POST_HOLD, POSTED, REVERSAL, Transfer

LINES_FROM = 1_000  # keys of what an undoing promises off lie behind those of its reversals
UNNAMED_FROM = 2_000  # and of what it puts on nobody's name behind those
ON_A_NAME = (COURIER.code, SHORT.code, TRANSIT.code)
HANDS = (*ON_A_NAME, TILL.code, SAFE.code)


@dataclass(frozen=True, slots=True)
class MoneyUndone:
    """What was taken back: sum of the entries, and the numbers of the papers that point at those of the act."""

    amount_dong: int
    papers: list[str]


def money_of(act_seq: int) -> int:
    """Đồng an act moved or promised, all its entries together."""
    return sum(Entry.objects.filter(act_id=act_seq).values_list("amount_dong", flat=True))


def undo_money(call: Call, act_seq: int, reason: str) -> MoneyUndone:
    """Take back all money of an act; nothing where it moved none.

    Raises:
        CannotUndo: part of it was promised and has been taken since. CarrierNotThere: a pouch would be on a carrier's name again.
        NotEnoughMoney: who received it no longer has it.
    """
    entries = list(Entry.objects.filter(act_id=act_seq).order_by("-seq"))
    back = []
    for line, entry in enumerate(entries, start=1):
        if entry.phase == PENDING:
            _call_off(call, entry, line)
        elif entry.phase in {POSTED, POST_HOLD}:
            back.append(_opposite(call, entry, line))
        else:
            raise CannotUndo(
                act=act_seq,
                reason="bút toán của nghiệp vụ này đã là việc hủy hoặc hoàn",
                instead="lập nghiệp vụ mới",
            )
    _demand_still_short(act_seq, back)
    accounts = {account for one in back for account in (one.debit, one.credit)}
    holders = _demand_holders(call, accounts)
    if not Account.objects.filter(pk__in=accounts).exclude(kind__in=HANDS).exists():
        call.parties |= holders  # nothing but hands on both sides: whoever has it in them speaks for it
    post(call, back)
    _unname(call, back)
    papers = [
        issue_undoing(call, voucher, reason)
        for voucher in Voucher.objects.filter(act_id=act_seq).order_by("seq")
    ]
    return MoneyUndone(sum(entry.amount_dong for entry in entries), papers)


def _demand_still_short(act_seq: int, back: list[Transfer]) -> None:
    """Money that lacks is taken back only while it still waits where the act put it.

    Raises:
        CannotUndo: it was put on a name, repaid or written off since.
    """
    short = Account.objects.select_for_update().filter(pk__in=[t.credit for t in back], kind=SHORT.code)
    for account in short.order_by("pk"):
        if account.balance_dong < sum(t.amount_dong for t in back if t.credit == account.pk):
            raise CannotUndo(
                act=act_seq,
                reason="tiền thiếu đã được quy trách nhiệm hoặc xử lý",
                instead="hủy việc ấy trước",
            )


def _demand_holders(call: Call, accounts: set[int]) -> set[int]:
    """Cash in somebody's hands moves with that person: one of the two who undo holds each till that is touched; gives those.

    Raises:
        HolderNotThere.
    """
    holders = set()
    for till in Till.objects.select_for_update().filter(account_id__in=accounts).order_by("pk"):
        if not call.takes_part(till.person_id):
            raise refusals.HolderNotThere(till=till.code)
        holders |= {till.person_id} if till.person_id else set()
    return holders


def _unname(call: Call, back: list[Transfer]) -> None:
    """Move what now burdens a person who takes no part in the undoing to the unit, unnamed, until that person says yes to it.

    Raises:
        CarrierNotThere.
    """
    accounts = {account for one in back for account in (one.debit, one.credit)}
    touched = Account.objects.filter(pk__in=accounts, kind__in=ON_A_NAME)
    named = {kept.pk: kept for kept in touched if person_in(kept.owner) is not None}
    burden: dict[int | None, int] = defaultdict(int)
    for one in back:
        for account, amount in ((one.debit, one.amount_dong), (one.credit, -one.amount_dong)):
            if account in named:
                burden[person_in(named[account].owner)] += amount
    there = {call.actor.person_id, *call.approved_by}
    call.parties |= {person for person, amount in burden.items() if person is not None and amount > 0}
    lines: list[Transfer] = []
    for one in back:
        kept = named.get(one.debit)
        person = person_in(kept.owner) if kept else None
        if kept is None or person in there or burden[person] <= 0:
            continue
        taken = min(one.amount_dong, burden[person])
        burden[person] -= taken
        lines.append(_to_the_unit(call, kept, taken, len(lines)))
    if lines:
        post(call, lines)


def _to_the_unit(call: Call, named: Account, amount: int, line: int) -> Transfer:
    if named.kind == TRANSIT.code:
        raise refusals.CarrierNotThere(field="act_id")
    owner = unit_owner(named.unit_id)
    unnamed = accounts_for([(SHORT.code, owner, named.unit_id)])[SHORT.code, owner]
    return Transfer(call.key(UNNAMED_FROM + line), unnamed, named.pk, amount, UNDONE_UNNAMED, named.owner)


def _opposite(call: Call, entry: Entry, line: int) -> Transfer:
    purpose = purpose_of(entry.kind)
    if purpose is None:
        raise CannotUndo(
            act=entry.act_id,
            reason=f"mục đích «{entry.kind}» không còn trong bảng",
            instead="lập chứng từ kế toán",
        )
    return Transfer(
        call.key(line), entry.credit_id, entry.debit_id, entry.amount_dong, purpose, entry.subject, REVERSAL, entry.key,
        entry.unit_id,
    )  # fmt: skip


def _call_off(call: Call, entry: Entry, line: int) -> None:
    kept = Hold.objects.select_for_update().get(key=entry.key)
    if kept.state != Hold.OPEN:
        raise CannotUndo(
            act=entry.act_id, reason="khoản đã hứa chuyển đã được nhận", instead="hủy nghiệp vụ nhận"
        )
    call_off_promise(call, kept, LINES_FROM + line)
