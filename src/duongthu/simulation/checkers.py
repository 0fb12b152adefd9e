"""Proves both laws after each hour, from what was written since the hour before."""

from collections.abc import Iterator

from duongthu.acts.api import Finding, all_checks, bulk
from duongthu.ledger.api import morning_equation


class LawBroken(Exception):
    """A law does not hold: names the seed, the hour and the first thing astray, so that the day can be replayed."""


# Each event since the last look beside the holder its thing had before it.
_NEW_EVENTS = """
SELECT count(*), count(*) FILTER (WHERE holder IS NULL), max(seq), min(CASE WHEN holder <> from_holder THEN seq END) FROM (
    SELECT e.seq, e.from_holder, (
        SELECT p.to_holder FROM mail_event p WHERE p.thing_id = e.thing_id AND p.seq < e.seq ORDER BY p.seq DESC LIMIT 1
    ) AS holder FROM mail_event e WHERE e.seq > %s
) seen
"""


class HourlyCheck:
    """Follows the journals: Σ held = Σ owed + own, and every event takes from the holder the one before gave to.

    Keeps three numbers, however many things there are.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.events = self._things = self._seq = 0

    def prove(self, hour: str) -> None:
        """Check what was written since the last call.

        Raises:
            LawBroken: the first finding.
        """
        for finding in (*self._money(), *self._custody()):
            raise LawBroken(f"seed {self.seed}, {hour}: {finding.message} ({finding.table} {finding.row})")

    def _money(self) -> Iterator[Finding]:
        difference = morning_equation().difference_dong
        if difference:
            yield Finding("simulation.money_astray", f"lệch {difference} đồng", "ledger.account")

    def _custody(self) -> Iterator[Finding]:
        events, new_things, last, wrong = bulk.fetch(_NEW_EVENTS, [self._seq])[0]
        if wrong is not None:
            yield _astray(wrong)
        self.events, self._things, self._seq = (
            self.events + events,
            self._things + new_things,
            last or self._seq,
        )
        held = bulk.fetch("SELECT count(*) FROM mail_custody")[0][0]
        if held != self._things:
            message = f"{self._things} vật nhưng {held} người giữ"
            yield Finding("simulation.thing_without_holder", message, "mail.custody")


def _astray(seq: int) -> Finding:
    """The event that took a thing from somebody who did not hold it."""
    thing, giver = bulk.fetch("SELECT thing_id, from_holder FROM mail_event WHERE seq = %s", [seq])[0]
    before = "SELECT to_holder FROM mail_event WHERE thing_id = %s AND seq < %s ORDER BY seq DESC LIMIT 1"
    holder = bulk.fetch(before, [thing, seq])[0][0]
    return Finding(
        "simulation.item_astray", f"vật {thing}: {giver} giao mà {holder} đang giữ", "mail.event", seq
    )


def verify_all() -> list[tuple[str, list[Finding]]]:
    """Every registered recount with what it found."""
    return [(name, list(check())) for name, check in all_checks().items()]
