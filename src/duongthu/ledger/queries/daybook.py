"""The day book: a day's money by kind of transfer, opening down to vouchers and entries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from duongthu.acts.api import undoing_of, undone_by
from duongthu.ledger.kinds import COURIER, TRANSIT, person_in, person_owner
from duongthu.ledger.models import Account, Closing, Entry, Hold, Pouch, Till, Voucher
from duongthu.ledger.rules.purposes import PAY_IN, POUCH_TAKEN
from duongthu.ledger.rules.transfers import POSTED, REVERSAL


def handed_in(person_id: int, on: date) -> list[Entry]:
    """Cash that went off a person's name on a day: paid in, or brought in a pouch; the latest first, without what was undone."""
    kinds = (COURIER.code, TRANSIT.code)
    names = list(
        Account.objects.filter(owner__startswith=f"P{person_id}@", kind__in=kinds).values_list(
            "pk", flat=True
        )
    )
    why = (PAY_IN.code, POUCH_TAKEN.code)
    found = list(
        Entry.objects.filter(credit_id__in=names, booked_on=on, phase=POSTED, kind__in=why).order_by("-seq")
    )
    back = Entry.objects.filter(debit_id__in=names, phase=REVERSAL, ref__in=[entry.key for entry in found])
    undone = set(back.values_list("ref", flat=True))
    return [entry for entry in found if entry.key not in undone]


def acts_on_name(person_id: int, act_ids: Iterable[int]) -> frozenset[int]:
    """Those of some acts that moved money onto a person's name or off it."""
    entries = list(
        Entry.objects.filter(act_id__in=list(act_ids)).values_list("act_id", "debit_id", "credit_id")
    )
    accounts = {account for _act, debit, credit in entries for account in (debit, credit)}
    owners = Account.objects.filter(pk__in=accounts).values_list("pk", "owner")
    own = {pk for pk, owner in owners if person_in(owner) == person_id}
    return frozenset(act for act, debit, credit in entries if own & {debit, credit})


@dataclass(frozen=True, slots=True)
class DayLine:
    """So many transfers of one kind on one day."""

    kind: str
    count: int
    amount_dong: int


def day_lines(unit_ids: frozenset[int], on: date) -> list[DayLine]:
    """A day's moved money at some units, by kind of transfer."""
    moved = Entry.objects.filter(unit_id__in=unit_ids, booked_on=on, phase__in=(0, 2, 5))
    rows = moved.values("kind").annotate(count=Count("seq"), amount=Sum("amount_dong")).order_by("-amount")
    return [DayLine(row["kind"], row["count"], row["amount"]) for row in rows]


def entries_of(unit_ids: frozenset[int], on: date, kind: str = "") -> QuerySet[Entry]:
    """A day's entries at some units, oldest first."""
    found = Entry.objects.filter(unit_id__in=unit_ids, booked_on=on)
    return (found.filter(kind=kind) if kind else found).order_by("seq")


def entries_of_act(act_id: int) -> QuerySet[Entry]:
    """All entries one act wrote."""
    return Entry.objects.filter(act_id=act_id).order_by("seq")


def entries_about(subject: str) -> QuerySet[Entry]:
    """All money that moved for one item, pouch or paper."""
    # The second condition is that of the index, which SQLite uses only where the question says it, too.
    return Entry.objects.filter(subject=subject).exclude(subject="").order_by("seq")


def vouchers_of(unit_ids: frozenset[int], on: date) -> QuerySet[Voucher]:
    """A day's papers at some units, by office and number."""
    return Voucher.objects.filter(unit_id__in=unit_ids, issued_on=on).order_by("unit_id", "series", "number")


def paper_of_undoing(voucher: Voucher) -> Voucher | None:
    """The paper that takes this one back, or that this one takes back: the same place among the papers of the other act."""
    other = undoing_of(voucher.act_id) or undone_by(voucher.act_id)
    if other is None:
        return None
    own = list(Voucher.objects.filter(act_id=voucher.act_id).order_by("seq").values_list("seq", flat=True))
    papers = list(Voucher.objects.filter(act_id=other).order_by("seq"))
    place = own.index(voucher.seq)
    return papers[place] if place < len(papers) else None


def accounts_by_id(ids: set[int]) -> dict[int, Account]:
    """Accounts by id, for showing entries by name."""
    return Account.objects.in_bulk(ids)


def tills_of(unit_ids: frozenset[int] | None) -> QuerySet[Till]:
    """Tills and safes of some units (None: all) with their accounts."""
    found = Till.objects.all() if unit_ids is None else Till.objects.filter(unit_id__in=unit_ids)
    return found.select_related("account").order_by("unit_id", "code")


@dataclass(frozen=True, slots=True)
class CashPromise:
    """Cash given from one till to another and neither taken nor called off yet."""

    hold: UUID
    giver: Till
    taker: Till
    amount_dong: int


def cash_promises(unit_id: int) -> list[CashPromise]:
    """The open promises of cash between the tills of a unit, the earliest first."""
    tills = {till.account_id: till for till in tills_of(frozenset({unit_id}))}
    open_ = Hold.objects.filter(state=Hold.OPEN, debit_id__in=tills, credit_id__in=tills).order_by("key")
    return [CashPromise(h.key, tills[h.credit_id], tills[h.debit_id], h.amount_dong) for h in open_]


def named_accounts(unit_id: int, kinds: Sequence[str], person_id: int | None = None) -> list[Account]:
    """Accounts of some kinds at a unit, or those of one person there, by kind and owner."""
    found = Account.objects.filter(unit_id=unit_id, kind__in=kinds).order_by("-kind", "owner")
    return list(found if person_id is None else found.filter(owner=person_owner(person_id, unit_id)))


def pouches_on_the_way(unit_ids: frozenset[int] | None = None) -> QuerySet[Pouch]:
    """Pouches given and not yet taken, from or to some units; without units those of the whole province."""
    touching = Q() if unit_ids is None else Q(from_unit_id__in=unit_ids) | Q(to_unit_id__in=unit_ids)
    return Pouch.objects.filter(touching, state=Pouch.GIVEN).order_by("given_at")


def pouches_offered(*, from_unit_id: int | None = None, carrier_id: int | None = None) -> QuerySet[Pouch]:
    """Pouches that wait for their carrier: of one unit, or for one carrier."""
    wanted = {"from_unit_id": from_unit_id, "carrier_id": carrier_id}
    asked = {name: value for name, value in wanted.items() if value is not None}
    return Pouch.objects.filter(state=Pouch.OFFERED, **asked).order_by("given_at")


def closings_of(unit_ids: frozenset[int], on: date) -> dict[int, Closing]:
    """The closing of a day by unit, where there is one."""
    found = Closing.objects.filter(unit_id__in=unit_ids, period=Closing.DAY, closed_until=on)
    return {closing.unit_id: closing for closing in found}
