"""Reading rounds: today's lists, their progress, and a unit's day in the custody book."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from duongthu.acts.api import bulk
from duongthu.mail.api import held_by, person_holder, unit_holder
from duongthu.rounds.models import DayProof, Round, Stop
from duongthu.rounds.rules import CustodyProof


def rounds_of(unit_ids: frozenset[int], on: date) -> QuerySet[Round]:
    """A day's rounds at some units."""
    return Round.objects.filter(unit_id__in=unit_ids, on=on).order_by("unit_id", "shift", "code")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is: items on it, loaded, and still in the courier's hands."""

    code: str
    items: int
    loaded: int
    in_hand: int


def progress_of(rounds: QuerySet[Round]) -> list[Progress]:
    """Progress of rounds, in their order."""
    return [_progress(one) for one in rounds]


def _progress(one: Round) -> Progress:
    in_hand = bulk.fetch(
        "SELECT count(*) FROM rounds_stop s JOIN mail_custody c ON c.thing_id = s.thing_id "
        "WHERE s.round_id = %s AND s.loaded AND c.holder = %s",
        [one.pk, person_holder(one.courier_id)],
    )[0][0]
    return Progress(one.code, one.stops.count(), one.stops.filter(loaded=True).count(), in_hand)


def stops_of(code: str) -> QuerySet[Stop]:
    """A round's items in riding order."""
    return Stop.objects.filter(round__code=code).order_by("place")


def custody_proof(unit_id: int) -> CustodyProof:
    """A unit's account in the custody book since its last close: stock then + taken − given = stock now.

    Three sources that know nothing of each other: the figure kept at the last close, the journal since, and the
    present state.
    """
    last = DayProof.objects.filter(unit_id=unit_id).order_by("-pk").first()
    holder = unit_holder(unit_id)
    since = last.last_seq if last else 0
    taken, given, newest = bulk.fetch(
        "SELECT coalesce(sum(CASE WHEN to_holder = %s AND from_holder <> %s THEN 1 ELSE 0 END), 0), "
        "coalesce(sum(CASE WHEN from_holder = %s AND to_holder <> %s THEN 1 ELSE 0 END), 0), coalesce(max(seq), %s) "
        "FROM mail_event WHERE seq > %s",
        [holder, holder, holder, holder, since, since],
    )[0]
    stock = held_by(holder).count()
    return CustodyProof(last.stock if last else 0, int(taken), int(given), stock, int(newest))


def day_proof(unit_id: int, on: date) -> DayProof | None:
    """The custody figures kept when a unit's day was closed."""
    return DayProof.objects.filter(unit_id=unit_id, on=on).first()
