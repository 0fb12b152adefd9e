"""Plans of hubs on disk: one JSON file a hub, replaced as a whole, believed only after a count."""

import json
from dataclasses import asdict
from pathlib import Path

from duongthu.routing.counting import faults_of, price_of
from duongthu.routing.country.hub import Hub, HubPlan, digest_of
from duongthu.routing.problem import Plan, Round


class WrongName(ValueError):
    """A hub's name cannot be that of a file."""


def keep(folder: Path, done: HubPlan) -> None:
    """Write a hub's plan; an interruption leaves the older file or the new one."""
    file = _file(folder, done.name)
    fresh = file.with_suffix(".fresh")
    fresh.write_text(json.dumps(asdict(done)), encoding="utf-8")
    fresh.replace(file)


def kept(folder: Path, hub: Hub) -> HubPlan | None:
    """The plan on disk that answers this hub; None where there is none, or it answers another, or it does not hold."""
    file = _file(folder, hub.name)
    if not file.exists():
        return None
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
        written["plan"] = _plan(written["plan"])
        done = HubPlan(**written)
    except (ValueError, KeyError, TypeError):  # cut short by a full disk, or written by another version
        return None
    return done if done.digest == digest_of(hub) and _holds(hub, done.plan) else None


def _holds(hub: Hub, plan: Plan) -> bool:
    stops = {stop for one in plan.rounds for stop in one.stops} | set(plan.left_out)
    known = stops <= set(range(hub.problem.travel.places))
    if not known or any(not 0 <= one.vehicle < len(hub.problem.vehicles) for one in plan.rounds):
        return False
    faults = [fault for fault in faults_of(hub.problem, plan) if fault.code != "must_be_visited"]
    return not faults and price_of(hub.problem, plan.rounds, plan.left_out) == plan.price


def _plan(written: dict) -> Plan:  # type: ignore[type-arg]
    rounds = tuple(Round(int(one["vehicle"]), tuple(map(int, one["stops"]))) for one in written["rounds"])
    return Plan(rounds, tuple(map(int, written["left_out"])), int(written["price"]))


def _file(folder: Path, name: str) -> Path:
    if not name or Path(name).name != name or name.startswith("."):
        raise WrongName(f"«{name}» is no name of a hub")
    return folder / f"{name}.json"
