"""Recounts of transport: a bag's count against its content, and no open bag under way."""

from collections.abc import Iterator
from datetime import date

from duongthu.acts.api import Finding, bulk
from duongthu.kernel.clock import business_day, today
from duongthu.kernel.refusal import Refusal
from duongthu.transport import refusals
from duongthu.transport.queries.carried import carried_bags

COUNTS = """
SELECT b.code, b.thing_id, b.from_unit_id, b.items, b.closed_at, count(c.thing_id) FROM transport_bag b
LEFT JOIN mail_custody c ON c.holder = 'B' || b.thing_id
WHERE b.closed_at IS NOT NULL AND b.opened_at IS NULL AND b.counted_at IS NULL
GROUP BY b.code, b.thing_id, b.from_unit_id, b.items, b.closed_at HAVING count(c.thing_id) <> b.items
"""
# Opened here, something lacked, and nobody has counted again.
COUNTED_ONCE = """
SELECT b.code, b.to_unit_id, b.counted_at FROM transport_bag b WHERE b.opened_at IS NULL AND b.counted_at IS NOT NULL
ORDER BY b.code
"""
LEFT_BEHIND = """
SELECT b.code, b.from_unit_id, b.opened_at, count(*) FROM transport_bag b
JOIN mail_custody c ON c.holder = 'B' || b.thing_id
WHERE b.opened_at IS NOT NULL GROUP BY b.code, b.from_unit_id, b.opened_at
"""


def counted_once() -> Iterator[tuple[str, int, date]]:
    """Bags in which something lacked by one count: code, unit that opened it, business day of the count."""
    for code, unit_id, counted_at in bulk.fetch(COUNTED_ONCE):
        yield code, unit_id, business_day(bulk.read_moment(counted_at))


def check_trips() -> Iterator[Finding]:
    """No bag is on a driver's name whose trip has ended or should have, unless its unit has the rest of the day to take it."""
    on = today()
    for one in carried_bags():
        put_down = one.put_down_at_id is not None
        if put_down and not one.is_late(on):
            continue
        if put_down:
            code, where = "transport.bag_not_taken", "đã để xuống mà chưa ai nhận"
        elif one.ended:
            code, where = "transport.bag_on_ended_trip", "của chuyến đã kết thúc, không nơi nào nhận"
        elif one.is_late(on):
            code, where = "transport.bag_overdue", "của chuyến quá ngày đến, không nơi nào nhận"
        else:
            continue
        words = f"túi {one.bag} trong tay người số {one.driver_id}, chuyến {one.trip}, {where}"
        yield Finding(code, words, "transport.bag", one.bag, one.due_on.isoformat(), one.unit_id)


def check_bags() -> Iterator[Finding]:
    """A sealed bag holds as many items as were counted into it; an opened one holds none; one that lacks something is counted
    again on its day.
    """  # noqa: D205
    on = today()
    for code, unit_id, counted_on in counted_once():
        if counted_on < on:
            words = f"túi {code} mở thấy thiếu, chưa có người thứ hai đếm lại"
            where = ("transport.bag", code, counted_on.isoformat(), unit_id)
            yield Finding("transport.shortage_unconfirmed", words, *where)
    for code, _, unit_id, items, closed_at, inside in bulk.fetch(COUNTS):
        message = f"túi {code} niêm phong {items} bưu gửi, đang chứa {inside}"
        yield Finding(
            "transport.bag_count_differs", message, "transport.bag", code, str(closed_at)[:10], unit_id
        )
    for code, unit_id, opened_at, inside in bulk.fetch(LEFT_BEHIND):
        message = f"túi {code} đã mở mà còn {inside} bưu gửi"
        yield Finding(
            "transport.bag_not_emptied", message, "transport.bag", code, str(opened_at)[:10], unit_id
        )


def bags_are_taken(unit_id: int, on: date) -> Refusal | None:
    """Condition of closing a day: what was put down here is taken or said absent, what lacked in a bag opened here was counted
    again, and what went from here came the day before.
    """  # noqa: D205
    mine = [one for one in carried_bags() if one.unit_id == unit_id]
    here = [one.bag for one in mine if one.put_down_at_id is not None and one.due_on <= on]
    if here:
        return refusals.BagsNotTaken(count=len(here), bags=", ".join(here[:10]))
    short = [code for code, unit, counted_on in counted_once() if unit == unit_id and counted_on <= on]
    if short:
        return refusals.ShortagesWaiting(count=len(short), bags=", ".join(short[:10]))
    away = [one.bag for one in mine if one.put_down_at_id is None and one.is_late(on)]
    return refusals.BagsOverdue(count=len(away), bags=", ".join(away[:10])) if away else None
