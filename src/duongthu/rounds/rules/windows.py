"""The promised arrival window: quantiles of how late couriers were so far into a round, on past days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

INTO_MINUTES = 20  # width of the parts of a round whose lateness is counted together
LATEST_PART = 12
LATE_MOST = 600  # minutes; beyond it nobody counts


@dataclass(frozen=True, slots=True)
class Margin:
    """Minutes around the planned arrival: from so many before (negative) to so many after."""

    early: int
    late: int


def part_of(into_seconds: int) -> int:
    """Which part of its round an arrival lies in, by planned seconds since leaving."""
    return min(LATEST_PART, max(0, into_seconds // 60 // INTO_MINUTES))


def late_minutes(seconds: int) -> int:
    """Whole minutes late, downwards (−1 is up to a minute early)."""
    return max(-LATE_MOST, min(LATE_MOST, seconds // 60))


def margin_of(counts: dict[int, int], percent: int) -> Margin:
    """The narrowest margin of whole minutes in which so many of a hundred arrivals lay.

    Args:
        counts: arrivals by whole minutes late; at least one.
    """
    lates = sorted(counts)
    need = -(-sum(counts.values()) * percent // 100)
    best: Margin | None = None
    right = inside = 0
    for left in range(len(lates)):
        while right < len(lates) and inside < need:
            inside += counts[lates[right]]
            right += 1
        if inside < need:
            break
        found = Margin(lates[left], lates[right - 1] + 1)
        if best is None or found.late - found.early < best.late - best.early:
            best = found
        inside -= counts[lates[left]]
    assert best is not None, "all arrivals together are enough"  # noqa: S101
    return best


def margins_of(
    rows: Iterable[tuple[int, int, int]], wider: Iterable[tuple[int, int, int]], percent: int, least: int
) -> dict[int, Margin]:
    """The margin of each part of a round: from the unit's own arrivals where there are enough, else the province's.

    Args:
        rows, wider: (part, minutes late, arrivals) of the unit's shift and of the province's.
        least: arrivals that are enough. A part with fewer in both has no margin.
    """
    own, all_of_them = _by_part(rows), _by_part(wider)
    found: dict[int, Margin] = {}
    for part in range(LATEST_PART + 1):
        for source in (own, all_of_them):
            counts = source.get(part, {})
            if sum(counts.values()) >= least:
                found[part] = margin_of(counts, percent)
                break
    return found


def _by_part(rows: Iterable[tuple[int, int, int]]) -> dict[int, dict[int, int]]:
    parts: dict[int, dict[int, int]] = {}
    for part, late, arrivals in rows:
        of = parts.setdefault(part, {})
        of[late] = of.get(late, 0) + arrivals
    return parts


def window_of(arrives: int, leaves: int, margins: dict[int, Margin], usual: Margin) -> tuple[int, int]:
    """From when to when the customer may expect the courier, seconds."""
    margin = margins.get(part_of(arrives - leaves), usual)
    return max(leaves, arrives + margin.early * 60), arrives + margin.late * 60


def shifted_seconds(before: Sequence[int], after: Sequence[int]) -> int:
    """By how much a window moved: the larger of its two ends' shifts."""
    return max(abs(a - b) for a, b in zip(before, after, strict=True))
