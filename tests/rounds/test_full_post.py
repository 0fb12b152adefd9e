"""A district post at full size: rounds familiar and even, against the engine asked for the least price alone."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from statistics import median

import pytest

from duongthu.kernel.clock import now, today
from duongthu.network.api import hamlets_of, network_on
from duongthu.rounds.api import Round, Stop, figures_on
from duongthu.rounds.queries.planning_input import spots_of
from duongthu.rounds.queries.plans import door_owners, draw
from duongthu.rounds.queries.waiting import job_at
from duongthu.rounds.rules.drawing import DAY_SECONDS, Wish, doors_of
from duongthu.rounds.rules.engine import problem_of
from duongthu.routing.api import balance_of, ride_of, solve

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
THINGS, COURIERS, EARLIER_DAYS = 1_900, 45, 2


def doors_on(unit: int, communes: list[str], seed: int):
    """A day's households, drawn from the hamlets of the communes by their number."""
    dice, addresses = Random(seed), []
    for _ in range(THINGS):
        commune = dice.choice(communes)
        addresses.append(
            (commune, f"{dice.choice(hamlets_of(commune, today())).name}, số {dice.randrange(1, 200)}")
        )
    jobs = [
        job_at(spot, thing_id=n + 1, kind="parcel", base=unit, commune_code=commune, address=text, service_seconds=90,
               grams=dice.randint(200, 3_000))
        for n, (spot, (commune, text)) in enumerate(zip(spots_of(addresses, today()), addresses, strict=True))
    ]  # fmt: skip
    return doors_of(jobs, 45)


def write_down(unit: int, days_ago: int, given, drawn) -> None:
    """The drawn day as it was ridden: closed rounds with every door done."""
    on = today() - timedelta(days=days_ago)
    for one in drawn.rounds:
        kept = Round.objects.create(
            code=f"{on}-{one.crew.courier_id}", unit_id=unit, courier_id=one.crew.courier_id, on=on, shift=1,
            state=Round.CLOSED, planned_at=now(),
        )  # fmt: skip
        firsts = [given.doors[stop.door].first for stop in one.stops]
        Stop.objects.bulk_create(
            Stop(round=kept, thing_id=job.thing_id, place=n, number=n, commune_code=job.commune_code, hamlet=job.hamlet,
                 door=job.door, latitude=job.latitude, longitude=job.longitude, outcome="done", done_at=now())
            for n, job in enumerate(firsts, start=1)
        )  # fmt: skip


def own_share(owners: dict[int, int], of: dict[int, int]) -> float:
    """Of the doors that have an owner, those that are on his round."""
    return sum(of.get(door) == courier for door, courier in owners.items()) / len(owners)


@pytest.mark.one_engine
@pytest.mark.feature(39)
def test_the_plan_of_a_full_post_is_even_and_familiar(post):
    """What the head publishes: nothing left, longest round ≤ 1.15 of the median, ≥ 85 % with their own courier."""
    day, figures = network_on(today()), figures_on(today())
    unit = next(one for one in day.units.values() if one.kind == "district")
    communes = [day.units[u].commune_code for u in sorted(day.reach(unit.id)) if day.units[u].delivers]
    crew = tuple(figures.crew(n + 1, unit.id, 1) for n in range(COURIERS))
    for past in range(EARLIER_DAYS, 0, -1):
        quick = replace(figures, rows=figures.rows | {("search_steps_a_stop", 0, 0): 20})
        doors = doors_on(unit.id, communes, seed=past)
        write_down(unit.id, past, *draw(doors, crew, today(), unit.id, quick, seed=1, seconds=0)[:2])
    doors = doors_on(unit.id, communes, seed=100)
    given, drawn, _owners = draw(doors, crew, today(), unit.id, figures, seed=1, seconds=0)
    owners = door_owners(given, today(), figures, [one.courier_id for one in crew])
    lengths = [one.seconds for one in drawn.rounds]
    of = {stop.door: one.crew.courier_id for one in drawn.rounds for stop in one.stops}
    assert (len(drawn.left), sorted(of)) == (0, list(range(len(doors))))
    assert max(lengths) <= 1.15 * median(lengths)
    assert len(owners) >= 0.85 * len(doors)
    assert own_share(owners, of) >= 0.85

    problem = problem_of(Wish(given, crew, figures.prices(unit.id)), unit.id, crew, list(range(len(doors))))
    free = solve(problem, steps=figures.aims(unit.id).steps(len(doors)))
    assert balance_of(problem, free.rounds) > 1.15
    assert (
        own_share(
            owners, {stop - 1: crew[one.vehicle].courier_id for one in free.rounds for stop in one.stops}
        )
        < 0.5
    )
    more = sum(one.metres for one in drawn.rounds) / sum(ride_of(problem, one).metres for one in free.rounds)
    assert more < 1.1  # what both cost in riding
    assert all(one.back < DAY_SECONDS for one in drawn.rounds)
