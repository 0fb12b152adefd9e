"""Reading rounds: today's lists, their progress, and a unit's day in the custody book."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

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
    newest, count = bulk.fetch(
        "SELECT coalesce(max(seq), %s), count(*) FROM mail_event WHERE seq > %s", [since, since]
    )[0]
    taken, given = _flows(since, newest, count).get(holder, (0, 0))
    stock = held_by(holder).count()
    return CustodyProof(last.stock if last else 0, taken, given, stock, int(newest))


@lru_cache(maxsize=4)
def _flows(since: int, newest: int, count: int) -> dict[str, tuple[int, int]]:
    """Things taken and given by each holder in a span of the journal; the same span is asked by every unit that closes."""
    rows = bulk.fetch(
        "SELECT from_holder, to_holder, count(*) FROM mail_event WHERE seq > %s AND seq <= %s AND from_holder <> to_holder "
        "GROUP BY from_holder, to_holder",
        [since, newest],
    )
    flows: dict[str, tuple[int, int]] = {}
    for giver, taker, moved in rows:
        taken, given = flows.get(taker, (0, 0))
        flows[taker] = (taken + moved, given)
        taken, given = flows.get(giver, (0, 0))
        flows[giver] = (taken, given + moved)
    return flows


def day_proofs(unit_ids: frozenset[int], on: date) -> dict[int, DayProof]:
    """The custody figures kept when units' days were closed, by unit."""
    return {proof.unit_id: proof for proof in DayProof.objects.filter(unit_id__in=unit_ids, on=on)}
