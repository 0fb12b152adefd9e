"""A unit's day in the custody book: what it had, took, gave and has."""

from datetime import date
from functools import lru_cache

from duongthu.acts.api import bulk
from duongthu.closing.models import DayProof
from duongthu.closing.rules import CustodyProof
from duongthu.mail.api import held_by, unit_holder


def custody_proof(unit_id: int) -> CustodyProof:
    """A unit's account in the custody book since its last close: stock then + taken − given = stock now.

    Three sources that know nothing of each other: the figure kept at the last close, the journal since, and the
    present state.
    """
    last = DayProof.objects.filter(unit_id=unit_id).order_by("-pk").first()
    holder = unit_holder(unit_id)
    since = last.last_seq if last else 0
    last_row = bulk.fetch("SELECT seq, key FROM mail_event WHERE seq > %s ORDER BY seq DESC LIMIT 1", [since])
    newest, key = last_row[0] if last_row else (since, "")
    taken, given = _flows(since, newest, str(key), _written(since, newest)).get(holder, (0, 0))
    stock = held_by(holder).count()
    return CustodyProof(last.stock if last else 0, taken, given, stock, int(newest))


def _written(since: int, newest: int) -> int:
    """How many rows of a span are there by now: on PostgreSQL one of a lower number may be committed after a higher one."""
    if not bulk.on_postgres():
        return 0
    sql = "SELECT count(*) FROM mail_event WHERE seq > %s AND seq <= %s"
    return int(bulk.fetch(sql, [since, newest])[0][0])


@lru_cache(maxsize=4)
def _flows(since: int, newest: int, key: str, written: int) -> dict[str, tuple[int, int]]:
    """Things taken and given by each holder in a span of the journal; the same span is asked by every unit that closes.

    Args:
        key: of the newest row, which no other journal bears; ``written``: rows of the span committed so far.
    """
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
