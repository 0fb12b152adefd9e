"""The promised window as a pure rule: parts of a round, the narrowest margin, whose days it is read from."""

import pytest
from hypothesis import given, strategies as st

from duongthu.rounds.rules.windows import (
    LATE_MOST,
    LATEST_PART,
    Margin,
    late_minutes,
    margin_of,
    margins_of,
    part_of,
    shifted_seconds,
    window_of,
)


@pytest.mark.parametrize(
    "seconds, part",
    [
        (-1, 0),
        (0, 0),
        (1_199, 0),
        (1_200, 1),
        (2_399, 1),
        (2_400, 2),
        (14_399, 11),
        (14_400, 12),
        (99_999, 12),
    ],
)
def test_a_round_is_counted_in_parts_of_twenty_minutes(seconds, part):
    """The bound belongs to the later part; before the start is the first, beyond four hours the last."""
    assert part_of(seconds) == part


@pytest.mark.parametrize(
    "seconds, minutes",
    [(0, 0), (59, 0), (60, 1), (-1, -1), (-60, -1), (-61, -2), (36_000, 600), (36_060, 600), (-36_060, -600)],
)
def test_lateness_is_whole_minutes_downwards(seconds, minutes):
    """−1 is up to a minute early; beyond ten hours nobody counts."""
    assert late_minutes(seconds) == minutes
    assert LATE_MOST == 600


@pytest.mark.parametrize("counts, percent, margin", [
    ({0: 1}, 100, (0, 1)), ({0: 1, 10: 1}, 50, (0, 1)), ({0: 1, 10: 1}, 51, (0, 11)), ({-5: 1, 0: 8, 9: 1}, 80, (0, 1)),
    ({-5: 1, 0: 8, 9: 1}, 90, (-5, 1)), ({-5: 1, 0: 8, 9: 1}, 91, (-5, 10)), ({0: 1, 1: 1, 5: 1, 6: 1}, 50, (0, 2)),
    ({0: 2, 4: 3, 5: 3}, 75, (4, 6)),
])  # fmt: skip
def test_the_margin_is_the_narrowest_that_holds_enough(counts, percent, margin):
    """So many of a hundred arrivals lie in it; of equally narrow ones the earlier."""
    assert margin_of(counts, percent) == Margin(*margin)


@given(st.dictionaries(st.integers(-30, 60), st.integers(1, 9), min_size=1, max_size=10), st.integers(1, 100))
def test_no_narrower_margin_would_do(counts, percent):
    """Against every pair of bounds: enough arrivals lie inside, and none that is narrower holds as many."""
    found, need = margin_of(counts, percent), sum(counts.values()) * percent
    inside = lambda early, late: 100 * sum(n for minute, n in counts.items() if early <= minute < late)  # noqa: E731
    assert inside(found.early, found.late) >= need
    minutes = sorted(counts)
    widths = [b + 1 - a for a in minutes for b in minutes if a <= b and inside(a, b + 1) >= need]
    assert found.late - found.early == min(widths)


def test_own_days_where_there_are_enough_else_the_provinces():
    """Exactly enough is enough; a part with too few in both has no margin, and the last part has its own."""
    own = [(0, 0, 3), (0, 4, 2), (1, 0, 4), (LATEST_PART, 7, 5)]
    wide = [(0, 30, 50), (1, 9, 5), (2, 1, 4)]
    assert margins_of(own, wide, 100, 5) == {0: Margin(0, 5), 1: Margin(9, 10), LATEST_PART: Margin(7, 8)}


def test_rows_of_one_minute_add_up():
    """A minute told twice counts as both."""
    assert margins_of([(0, 3, 2), (0, 3, 3)], [], 100, 5) == {0: Margin(3, 4)}


def test_the_window_is_about_the_arrival_and_never_before_the_start():
    """The margin of its own part of the round, in minutes; the usual one where that part has none."""
    margins = {0: Margin(-10, 20), 1: Margin(-5, 5)}
    assert window_of(10_300, 10_000, margins, Margin(0, 1)) == (10_000, 11_500)
    assert window_of(11_200, 10_000, margins, Margin(0, 1)) == (10_900, 11_500)
    assert window_of(12_400, 10_000, margins, Margin(-1, 1)) == (12_340, 12_460)


def test_a_window_moved_by_its_further_end():
    """The larger of both ends' shifts, whichever way."""
    assert shifted_seconds((0, 100), (10, 90)) == 10
    assert shifted_seconds((0, 100), (-30, 120)) == 30
    assert shifted_seconds((0, 100), (0, 100)) == 0
