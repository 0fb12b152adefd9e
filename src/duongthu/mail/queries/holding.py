"""Items that an office keeps beyond their term: what is to go back, and what is nobody's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duongthu.acts.api import Asked, bulk, query
from duongthu.kernel.clock import business_day
from duongthu.mail.queries.registered import ITEMS
from duongthu.mail.rules.custody import unit_holder
from duongthu.mail.rules.holding import RETURN, UNCLAIMED, URBAN, last_day
from duongthu.mail.rules.states import Event, State
from duongthu.network.api import UnitRef, network_on
from duongthu.staff.api import Role

# The first notice of the unit since it came there, not the last: trying once more starts no new term; one taken back is none.
ARRIVED = f"""
SELECT max(a.seq) FROM mail_event a
WHERE a.thing_id = c.thing_id AND a.unit_id = c.unit_id AND a.code IN ('{Event.TO_OFFICE}', '{Event.TO_HUB}')
"""
NOTICED = f"""
SELECT min(e.at) FROM mail_event e WHERE e.thing_id = c.thing_id AND e.unit_id = c.unit_id AND e.code = '{Event.HOLD}'
AND e.seq > coalesce(({ARRIVED}), 0) AND e.act_id NOT IN (SELECT act_ref FROM acts_undoing)
"""
HELD = f"""
SELECT t.code, i.recipient_name, i.service, i.commune_code, i.cod_dong, i.accepted_on, c.unit_id, c.going_back,
       coalesce(({NOTICED}), c.at)
FROM mail_custody c CROSS JOIN mail_item i CROSS JOIN mail_thing t
WHERE i.thing_id = c.thing_id AND t.id = c.thing_id AND c.state = '{State.HELD}' AND c.holder IN {{values}} ORDER BY t.id
"""


@dataclass(frozen=True, slots=True)
class HeldRow:
    """An item kept beyond its term.

    Attributes:
        kept_until: the last day of its term. due: ``return`` to its sender, or ``unclaimed``: it could not be given back either.
    """

    code: str
    recipient_name: str
    service: str
    unit_id: int
    noticed_on: date
    kept_until: date
    days_over: int
    cod_dong: int
    due: str


def held_over(unit_ids: Iterable[int], on: date) -> list[HeldRow]:
    """What some units keep beyond its term on a day, the longest over first."""
    day, found = network_on(on), []
    rows = bulk.fetch_in(HELD, sorted(map(unit_holder, unit_ids)))
    for code, name, service, commune, cod, accepted_on, unit_id, going_back, at in rows:
        here = (
            commune if commune in day.communes else day.units[unit_id].commune_code
        )  # its code is of before a merger
        kind = day.communes[here].kind if here in day.communes else ""
        noticed = business_day(bulk.read_moment(at))
        accepted = date.fromisoformat(str(accepted_on)[:10])
        until = last_day(service, noticed, accepted, urban=kind in URBAN, going_back=bool(going_back))
        if until is not None and until < on:
            due = UNCLAIMED if going_back else RETURN
            over = (on - until).days
            found.append(HeldRow(code, name, service, unit_id, noticed, until, over, cod, due))
    return sorted(found, key=lambda one: (-one.days_over, one.code))


@query(
    "mail.held_over", "Bưu gửi lưu quá hạn", roles=ITEMS - {Role.COURIER}, row=HeldRow, unit="unit_id", most=500
)  # fmt: skip
def held_over_query(asked: Asked, *, unit_id: UnitRef | None = None) -> list[HeldRow]:
    """Items kept beyond their term at the units asked about, the longest over first."""
    return held_over(asked.units, asked.on)
