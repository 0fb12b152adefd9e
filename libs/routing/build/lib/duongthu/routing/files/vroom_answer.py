"""A plan as VROOM answers."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from duongthu.routing.files.vroom import VroomFile
from duongthu.routing.problem import Plan, Round
from duongthu.routing.reasons import Reason, reasons_of
from duongthu.routing.steps import Step, steps_of
from duongthu.routing.telling import reason_in_words


def vroom_answer(asked: VroomFile, plan: Plan, lang: str = "en") -> dict[str, Any]:
    """A plan as VROOM answers; every unassigned task bears its ``reason`` in words and its ``code``."""
    problem = asked.problem
    routes = [_route(asked, one) for one in plan.rounds]
    left = {reason.stop: reason for reason in reasons_of(problem, plan) if reason.stop in set(plan.left_out)}
    names = [str(vehicle["id"]) for vehicle in asked.vehicles]
    sums = ("cost", "setup", "service", "duration", "waiting_time", "priority", "distance")
    summary: dict[str, Any] = {name: sum(route[name] for route in routes) for name in sums}
    for name in ("delivery", "pickup"):
        summary[name] = (
            np.sum([route[name] for route in routes], axis=0, dtype=np.int64).tolist()
            if routes
            else [0] * asked.measures
        )
    return {
        "code": 0,
        "summary": {**summary, "routes": len(routes), "unassigned": len(plan.left_out), "violations": []},
        "unassigned": [_left_out(asked, stop, left.get(stop), names, lang) for stop in plan.left_out],
        "routes": routes,
    }


def _left_out(
    asked: VroomFile, stop: int, reason: Reason | None, names: list[str], lang: str
) -> dict[str, Any]:
    kind, task = asked.tasks[stop - asked.problem.depots]
    told = {"id": task["id"], "type": kind, **_where(task, "location")}
    if reason is None:
        return told
    return {
        **told,
        "code": reason.code,
        "reason": reason_in_words(reason, lang, lambda k: names[k] if k >= 0 else "—"),
    }


def _route(asked: VroomFile, one: Round) -> dict[str, Any]:
    problem, vehicle = asked.problem, asked.vehicles[one.vehicle]
    steps = steps_of(problem, one)
    metres = asked.metres[problem.vehicles[one.vehicle].travel]
    told, ridden, place = [], 0, steps[0].place
    for step in steps:
        ridden += int(metres[place, step.place])
        place = step.place
        if (step.kind == "start" and not asked.start[one.vehicle]) or (
            step.kind == "end" and not asked.end[one.vehicle]
        ):
            continue
        told.append(_step(asked, vehicle, step, ridden))
    stops = list(one.stops)
    price = problem.vehicles[one.vehicle].price + steps[-1].ridden_metres
    tasks = [asked.tasks[stop - problem.depots][1] for stop in stops]
    setup = sum(task.get("setup", 0) for task in tasks)
    resting = sum(problem.vehicles[one.vehicle].activities[which].seconds for _, which in one.activities)
    return {
        "vehicle": vehicle["id"], "cost": round(price / asked.parts), "delivery": problem.load[stops].sum(axis=0).tolist(),
        "pickup": problem.collect[stops].sum(axis=0).tolist(), "setup": setup,
        "service": int(problem.service[stops].sum()) - setup + resting, "duration": steps[-1].ridden_seconds,
        "waiting_time": sum(step.waits for step in steps), "priority": sum(task.get("priority", 0) for task in tasks),
        "distance": ridden, "steps": told, "violations": [],
        **({"description": vehicle["description"]} if "description" in vehicle else {}),
    }  # fmt: skip


def _step(asked: VroomFile, vehicle: Mapping[str, Any], step: Step, ridden: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": step.kind, "arrival": step.arrives, "duration": step.ridden_seconds, "setup": 0,
        "service": step.leaves - step.begins, "waiting_time": step.waits, "load": list(step.load), "distance": ridden,
        "violations": [],
    }  # fmt: skip
    if step.kind == "break":
        return {**told, "id": vehicle["breaks"][step.activity].get("id", step.activity)}
    if step.kind != "stop":
        return {**told, **_where(vehicle, step.kind)}
    kind, task = asked.tasks[step.place - asked.problem.depots]
    setup = task.get("setup", 0)
    return {
        **told, "type": kind, "id": task["id"], "setup": setup, "service": told["service"] - setup, **_where(task, "location"),
    }  # fmt: skip


def _where(entry: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = {"location": entry[name]} if name in entry else {}
    return {**found, "location_index": entry[f"{name}_index"]} if f"{name}_index" in entry else found
