"""How many arrivals lie in the window that was promised, and how wide the windows are, over simulated days.

    python benchmarks/windows.py            five days at a third of the province's traffic
    python benchmarks/windows.py --smoke    two days at a fiftieth

The first day's windows are those of the figures; from the second on they are learnt. ``late_percent`` is the share reached after
the window, ``width_minutes`` the mean width.
"""

from collections.abc import Iterator
from datetime import date

from common import arguments, fresh_database, say, seconds


def arrivals(on: date) -> Iterator[tuple[float, float, float]]:
    """Of every reported visit of a day: seconds after its window's begin, before its end, and the window's width."""
    from duongthu.rounds.api import Stop

    seen = set()
    lines = Stop.objects.filter(round__on=on, done_at__isnull=False).order_by("round_id", "number", "done_at")
    for line in lines:
        if (
            (line.round_id, line.number) in seen
            or line.window_from_at is None
            or line.window_until_at is None
        ):
            continue
        seen.add((line.round_id, line.number))
        width = (line.window_until_at - line.window_from_at).total_seconds()
        yield (
            (line.done_at - line.window_from_at).total_seconds(),
            (line.window_until_at - line.done_at).total_seconds(),
            width,
        )


def measure(on: date) -> dict[str, float]:
    """One day in figures."""
    found = list(arrivals(on))
    if not found:
        return {"visits": 0}
    inside = sum(after >= 0 and before >= 0 for after, before, _ in found)
    late = sum(before < 0 for _, before, _ in found)
    return {
        "visits": len(found),
        "inside_percent": round(100 * inside / len(found), 1),
        "late_percent": round(100 * late / len(found), 1),
        "width_minutes": round(sum(width for *_, width in found) / len(found) / 60, 1),
    }


def main() -> None:
    """Play the days and measure each."""
    told = arguments(__doc__.splitlines()[0])
    vendor = fresh_database()
    from duongthu.rounds.api import Round
    from duongthu.simulation.api import run_days

    days, scale = (2, 0.02) if told.smoke else (5, 0.33)
    spent = seconds(lambda: run_days(seed=7, days=days, scale=scale, faults=True))
    for on in Round.objects.order_by("on").values_list("on", flat=True).distinct():
        say("windows", engine=vendor, on=on.isoformat(), **measure(on))
    say("windows.played", days=days, scale=scale, seconds=round(spent, 1))


if __name__ == "__main__":
    main()
