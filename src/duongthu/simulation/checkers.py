"""Proves both laws after each hour, from what was written since the hour before."""

from collections.abc import Iterator

from duongthu.acts.api import Finding, all_checks, bulk
from duongthu.ledger.api import morning_equation


class LawBroken(Exception):
    """A law does not hold: names the seed, the hour and the first thing astray, so that the day can be replayed."""


class HourlyCheck:
    """Follows the journals: Σ held = Σ owed + own, and every event takes from the holder the one before gave to."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._seq = 0
        self._holder: dict[int, str] = {}
        self.events = 0

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
        holder = self._holder
        rows = bulk.fetch(
            "SELECT seq, thing_id, from_holder, to_holder FROM mail_event WHERE seq > %s ORDER BY seq",
            [self._seq],
        )
        for seq, thing, giver, taker in rows:
            if thing in holder and holder[thing] != giver:
                yield Finding(
                    "simulation.item_astray",
                    f"vật {thing}: {giver} giao mà {holder[thing]} đang giữ",
                    "mail.event",
                    seq,
                )
            holder[thing] = taker
            self._seq = seq
        self.events += len(rows)
        count = bulk.fetch("SELECT count(*) FROM mail_custody")[0][0]
        if count != len(holder):
            yield Finding(
                "simulation.thing_without_holder",
                f"{len(holder)} vật nhưng {count} người giữ",
                "mail.custody",
            )


def verify_all() -> list[tuple[str, list[Finding]]]:
    """Every registered recount with what it found."""
    return [(name, list(check())) for name, check in all_checks().items()]
