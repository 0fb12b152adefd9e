"""A hub to plan, and what came of it."""

import os
import resource
import socket
import time
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

import numpy as np

from duongthu.routing.problem import Plan, Problem
from duongthu.routing.solve import solve


@dataclass(frozen=True, slots=True)
class Hub:
    """One hub's problem with its budget, as in ``solve``; the name is that of its file."""

    name: str
    problem: Problem
    seconds: float = 10.0
    steps: int | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class HubPlan:
    """A hub's plan and what it took.

    Attributes:
        digest: of the hub it answers, see ``digest_of``.
        worker: machine and process that planned it.
        seconds, cpu_seconds: of the search.
        peak_mb: the most memory that process ever held.
    """

    name: str
    digest: str
    plan: Plan
    worker: str
    seconds: float
    cpu_seconds: float
    peak_mb: int


@dataclass(frozen=True, slots=True)
class HubFailed:
    """A hub nobody could plan, and why."""

    name: str
    reason: str


def digest_of(hub: Hub) -> str:
    """SHA-256 over everything the plan depends on: the problem, the budget and the seed."""
    digest = sha256(repr((hub.seconds if hub.steps is None else None, hub.steps, hub.seed)).encode())
    parts: tuple[Any, ...] = (hub.problem, hub.problem.travel, *hub.problem.other_travels)
    for part in parts:
        for field in fields(part):
            value = getattr(part, field.name)
            digest.update(field.name.encode())
            if isinstance(value, np.ndarray):
                digest.update(repr((value.shape, value.dtype.str)).encode())
                digest.update(np.ascontiguousarray(value).tobytes())
            elif part is not hub.problem or field.name not in {"travel", "other_travels"}:
                digest.update(repr(value).encode())
    return digest.hexdigest()


def plan_hub(hub: Hub) -> HubPlan:
    """Plan one hub in this process."""
    began, cpu_began = time.perf_counter(), time.process_time()
    plan = solve(hub.problem, seconds=hub.seconds, steps=hub.steps, seed=hub.seed)
    return HubPlan(
        hub.name,
        digest_of(hub),
        plan,
        f"{socket.gethostname()}/{os.getpid()}",
        round(time.perf_counter() - began, 3),
        round(time.process_time() - cpu_began, 3),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )
