"""Recounts of transport: a bag's count against its content, and no open bag under way."""

from collections.abc import Iterator
from datetime import date

from duongthu.acts.api import Finding, bulk
from duongthu.kernel.refusal import Refusal
from duongthu.transport import refusals

COUNTS = """
SELECT b.code, b.thing_id, b.from_unit_id, b.items, b.closed_at, count(c.thing_id) FROM transport_bag b
LEFT JOIN mail_custody c ON c.holder = 'B' || b.thing_id
WHERE b.closed_at IS NOT NULL AND b.opened_at IS NULL
GROUP BY b.code, b.thing_id, b.from_unit_id, b.items, b.closed_at HAVING count(c.thing_id) <> b.items
"""
LEFT_BEHIND = """
SELECT b.code, b.from_unit_id, b.opened_at, count(*) FROM transport_bag b
JOIN mail_custody c ON c.holder = 'B' || b.thing_id
WHERE b.opened_at IS NOT NULL GROUP BY b.code, b.from_unit_id, b.opened_at
"""

ON_ENDED_TRIPS = """
SELECT b.code, d.to_unit_id, t.key, t."on" FROM transport_bag b JOIN transport_dispatch d ON d.id = b.dispatch_id
JOIN transport_trip t ON t.id = d.trip_id WHERE t.arrived_at IS NOT NULL AND d.received_at IS NULL ORDER BY b.code
"""


ASTRAY = """
SELECT b.code, b.from_unit_id, b.to_unit_id, t.key, t.arrived_at FROM transport_bag b
JOIN transport_dispatch d ON d.id = b.dispatch_id JOIN transport_trip t ON t.id = d.trip_id
JOIN mail_custody c ON c.thing_id = b.thing_id
WHERE t.arrived_at IS NOT NULL AND b.opened_at IS NULL AND c.holder = 'P' || t.driver_id
AND NOT EXISTS (SELECT 1 FROM transport_trip o WHERE o.driver_id = t.driver_id AND o.arrived_at IS NULL
                AND o.id > t.id)
"""


def check_trips() -> Iterator[Finding]:
    """No bag is left in a driver's hands whose trip has ended."""
    for code, unit_id, _, trip, arrived_at in bulk.fetch(ASTRAY):
        words = f"túi {code} còn trong tay lái xe của chuyến {trip} đã kết thúc"
        yield Finding(
            "transport.bag_on_ended_trip", words, "transport.bag", code, str(arrived_at)[:10], unit_id
        )


def check_bags() -> Iterator[Finding]:
    """A sealed bag holds as many items as were counted into it; an opened one holds none."""
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
    for code, unit_id, trip, on in bulk.fetch(ON_ENDED_TRIPS):
        message = f"túi {code} còn trên chuyến {trip} đã kết thúc"
        yield Finding("transport.bag_on_ended_trip", message, "transport.bag", code, str(on), unit_id)


def no_bag_on_an_ended_trip(unit_id: int, _on: date) -> Refusal | None:
    """Condition of closing a day: every bag that was to come here has been handed over or goes on."""
    left = [code for code, target, _, _ in bulk.fetch(ON_ENDED_TRIPS) if target == unit_id]
    return refusals.BagsLeftOnTrip(count=len(left), bags=", ".join(left[:10])) if left else None
