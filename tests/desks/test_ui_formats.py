"""How values are written, and that the charts say their numbers."""

from datetime import UTC, datetime, timedelta

import pytest

from duongthu.desks.ui import charts, formats
from duongthu.desks.ui.parts import Bar, Chart
from duongthu.kernel.clock import FixedClock


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.money(1_250_000), "1.250.000\u00a0₫"),
        (formats.money(-385_000), "\u2212385.000\u00a0₫"),
        (formats.item_code("EB123456785VN"), "EB\u00a0123\u00a0456\u00a0785\u00a0VN"),
        (formats.item_code("HY-2020-0007"), "HY-2020-0007"),
        (formats.phone("+84905123456"), "0905\u00a0123\u00a0456"),
        (formats.phone("02213 862 222"), "02213 862 222"),
        (formats.weight(1250), "1.250\u00a0g"),
        (formats.weight(12_500), "12,5\u00a0kg"),
        (formats.weight(10_000), "10\u00a0kg"),
        (formats.percent(999, 1000), "99%"),
        (formats.percent(0, 0), "–"),
        (formats.day(None), "–"),
        (formats.initials("Trần Thu Hà"), "TH"),
    ],
)
def test_values_are_written_as_a_post_writes_them(written: str, expected: str) -> None:
    """A wrong separator turns a million into a thousand in the reader's eye."""
    assert written == expected


def test_a_moment_is_told_from_the_business_day(clock: FixedClock) -> None:
    """Today and yesterday follow Vietnamese days, not those of the server's time zone."""
    early = datetime(2020, 8, 13, 17, 30, tzinfo=UTC)  # half past midnight on the 14th in Vietnam
    assert formats.moment(early) == "00:30 hôm nay"
    assert formats.moment(early - timedelta(hours=1)) == "23:30 hôm qua"
    assert formats.moment(early - timedelta(days=3)) == "00:30 11/08/2020"


@pytest.mark.parametrize(
    ("top", "expected"), [(0, [0, 1]), (1, [0, 1]), (7, [0, 2, 4, 6, 8]), (1622, [0, 500, 1000, 1500, 2000])]
)
def test_a_scale_covers_its_values_in_round_steps(top: int, expected: list[int]) -> None:
    """A bar above the last line, or a step of 0, would make the chart lie or never end."""
    assert charts.ticks(top) == expected


def test_charts_speak_their_numbers_and_escape_names() -> None:
    """Who cannot see the bars hears them; a name from outside must not become markup."""
    chart = Chart("Phát", "bưu gửi", [Bar("<b>", 1204), Bar("T3", 0)], plan=1000, plan_label="Kế hoạch")
    assert charts.spoken(chart) == "Phát (bưu gửi): <b> 1.204, T3 0"
    assert "<b>" not in charts.bars(chart)
    assert "<b>" not in charts.line(chart)
