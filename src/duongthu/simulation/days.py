"""The order of a day: every scene at its moment, the clock set for each, both laws proven every hour."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from duongthu.acts.api import ActRecord, make_seal
from duongthu.kernel.clock import VN, FixedClock
from duongthu.network.api import RouteTrip, TripStop, network_on
from duongthu.simulation.checkers import HourlyCheck
from duongthu.simulation.demand import HOURS, Demand
from duongthu.simulation.scenes import cash, changes, counters, notices, rounds, trips
from duongthu.simulation.stage import Stage
from duongthu.simulation.waits import delay_of, moment_of, waits_of

Play = Callable[[], None]
SHIFTS = (
    (1, time(8, 40), (time(9, 19), time(10, 0), time(11, 0), time(11, 44)), time(11, 45)),
    (2, time(14, 20), (time(14, 55), time(15, 40), time(16, 39)), time(16, 40)),
)
FIRST_TURN, BETWEEN_TURNS, TURNS = (
    time(8, 0),
    timedelta(minutes=5),
    121,
)  # of who hands messages over, until six
MIDDLES = ((1, time(9, 20)), (2, time(14, 56)))


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happens at a moment (Vietnamese time); scenes of one moment play in written order."""

    at: datetime
    label: str
    play: Play


def scenes_of(stage: Stage) -> list[Scene]:
    """All scenes of the stage's day in the order in which they play; each has a moment of its own."""
    scenes = sorted(_all_scenes(stage), key=lambda scene: (scene.at, scene.label))
    return [Scene(s.at + timedelta(microseconds=n), s.label, s.play) for n, s in enumerate(scenes)]


def _all_scenes(stage: Stage) -> Iterator[Scene]:
    world, on = stage.world, stage.world.day.on
    demand = Demand(world.day, world.scale)

    def at(moment: time) -> datetime:
        return datetime.combine(on, moment, VN)

    yield Scene(at(time(7, 0)), "tills/open", lambda: counters.open_tills(stage))
    for hour, weight in HOURS:
        for number, unit_id in enumerate(world.counters):
            moment = at(time(hour, 5)) + timedelta(seconds=number * 15)
            yield Scene(moment, f"accept/{hour}/{unit_id}", _accept(stage, demand, unit_id, hour, weight))
    yield from _trip_scenes(stage, demand)
    waits = waits_of(stage, {shift: out for shift, out, *_ in SHIFTS}, at)
    for unit_id in sorted(unit.id for unit in world.day.delivering.values()):
        yield Scene(at(time(7, 30)), f"tasks/{unit_id}", _ask(stage, demand, unit_id))
        yield from _round_scenes(stage, unit_id, at, waits)
        for shift, middle in MIDDLES:
            yield Scene(at(middle), f"change/{shift}/{unit_id}", _change(stage, demand, unit_id, shift))
    for number in range(TURNS if stage.gateway else 0):
        moment = at(FIRST_TURN) + number * BETWEEN_TURNS
        yield Scene(moment, f"notify/{number}", lambda: notices.send(stage))
    yield Scene(at(time(15, 10)), "find", lambda: trips.find_lost(stage))
    yield Scene(at(time(17, 20)), "pouches/give", lambda: cash.send_pouches(stage))
    yield Scene(at(time(18, 30)), "pouches/take", lambda: cash.take_pouches(stage))
    yield Scene(at(time(18, 45)), "tills/close", lambda: counters.close_tills(stage))
    yield Scene(at(time(18, 50)), "safes/close", lambda: cash.close_safes(stage))
    yield Scene(at(time(23, 30)), "days/close", lambda: cash.close_days(stage))


def _accept(stage: Stage, demand: Demand, unit_id: int, hour: int, weight: float) -> Play:
    return lambda: counters.accept(stage, demand, unit_id, hour, weight)


def _trip_scenes(stage: Stage, demand: Demand) -> Iterator[Scene]:
    """Each trip's calls at the moments of the timetable; last night's trips make their calls after midnight."""
    day = stage.world.day
    inbound = [trip for trip in day.trips if trips.comes_in(stage, trip)]
    begin = datetime.combine(day.on, time(0, 0), VN)
    for trip in (*network_on(day.on - timedelta(days=1)).trips, *day.trips):
        late = delay_of(stage, trip)
        stage.counts["fault:late trip"] += bool(late) and trip.on == day.on
        for stop in trip.stops:
            moment = moment_of(trip, stop) + late
            if begin <= moment < begin + timedelta(days=1):
                yield Scene(
                    moment, f"trip/{trip.key}/{stop.number}", _call(stage, demand, trip, stop, len(inbound))
                )


def _call(stage: Stage, demand: Demand, trip: RouteTrip, stop: TripStop, trips_in: int) -> Play:
    if trip.level != trips.TRUNK:
        return lambda: trips.call(stage, trip, stop)
    return lambda: trips.call_of_trunk(stage, demand, trip, stop, trips_in)


def _round_scenes(
    stage: Stage, unit_id: int, at: Callable[[time], datetime], waits: dict[tuple[int, int], datetime]
) -> Iterator[Scene]:
    for shift, out, reports, back in SHIFTS:
        until = waits.get((shift, unit_id))
        yield Scene(at(out), f"round/{shift}/{unit_id}", _out(stage, unit_id, shift, wait=until is not None))
        if until is not None:
            yield Scene(until, f"late/{shift}/{unit_id}", _out_late(stage, unit_id, shift))
        for part, moment in enumerate(reports):
            yield Scene(at(moment), f"report/{shift}/{part}/{unit_id}", _report(stage, unit_id, shift, part))
        yield Scene(at(back), f"back/{shift}/{unit_id}", _back(stage, unit_id, shift))


def _ask(stage: Stage, demand: Demand, unit_id: int) -> Play:
    return lambda: rounds.ask_for_tasks(stage, demand, unit_id)


def _out(stage: Stage, unit_id: int, shift: int, *, wait: bool) -> Play:
    return lambda: rounds.set_out(stage, unit_id, shift, wait=wait)


def _out_late(stage: Stage, unit_id: int, shift: int) -> Play:
    return lambda: changes.set_out_late(stage, unit_id, shift)


def _report(stage: Stage, unit_id: int, shift: int, part: int) -> Play:
    return lambda: rounds.report(stage, unit_id, shift, part)


def _change(stage: Stage, demand: Demand, unit_id: int, shift: int) -> Play:
    return lambda: changes.change(stage, demand, unit_id, shift)


def _back(stage: Stage, unit_id: int, shift: int) -> Play:
    return lambda: rounds.come_back(stage, unit_id, shift)


def play_day(
    stage: Stage,
    hands: FixedClock,
    check: HourlyCheck,
    on_progress: Callable[[int, int, str], None] | None = None,
) -> None:
    """Play the scenes that have not been played yet; after each hour seal the journals and prove both laws.

    Raises:
        DayBroken, LawBroken: names seed and scene.
    """
    scenes = scenes_of(stage)
    resume_at = _last_moment(stage)
    hour = None
    for number, scene in enumerate(scenes, start=1):
        if resume_at is None or scene.at >= resume_at:
            if hour is not None and scene.at.hour != hour:
                _end_of_hour(check, f"{scene.at:%Y-%m-%d %H:00}")
            hour = scene.at.hour
            hands.set(scene.at)
            scene.play()
        if on_progress:
            on_progress(number, len(scenes), f"{scene.at:%H:%M}")
    hands.advance(timedelta(minutes=1))
    _end_of_hour(check, "hết ngày")


def _end_of_hour(check: HourlyCheck, hour: str) -> None:
    check.prove(hour)
    make_seal()


def _last_moment(stage: Stage) -> datetime | None:
    """When the last act of this day happened: what lies before was played by a run that was interrupted."""
    begin = datetime.combine(stage.world.day.on, time(0, 0), VN)
    last = (
        ActRecord.objects.filter(server_at__gt=begin, server_at__lt=begin + timedelta(days=1))
        .order_by("-server_at")
        .first()
    )
    return last.server_at if last else None
