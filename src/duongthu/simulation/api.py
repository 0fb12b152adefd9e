"""The simulation's door: play days, get the report."""

import time
from collections.abc import Callable
from datetime import datetime, time as clock_time, timedelta
from pathlib import Path
from uuid import UUID

from duongthu.kernel.clock import VN, FixedClock, using_clock
from duongthu.network.api import network_on, scenario
from duongthu.notices.api import Folder
from duongthu.simulation.checkers import HourlyCheck, LawBroken as LawBroken, verify_all as verify_all
from duongthu.simulation.days import play_day
from duongthu.simulation.faults import NONE, ORDINARY
from duongthu.simulation.report import Report as Report, make_report
from duongthu.simulation.stage import DayBroken as DayBroken, Stage
from duongthu.simulation.world import found_world


def run_days(
    *,
    seed: int,
    days: int = 1,
    scale: float = 1.0,
    scenario_name: str = "2020-08-14",
    faults: bool = True,
    on_progress: Callable[[int, int, str], None] | None = None,
    on_done: Callable[[UUID], None] | None = None,
    spool: Path | None = None,
) -> Report:
    """Play days of the province through the real acts; in a database where they were begun, play on.

    Args:
        scale: 1 = about 20,000 items a day.
        scenario_name: the business date of the first day (``network.api.SCENARIOS``).
        on_progress: told (scenes played, scenes in all, what time it is).
        on_done: told the id of each command the database has acknowledged.
        spool: the folder messages to customers are put into; without one they wait in the outbox. It is never the gateway of the
            settings: made-up numbers may be somebody's.

    Raises:
        DayBroken, LawBroken: the sentence names seed and scene to replay.
    """
    began = time.perf_counter()
    first = _first_day(scenario_name)
    hands = FixedClock(first)
    with using_clock(hands):
        world = found_world(seed, scale, scenario_name)
        stage = Stage(
            world, ORDINARY if faults else NONE, on_done=on_done, gateway=Folder(spool) if spool else None
        )
        check = HourlyCheck(seed)
        played = []
        for number in range(days):
            hands.set(max(first + timedelta(days=number), hands.now()))
            world.day = network_on((first + timedelta(days=number)).date())
            play_day(stage, hands, check, on_progress)
            played.append(world.day.on)
        return make_report(seed, scale, played, time.perf_counter() - began, dict(stage.counts))


def _first_day(name: str) -> datetime:
    return datetime.combine(
        datetime.fromisoformat(scenario(name)["business_on"]).date(), clock_time(0, 1), VN
    )
