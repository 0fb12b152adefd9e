"""The reference province's real day: some 20,000 things from ten district posts, 300 couriers, road times, hours, loads.

    python benchmarks/province_day.py            every plan of 14 August 2020, ten earlier days to learn from, a change at noon
    python benchmarks/province_day.py --smoke    two posts, two earlier days, short searches: about a minute

Plans of the same stops, counted by the same ``ride_of``: *plain* (by commune, near to far, even parts; hours of addresses are not
looked at), *free* (the engine), *even* (with fair lengths), *familiar* (even, with territories learnt from the earlier days, each
of which was planned knowing those before it). Two processes share the posts, the largest first. Steps, not seconds, are the
budget, so that the plans are the same on any machine; seconds are of this one.
"""

import multiprocessing
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from common import arguments, fresh_database, say, seconds
from province_noon import at_noon

from duongthu.routing.api import (
    Plan,
    Reload,
    Round,
    Territories,
    Travel,
    balance_of,
    faults_of,
    own_rounds,
    reasons_of,
    replan,
    ride_of,
    solve,
    solve_evenly,
    unfamiliarity_penalties,
    unmoved,
)

PROCESSES = 2
STEPS_A_STOP, EARLIER_STEPS_A_STOP, SMOKE_STEPS_A_STOP = 80, 20, 30
EARLIER_DAYS, SMOKE_DAYS, SMOKE_POSTS = 10, 2, 2
NEW_AT_NOON = 100  # pick-ups are asked for
REST_AT = 41_400  # half past eleven: when plain rounds take their break
STATE: dict[str, Any] = {}  # what the processes inherit: days, earlier days' things, what was learnt


@dataclass
class Measured:
    """One post's plan, and its figures in seconds and metres."""

    name: str
    rounds: tuple[Any, ...]
    riding: int
    metres: int
    longest: float
    shortest: float
    own: int
    owned: int
    late: int
    left: int
    reasons: dict[str, int]
    cpu: float = 0.0
    peak_mb: float = 0.0
    problem: Any = None


def riding_seconds(problem, rounds) -> int:
    """Seconds on the road, counted as the count counts metres."""
    timed = replace(problem, travel=Travel.matrix(problem.travel.seconds))
    return sum(ride_of(timed, one).metres for one in rounds)


def measured(name: str, problem, rounds, left, owner) -> Measured:
    """Count a plan."""
    plan = Plan(tuple(rounds), tuple(left), 0)
    faults = [fault.code for fault in faults_of(problem, plan)]
    late = faults.count("outside_window")
    if name != "plain":
        assert not faults, faults[:3]
    why: dict[str, int] = {}
    for reason in reasons_of(problem, plan) if plan.left_out else ():
        why[reason.code] = why.get(reason.code, 0) + 1
    stops = [(stop, problem.vehicles[one.vehicle].courier) for one in rounds for stop in one.stops]
    own = sum(owner[stop] == courier for stop, courier in stops)
    lengths = [ride_of(problem, one).seconds for one in rounds if one.stops]
    return Measured(
        name, plan.rounds, riding_seconds(problem, rounds), sum(ride_of(problem, one).metres for one in rounds),
        balance_of(problem, rounds), min(lengths) / float(np.median(lengths)), int(own),
        sum(owner[stop] >= 0 for stop, _ in stops), late, len(left), why,
    )  # fmt: skip


def plain(day, _steps: int):
    """The planner rounds fall back to, with the break taken at half past eleven."""
    from duongthu.rounds.rules.drawing import Crew, Door, Job, PlanningInput, Wish
    from duongthu.rounds.rules.plain import PlainPlanner

    problem = day.made.problem
    doors = tuple(
        Door(tuple(Job(thing, 0, "parcel", 1, day.communes[n], day.keys[n], "", day.keys[n], 0.0, 0.0, 0,
                       int(day.goods[thing, 0])) for thing in day.made.members[n]),
             int(problem.service[n]))
        for n in range(1, problem.travel.places)
    )  # fmt: skip
    first = problem.vehicles[0]
    again = next(call for call in first.activities if isinstance(call, Reload))
    crew = tuple(
        Crew(
            v.courier,
            1,
            v.opens,
            v.closes - v.activities[0].seconds,
            *v.capacity,
            len(v.activities),
            again.seconds,
        )
        for v in problem.vehicles
    )
    given = PlanningInput((1,), doors, problem.travel.metres, problem.travel.seconds)
    drawn = PlainPlanner().plan(Wish(given, crew))
    number = {v.courier: k for k, v in enumerate(problem.vehicles)}
    rounds = []
    for one in drawn.rounds:
        order = [stop.door for stop in one.stops]
        full = _full_before(problem, [door + 1 for door in order])
        calls = tuple((before, which) for which, before in enumerate(full, start=1))
        rounds.append(_with_break(problem, number[one.crew.courier_id], [door + 1 for door in order], calls))
    return rounds, tuple(left.door + 1 for left in drawn.left), problem


def _full_before(problem, stops) -> list[int]:
    """How many stops come before each return for another load."""
    full, aboard = [], np.zeros_like(problem.load[0])
    for number, stop in enumerate(stops):
        aboard = aboard + problem.load[stop]
        if (aboard > np.array(problem.vehicles[0].capacity)).any():
            full.append(number)
            aboard = problem.load[stop]
    return full


def _with_break(problem, kind: int, stops, calls):
    """A plainly drawn round with its break after the last stop begun before half past eleven."""
    begun = ride_of(problem, Round(kind, tuple(stops), calls)).begins_at
    at = sum(begin < REST_AT for begin in begun)
    return Round(kind, tuple(stops), tuple(sorted((*calls, (at, 0)))))


def free(day, steps: int):
    """The engine, asked for the least price."""
    problem = day.made.problem
    plan = solve(problem, steps=steps * problem.travel.places)
    return plan.rounds, plan.left_out, problem


def even(day, steps: int, problem=None, start=()):
    """The engine with fair lengths."""
    problem = problem or day.made.problem
    made = solve_evenly(problem, steps=steps * problem.travel.places, start=start)
    return made.plan.rounds, made.plan.left_out, made.problem


def with_owners(day, learnt):
    """A day's problem with whose addresses are whose."""
    problem = day.made.problem
    owner, _ = learnt.owners_of(day.keys, day.where, [v.courier for v in problem.vehicles])
    return replace(problem, owner=owner, unfamiliarity_penalty=unfamiliarity_penalties(problem, owner))


def learnt_of(name: str):
    """The territories of a post as they are known by today."""
    visits, where = STATE["past"].get(name, ((), {}))
    return Territories.learn(visits, where=where)


def familiar(day, steps: int):
    """The engine with fair lengths and territories."""
    problem = with_owners(day, learnt_of(day.post.name))
    return even(day, steps, problem, own_rounds(problem))


PLANNERS = {"plain": plain, "free": free, "even": even, "familiar": familiar}


def plan_post(task: tuple[str, int, int]) -> Measured:
    """One post's plan, in a process of its own."""
    name, number, steps = task
    day = STATE["days"][number]
    began = time.process_time()
    rounds, left, aim = PLANNERS[name](day, steps)
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    owner = with_owners(day, learnt_of(day.post.name)).owner
    problem = replace(day.made.problem, vehicles=aim.vehicles, price_beyond_fair=aim.price_beyond_fair)
    found = measured(name, problem, rounds, left, owner)
    return replace(found, cpu=spent, peak_mb=peak, problem=(aim.vehicles, aim.price_beyond_fair))


def live_post(task: tuple[int, int]) -> tuple[str, list, dict, float]:
    """The earlier days of a post one after another, each planned with what the days before it taught."""
    from province_demand import day_of

    number, steps = task
    post, visits, where, began = STATE["posts"][number], [], {}, time.process_time()
    for past, things in enumerate(STATE["earlier"]):
        day = day_of(post, things[post.name], STATE["on"])
        problem = with_owners(day, Territories.learn(visits, where=where)) if visits else day.made.problem
        rounds, _, _ = even(day, steps, problem, own_rounds(problem) if visits else ())
        visits += [(past, problem.vehicles[r.vehicle].courier, day.keys[s]) for r in rounds for s in r.stops]
        where |= day.where
    return post.name, visits, where, time.process_time() - began


def in_processes(work, tasks: list) -> tuple[list, float]:
    """Every task, in order, by two processes that inherit what is known by now; and the wall seconds."""
    from django.db import connections

    connections.close_all()
    began = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("fork")) as pool:
        done = list(pool.map(work, tasks))
    return done, time.perf_counter() - began


def province(name: str, steps: int) -> tuple[list[Measured], dict[str, Any]]:
    """A plan of all posts and its line of figures."""
    sizes = [day.made.problem.travel.places for day in STATE["days"]]
    largest_first = sorted(range(len(sizes)), key=lambda n: -sizes[n])
    found, wall = in_processes(plan_post, [(name, n, steps) for n in largest_first])
    riding = sum(one.riding for one in found)
    reasons: dict[str, int] = {}
    for one in found:
        for code, many in one.reasons.items():
            reasons[code] = reasons.get(code, 0) + many
    left = sum(one.left for one in found)
    figures = {
        "wall_seconds": round(wall, 1), "cpu_seconds": round(sum(one.cpu for one in found), 1),
        "peak_mb_a_process": round(max(one.peak_mb for one in found)), "rounds": sum(len(one.rounds) for one in found),
        "riding_hours": round(riding / 3_600, 1), "kilometres": round(sum(one.metres for one in found) / 1_000),
        "own_percent": round(100 * sum(one.own for one in found) / max(1, sum(one.owned for one in found)), 1),
        "longest_to_median": round(max(one.longest for one in found), 3),
        "shortest_to_median": round(min(one.shortest for one in found), 3),
        "late": sum(one.late for one in found), "left_out": left, "reasons": reasons,
        "without_reason": left - sum(reasons.values()),
    }  # fmt: skip
    return [found[largest_first.index(n)] for n in range(len(found))], figures


def noon(number: int, done: Measured) -> dict[str, Any]:
    """At eleven a courier falls out and pick-ups are asked for; what was visited and where each rides now stays."""
    from province_demand import day_of, things_of

    post, on = STATE["posts"][number], STATE["on"]
    asked = things_of(STATE["network"], 2)[post.name][:NEW_AT_NOON]
    fresh = [replace(one, key=f"new/{one.key}", kind="pickup", grams=min(one.grams, 3_000)) for one in asked]
    day = day_of(post, STATE["things"][post.name] + fresh, on)
    problem = replace(with_owners(day, learnt_of(post.name)))
    problem, before = at_noon(
        replace(problem, vehicles=done.problem[0], price_beyond_fair=done.problem[1]), done.rounds
    )
    found: list[Any] = []
    began = time.process_time()
    wall = seconds(lambda: found.append(replan(problem, before, seconds=1.5)))
    cpu, plan = time.process_time() - began, found[0]
    assert not faults_of(problem, plan)
    reasons = reasons_of(problem, plan, before)
    old = {stop for one in before for stop in one.stops}
    todo = problem.travel.places - 1 - len(old)
    return {
        "post": post.name, "stops": problem.travel.places - 1, "put_in": todo - len(plan.left_out),
        "wall_seconds": round(wall, 2), "cpu_seconds": round(cpu, 2), "unmoved_percent": round(100 * unmoved(before, plan.rounds), 2),
        "left_out": len(plan.left_out), "reasons": len(reasons),
        "without_reason": len(set(plan.left_out) - {reason.stop for reason in reasons}),
    }  # fmt: skip


def compared(name: str, figures: dict[str, Any], base: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The figures with what they are against the plain plan and the even one."""
    against = {"plain": "riding_less_than_plain_percent", "even": "extra_riding_to_even_percent"}
    for other, word in against.items():
        if other in base and other != name:
            share = 100 * (figures["riding_hours"] / base[other]["riding_hours"] - 1)
            figures[word] = round(-share if other == "plain" else share, 2)
    return figures


def table(rows: dict[str, dict[str, Any]]) -> None:
    """The plans side by side."""
    shown = ("wall_seconds", "cpu_seconds", "peak_mb_a_process", "rounds", "riding_hours", "kilometres",
             "riding_less_than_plain_percent", "extra_riding_to_even_percent", "own_percent", "longest_to_median",
             "shortest_to_median", "late", "left_out", "without_reason")  # fmt: skip
    print(f"{'':32}" + "".join(f"{name:>12}" for name in rows), file=sys.stderr)
    for figure in shown:
        print(
            f"{figure:32}" + "".join(f"{row.get(figure, '')!s:>12}" for row in rows.values()), file=sys.stderr
        )


def prepare(told) -> None:
    """The network, the day's things and problems, and the earlier days' things."""
    from province_demand import crews_of, day_of, things_of

    from duongthu.kernel.clock import today
    from duongthu.network.api import load_province, network_on

    load_province("2020-08-14")
    day, on = network_on(today()), today()
    posts = crews_of(day)
    posts = sorted(posts, key=lambda post: post.couriers)[:SMOKE_POSTS] if told.smoke else posts
    things = things_of(day, 1)
    STATE.update(posts=posts, things=things, on=on, network=day, past={})
    spent = seconds(lambda: STATE.update(days=[day_of(post, things[post.name], on) for post in posts]))
    earlier = SMOKE_DAYS if told.smoke else EARLIER_DAYS
    STATE["earlier"] = [things_of(day, 100 + n) for n in range(earlier)]
    places = [one.made.problem.travel.places - 1 for one in STATE["days"]]
    say("province_day.day", posts=len(posts), couriers=sum(post.couriers for post in posts),
        things=sum(len(things[post.name]) for post in posts), stops=sum(places), largest_post=max(places),
        riding_times_seconds=round(spent, 1))  # fmt: skip


def first_plan() -> None:
    """What the largest post has after a second."""
    problem = max((day.made.problem for day in STATE["days"]), key=lambda one: one.travel.places)
    found: list[Any] = []
    told: list[Any] = []
    wall = seconds(lambda: found.append(solve(problem, seconds=1.0, on_better=told.append)))
    say("province_day.first_plan", stops=problem.travel.places - 1, first_seconds=round(told[0].seconds, 2),
        wall_seconds=round(wall, 2), left_out=len(found[0].left_out))  # fmt: skip


def main() -> None:
    """Measure everything."""
    told = arguments(__doc__.splitlines()[0])
    fresh_database()
    from datetime import datetime

    from duongthu.kernel.clock import VN, FixedClock, using_clock

    with using_clock(FixedClock(datetime(2020, 8, 14, 7, 0, tzinfo=VN))):
        prepare(told)
        first_plan()
        steps = SMOKE_STEPS_A_STOP if told.smoke else STEPS_A_STOP
        lived, wall = in_processes(
            live_post, [(n, min(steps, EARLIER_STEPS_A_STOP)) for n in range(len(STATE["posts"]))]
        )
        STATE["past"] = {name: (visits, where) for name, visits, where, _ in lived}
        say("province_day.earlier", days=len(STATE["earlier"]), visits=sum(len(one[1]) for one in lived),
            wall_seconds=round(wall, 1), cpu_seconds=round(sum(one[3] for one in lived), 1))  # fmt: skip
        rows: dict[str, dict[str, Any]] = {}
        for name in PLANNERS:
            found, figures = province(name, steps)
            rows[name] = compared(name, figures, rows)
            say(f"province_day.{name}", **rows[name])
        say("province_day.noon", **noon(0, found[0]))
        table(rows)


if __name__ == "__main__":
    main()
