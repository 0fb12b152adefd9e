"""Today's mail routes against a plan of them over the same roads, whole province, in one run.

    python benchmarks/mail_routes.py                    both reference days, 30 seconds for each plan
    python benchmarks/mail_routes.py --seconds 60       more
    python benchmarks/mail_routes.py --trucks 12        with trucks of 5 tonnes at each centre
    python benchmarks/mail_routes.py --smoke            2020 only, 3 seconds

Loads are those the simulated day has on average: 20,000 items, 55 % of them from other provinces by the two trunks in equal
parts, the others accepted at counters, 45 % of these for other provinces; weights as the simulation draws them; by people of
each commune. Both timetables are counted by one function that shares no code with the planner (arrivals and last departures
by riding on trips), both are priced alike. ``overloaded`` are tours of today with more aboard than a van of 1.5 tonnes takes:
where there are any, today's kilometres do not suffice for the mail.
"""

import argparse
import sys
import time
from collections import Counter
from datetime import date

from common import fresh_database, say

ITEMS, INBOUND, OUTWARD = 20_000, 0.55, 0.45
INBOUND_GRAMS, COUNTER_GRAMS = 3_070, 2_400  # means of what the simulation draws
DAYS = ("2020-08-14", "2026-11-23")
WEEKDAYS = "123456"


def arguments() -> argparse.Namespace:
    """How long, how much."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=30.0, help="for each plan")
    parser.add_argument(
        "--trucks", type=int, default=0, help="of 5 tonnes at each centre, besides today's vans"
    )
    parser.add_argument("--smoke", action="store_true", help="one day, three seconds")
    return parser.parse_args()


def loads_of(basis):
    """Loads by unit and wave: the first trunk and the night's mail in the morning, the second at midday."""
    from duongthu.transport.api import Load

    people = {code: basis.day.communes[code].population for code in basis.day.delivering}
    loads, whole = {}, sum(people.values())
    for code, office in basis.day.delivering.items():
        share = people[code] / whole
        trunk = int(ITEMS * INBOUND / 2 * share * INBOUND_GRAMS)
        accepted = int(ITEMS * (1 - INBOUND) * share * COUNTER_GRAMS)
        local = int(accepted * (1 - OUTWARD))
        for wave, brought, taken in ((1, trunk + local, 0), (2, trunk, accepted // 2), (3, 0, accepted // 2)):
            bags = basis.figures.bags
            loads[office.id, wave] = Load(office.id, wave, brought, bags(brought), taken, bags(taken))
    return loads


def told(tally, missed):
    """A timetable's figures."""
    return {
        "tours": tally.tours, "km": tally.metres // 1000, "minutes": tally.minutes, "cost_dong": tally.cost_dong,
        "vehicles": tally.vehicles, "cut_offs_missed": dict(sorted(missed.items())),
    }  # fmt: skip


def fleet_with(basis, trucks: int):
    """Today's vehicles and trucks at each centre; none given leaves today's."""
    from duongthu.transport.api import fleet_line, fleet_of

    if not trucks:
        return []
    lines = [line for number in range(len(basis.areas)) for line in fleet_of(basis, number)]
    return lines + [fleet_line(basis.figures, area.centre, "truck", trucks) for area in basis.areas]


def measure(scenario: str, seconds: float, trucks: int) -> None:
    """One reference day."""
    from duongthu.transport.api import Tally, basis_on, draw

    basis = basis_on(date.fromisoformat(scenario), WEEKDAYS, ["truck"] if trucks else [])
    loads = loads_of(basis)
    began = time.perf_counter()
    proposed = draw(basis, loads, fleet_with(basis, trucks), "P1", seconds)
    took = time.perf_counter() - began

    def whole(tallies):
        return Tally(*(sum(getattr(t, name) for t in tallies) for name in Tally.__dataclass_fields__))

    for centre, ways in proposed.ways:
        for way in ways:
            say("way", day=scenario, centre=basis.day.units[centre].code, way=way.way, missed_calls=len(way.missed),
                short_of=way.short_of, **told(way.tally, {}))  # fmt: skip
    before = Counter(what for unit, _ in proposed.units.values() for what in unit.missed)
    after = Counter(what for _, unit in proposed.units.values() for what in unit.missed)
    tonnes = sum(one.deliver_grams for one in loads.values()) // 1_000_000
    say("today", day=scenario, overloaded=proposed.overloaded, **told(whole(proposed.today), before))
    say("plan", day=scenario, **told(whole([ways[0].tally for _, ways in proposed.ways]), after))
    say("run", day=scenario, seconds=round(took, 1), units=len(proposed.units), tonnes_delivered=tonnes)


def main() -> int:
    """All days."""
    options = arguments()
    fresh_database()
    from duongthu.network.api import load_province

    load_province(DAYS[0])
    for scenario in DAYS[: 1 if options.smoke else 2]:
        measure(scenario, 3.0 if options.smoke else options.seconds, options.trucks)
    return 0


if __name__ == "__main__":
    sys.exit(main())
