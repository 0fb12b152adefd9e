"""Recounts of transport: a bag's count against its content, and no open bag under way."""

from collections.abc import Iterator

from duongthu.acts.api import Finding, bulk

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
