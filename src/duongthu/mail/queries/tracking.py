"""Where a thing is, was, and who held it at any past moment."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from duongthu.mail.models import Custody, CustodyEvent, Item, PartnerState, PostalObject
from duongthu.mail.rules.custody import HOLDERS_OF_OURS
from duongthu.mail.rules.states import TERMINAL


def item_by_code(code: str) -> Item | None:
    """The item of that number."""
    return Item.objects.select_related("thing").filter(thing__code=code).first()


def custody_of(thing_id: int) -> Custody | None:
    """Who holds a thing now."""
    return Custody.objects.filter(thing_id=thing_id).first()


def history_of(thing_id: int) -> QuerySet[CustodyEvent]:
    """A thing's journey, oldest first."""
    return CustodyEvent.objects.filter(thing_id=thing_id).order_by("seq")


def holder_at(thing_id: int, moment: datetime) -> str | None:
    """Who held a thing at a past moment: exactly one holder from its first event on, None before."""
    last = CustodyEvent.objects.filter(thing_id=thing_id, at__lte=moment).order_by("-at", "-seq").first()
    return last.to_holder if last else None


@dataclass(frozen=True, slots=True)
class InnerMost:
    """The holder one can go and see: the chain from the thing through bags to a unit, person or operator."""

    chain: tuple[str, ...]

    @property
    def holder(self) -> str:
        """The last link."""
        return self.chain[-1]


def chain_at(thing_id: int, moment: datetime) -> InnerMost | None:
    """Holders of a thing from the inmost bag outwards at a past moment."""
    chain: list[str] = []
    holder = holder_at(thing_id, moment)
    while holder is not None:
        chain.append(holder)
        holder = holder_at(int(holder[1:]), moment) if holder.startswith("B") else None
    return InnerMost(tuple(chain)) if chain else None


def partner_state(code: str) -> PartnerState | None:
    """What another operator's newest event says of an item."""
    return PartnerState.objects.filter(item_code=code).first()


def held_by(holder: str) -> QuerySet[Custody]:
    """Everything one holder has now."""
    return Custody.objects.filter(holder=holder)


def items_held_by(holder: str) -> QuerySet[Item]:
    """Items one holder has now, with their thing."""
    ids = Custody.objects.filter(holder=holder).values("thing_id")
    return Item.objects.filter(thing_id__in=ids).select_related("thing").order_by("thing_id")


def stock_by_unit() -> dict[tuple[int, str], int]:
    """Items in the post's hands by responsible unit and state (finished ones left out).

    Asked by holder, of which there is an index: what years of recipients hold is not read.
    """
    ours = Q()
    for kind in HOLDERS_OF_OURS:
        ours |= Q(holder__gte=kind, holder__lt=chr(ord(kind) + 1))
    living = Custody.objects.filter(ours).exclude(state__in=sorted(TERMINAL))
    items = living.filter(Exists(Item.objects.filter(thing_id=OuterRef("pk"))))
    return {
        (r["unit_id"], r["state"]): r["n"] for r in items.values("unit_id", "state").annotate(n=Count("pk"))
    }


def accepted_on(on: date) -> dict[int, int]:
    """Items accepted on a day by office."""
    rows = Item.objects.filter(accepted_on=on).values("office_from_id").annotate(n=Count("pk"))
    return {row["office_from_id"]: row["n"] for row in rows}


def things_by_id(ids: list[int]) -> dict[int, PostalObject]:
    """Things by id, for showing holders by code."""
    return PostalObject.objects.in_bulk(ids)
