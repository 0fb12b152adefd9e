"""Planning couriers' rounds: a commune post, a district hub, and a change of the hub's running rounds.

    python benchmarks/rounds.py            100 stops for 2 couriers, 2,000 for 45, then one courier out and 100 pick-ups
    python benchmarks/rounds.py --smoke    100 stops and 200 for 6

Addresses are drawn from the reference province's hamlets; compiled code is ready before the clock starts.
"""

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from common import arguments, fresh_database, say, seconds


@dataclass
class Bench:
    """A unit of the province and the figures of a day."""

    unit: int
    communes: list[str]
    on: Any
    figures: Any

    def doors(self, many: int, kind: str, first: int, seed: int) -> tuple[Any, ...]:
        """Households with one thing each."""
        from duongthu.network.api import hamlets_of
        from duongthu.rounds.queries.planning_input import spots_of
        from duongthu.rounds.queries.waiting import job_at
        from duongthu.rounds.rules.drawing import doors_of

        dice, addresses = Random(seed), []
        for _ in range(many):
            commune = dice.choice(self.communes)
            hamlet = dice.choice(hamlets_of(commune, self.on))
            addresses.append((commune, f"{hamlet.name}, số {dice.randrange(1, 200)}"))
        spots = spots_of(addresses, self.on)
        return doors_of(
            [
                job_at(
                    spot, thing_id=first + n, kind=kind, base=self.unit, commune_code=commune, address=text,
                    service_seconds=90, grams=dice.randint(200, 3_000),
                )
                for n, (spot, (commune, text)) in enumerate(zip(spots, addresses, strict=True))
            ],
            45,
        )  # fmt: skip

    def draw(self, doors: tuple[Any, ...], couriers: int) -> tuple[Any, Any]:
        """A plan of the morning shift."""
        from duongthu.rounds.queries.plans import draw

        crew = [self.figures.crew(n + 1, self.unit, 1) for n in range(couriers)]
        return draw(doors, crew, self.on, self.unit, self.figures, 1, 0)


def plan(name: str, bench: Bench, stops: int, couriers: int) -> tuple[tuple[Any, ...], Any]:
    """Draw one plan, timed."""
    doors = bench.doors(stops, "parcel", 1, 1)
    drawn: list[Any] = []
    spent = seconds(lambda: drawn.append(bench.draw(doors, couriers)[1]))
    lengths = sorted(one.seconds // 60 for one in drawn[0].rounds)
    say(name, planner=drawn[0].planner, doors=len(doors), couriers=couriers, seconds=round(spent, 3), price=drawn[0].price,
        left=len(drawn[0].left), shortest_minutes=lengths[0], longest_minutes=lengths[-1])  # fmt: skip
    return doors, drawn[0]


def change(name: str, bench: Bench, doors: tuple[Any, ...], drawn: Any, asked: int) -> None:
    """A third of each round is done; one courier falls out and pick-ups come in."""
    from duongthu.rounds.queries.planning_input import planning_input_of
    from duongthu.rounds.rules.changing import Running, followers, put_in, unmoved_percent
    from duongthu.rounds.rules.riding import Position

    fresh = bench.doors(asked, "pickup", 10**6, 2)
    given = planning_input_of([bench.unit], (*doors, *fresh), bench.on)
    running = []
    for one in drawn.rounds:
        order, done = [stop.door for stop in one.stops], max(1, len(one.stops) // 3)
        start = Position(given.place(order[done - 1]), one.stops[done - 1].arrives + 135)
        running.append(
            Running(
                replace(one.crew, closes=13 * 3_600),
                tuple(order[done : done + 1]),
                tuple(order[done + 1 :]),
                start,
            )
        )
    gone = running[0].order
    left = [replace(running[0], held=(), rest=(), open_to_more=False), *running[1:]]
    todo = [*gone, *range(len(doors), len(given.doors))]
    changed: list[Any] = []
    spent = seconds(
        lambda: changed.append(
            put_in(given, left, todo, bench.figures.prices(bench.unit), {}, carried=frozenset(gone))
        )
    )
    still = {door for one in running[1:] for door in one.order}
    kept = unmoved_percent(followers(running[1:], still), followers(changed[0].rounds, still))
    say(
        name,
        placed=len(changed[0].placed),
        not_placed=len(changed[0].unplaced),
        seconds=round(spent, 2),
        unmoved_percent=kept,
    )


def main() -> None:
    """Measure each size."""
    told = arguments(__doc__.splitlines()[0])
    fresh_database()
    from datetime import datetime

    from duongthu.kernel.clock import VN, FixedClock, today, using_clock
    from duongthu.network.api import load_province, network_on
    from duongthu.rounds.api import figures_on

    with using_clock(FixedClock(datetime(2020, 8, 14, 8, 0, tzinfo=VN))):
        load_province("2020-08-14")
        day, figures = network_on(today()), figures_on(today())
        office = next(unit for unit in day.units.values() if unit.kind == "culture_post")
        district = next(unit for unit in day.units.values() if unit.kind == "district")
        below = [day.units[u].commune_code for u in sorted(day.reach(district.id)) if day.units[u].delivers]
        small = Bench(office.id, [office.commune_code], today(), figures)
        small.draw(small.doors(30, "parcel", 1, 1), 2)  # compiles what is not compiled yet
        plan("rounds.post", small, 100, 2)
        hub = Bench(district.id, below, today(), figures)
        stops, couriers, asked = (200, 6, 10) if told.smoke else (2_000, 45, 100)
        doors, drawn = plan("rounds.hub", hub, stops, couriers)
        change("rounds.replan", hub, doors, drawn, asked)


if __name__ == "__main__":
    main()
