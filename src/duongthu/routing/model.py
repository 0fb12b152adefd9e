"""A problem built by ids, names and degrees, and its plan told in them: the front door for who has no arrays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.neighbours import nearest_in_plane
from duongthu.routing.problem import ALWAYS, Activity, Plan, Problem, Round, Vehicle
from duongthu.routing.reasons import reasons_of
from duongthu.routing.replanning import replan
from duongthu.routing.solve import solve
from duongthu.routing.steps import Step, steps_of
from duongthu.routing.telling import reason_in_words
from duongthu.routing.travel import Travel
from duongthu.routing.whole import WrongProblem

DETOUR, SPEED = 1.3, 8.0
"""Road metres for a metre of air line, and metres a second, where nobody says otherwise."""

EARTH_METRES = 6_371_008.8
WIDEST = 2_000  # places of a matrix; more know their nearest and their depots only
NEAREST = 60
Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A depot or a stop by its words; ``at``: degrees north and east, or metres east and north (``Model.metres``)."""

    id: str
    at: tuple[float, float]
    name: str
    values: dict[str, Any]
    windows: tuple[Window, ...]


@dataclass(slots=True)
class Model:
    """A problem that is built step by step.

    Attributes:
        metres: whether places are given in metres of a plane, (east, north), instead of degrees, (north, east).
        detour, speed: of riding, where no ``matrix`` is given.
        price_metre, price_second, needs_first_stage: as in ``Problem``.
    """

    metres: bool = False
    detour: float = DETOUR
    speed: float = SPEED
    price_metre: int = 1
    price_second: int = 0
    needs_first_stage: bool = False
    _depots: dict[str, Place] = field(default_factory=dict)
    _stops: dict[str, Place] = field(default_factory=dict)
    _vehicles: dict[str, dict[str, Any]] = field(default_factory=dict)
    _pairs: list[tuple[str, str]] = field(default_factory=list)
    _sequences: list[tuple[str, ...]] = field(default_factory=list)
    _groups: list[tuple[str, ...]] = field(default_factory=list)
    _ways: tuple[Any, Any] | None = None
    _skills: dict[str, int] = field(default_factory=dict)

    def add_depot(
        self, ident: str, at: tuple[float, float], *, name: str = "", window: Window = (0, ALWAYS)
    ) -> None:
        """Where vehicles start and end; ``window``: seconds, open from the one to the other."""
        self._add(self._depots, Place(ident, at, name, {}, (window,)))

    def add_stop(  # noqa: PLR0913  (each keyword has its usual value)
        self, ident: str, at: tuple[float, float], *, name: str = "", windows: Sequence[Window] = ((0, ALWAYS),),
        skills: Sequence[str] = (), load: int | Sequence[int] = 0, collect: int | Sequence[int] = 0, service: int = 0,
        prize: int = 0, release: int = 0, stage: int = 0,
    ) -> None:  # fmt: skip
        """Who is visited once.

        Args:
            load, collect: brought there and taken along; a number by measure where there are several.
            service: seconds.
            windows: seconds; service begins in one of them.
            prize: what leaving it out costs; 0: it must be visited.
            skills: a vehicle must have all of them.
            release: seconds; no round with it leaves before.
            stage: those of a lower one come first on a round.
        """
        values = {
            "load": load,
            "collect": collect,
            "service": service,
            "prize": prize,
            "skills": tuple(skills),
            "release": release,
            "stage": stage,
        }
        self._add(self._stops, Place(ident, at, name, values, tuple(windows)))

    def _add(self, where: dict[str, Place], place: Place) -> None:
        if place.id in self._depots or place.id in self._stops:
            raise WrongProblem(f"{place.id}: two places have this id")
        if not self.metres and not (abs(place.at[0]) <= 90 and abs(place.at[1]) <= 180):  # noqa: PLR2004 - degrees
            raise WrongProblem(
                f"{place.id}: {place.at} are no degrees north and east; metres are given to Model(metres=True)"
            )
        if not place.windows:
            raise WrongProblem(f"{place.id}: it has no window")
        where[place.id] = place

    def add_vehicle(
        self, ident: str, start: str, *, capacity: int | Sequence[int], end: str | None = None, skills: Sequence[str] = (),
        activities: Sequence[Activity] = (), **values: int,
    ) -> None:  # fmt: skip
        """A vehicle, or ``count`` of them.

        Args:
            start, end: depots; ``end`` is ``start`` where it is left out.
            activities: breaks and reloads.
            values: ``count``, ``opens``, ``closes``, ``longest``, ``most_metres``,
                ``price``, ``duration_percent`` … as in ``Vehicle``.
        """
        if ident in self._vehicles:
            raise WrongProblem(f"{ident}: two vehicles have this id")
        self._vehicles[ident] = {
            "start": start, "end": end or start, "capacity": capacity, "skills": tuple(skills),
            "activities": tuple(activities), **({"count": 1} | values),
        }  # fmt: skip

    def add_pair(self, pick_up: str, delivery: str) -> None:
        """What is collected at the one is brought to the other, by the same vehicle."""
        self._pairs.append((pick_up, delivery))

    def add_sequence(self, *stops: str) -> None:
        """Stops visited directly one after another."""
        self._sequences.append(stops)

    def add_group(self, *stops: str) -> None:
        """Stops of which one is visited, as a house and a locker."""
        self._groups.append(stops)

    def matrix(self, metres: Any, seconds: Any = None) -> None:
        """Ways between all places, rows in the order of ``places``: what OSRM, Valhalla or openrouteservice answer."""
        self._ways = (metres, seconds)

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """Where the places are, in the order of ``places``: what ``matrix_from`` asks a service for."""
        return tuple(place.at for place in (*self._depots.values(), *self._stops.values()))

    @property
    def places(self) -> tuple[str, ...]:
        """Ids by number of place: depots as they were added, then stops as they were."""
        return (*self._depots, *self._stops)

    def build(self) -> Problem:
        """The problem.

        Raises:
            WrongProblem: an id is not known, or the problem contradicts itself.
        """
        number = {ident: place for place, ident in enumerate(self.places)}
        every = (*self._depots.values(), *self._stops.values())
        vehicles = tuple(self._vehicle(ident, number) for ident in self._vehicles)
        measures = max([1, *(len(vehicle.capacity) for vehicle in vehicles)])
        most = max((len(place.windows) for place in every), default=1)
        windows = np.array(
            [[*place.windows, *[(0, -1)] * (most - len(place.windows))] for place in every], np.int64
        )
        return Problem(
            self._travel(every), self._loads("load", every, measures), vehicles, len(self._depots),
            opens=windows[:, 0, 0], closes=windows[:, 0, 1], more_windows=windows[:, 1:],
            collect=self._loads("collect", every, measures), service=self._row("service", every), prize=self._row("prize", every),
            skills=np.array([self._bits(place.values.get("skills", ())) for place in every], np.int64),
            pairs=np.array([[self._stop(one, number) for one in pair] for pair in self._pairs], np.int64).reshape(-1, 2),
            sequences=tuple(tuple(self._stop(one, number) for one in row) for row in self._sequences),
            groups=tuple(tuple(self._stop(one, number) for one in row) for row in self._groups),
            release=self._row("release", every),
            stage=self._row("stage", every), needs_first_stage=self.needs_first_stage,
            price_metre=self.price_metre, price_second=self.price_second,
        )  # fmt: skip

    def solve(self, **budget: Any) -> "Answer":
        """The best plan found; ``budget`` as in ``routing.solve``."""
        problem = self.build()
        return Answer(self, problem, solve(problem, **budget))

    def _vehicle(self, ident: str, number: dict[str, int]) -> Vehicle:
        values = dict(self._vehicles[ident])
        for name in ("start", "end"):
            if values[name] not in self._depots:
                raise WrongProblem(f"{ident}: {name} is {values[name]}, which is no depot")
            values[name] = number[values[name]]
        room = values.pop("capacity")
        values["skills"] = self._bits(values["skills"])
        try:
            return Vehicle(tuple(room) if isinstance(room, Sequence) else (room,), **values)
        except TypeError as wrong:
            raise WrongProblem(f"{ident}: {wrong}") from wrong

    def _stop(self, ident: str, number: dict[str, int]) -> int:
        if ident not in self._stops:
            raise WrongProblem(f"{ident}: a pair, a sequence or a group names it, and it is no stop")
        return number[ident]

    def _bits(self, skills: Sequence[str]) -> int:
        bits = 0
        for skill in skills:
            bits |= 1 << self._skills.setdefault(skill, len(self._skills))
        return bits

    def _row(self, name: str, every: Sequence[Place]) -> NDArray[np.int64]:
        return np.array([place.values.get(name, 0) for place in every])

    def _loads(self, name: str, every: Sequence[Place], measures: int) -> NDArray[np.int64]:
        rows = []
        for place in every:
            value = place.values.get(name, 0)
            row = list(value) if isinstance(value, Sequence) else [value] + [0] * (measures - 1)
            if len(row) != measures:
                raise WrongProblem(f"{place.id}: {name} has {len(row)} measures, vehicles have {measures}")
            rows.append(row)
        return np.array(rows)

    def _travel(self, every: Sequence[Place]) -> Travel:
        xy = self._plane(every)
        if self._ways is not None:
            metres, seconds = self._ways
            return Travel.matrix(metres, seconds, xy)
        if len(xy) <= WIDEST:
            gap = xy[:, None] - xy
            metres = np.round(np.hypot(gap[..., 0], gap[..., 1]) * self.detour).astype(np.int32)
            return Travel.matrix(metres, np.round(metres / self.speed).astype(np.int32), xy)
        near = nearest_in_plane(xy, 0, NEAREST)
        metres = self._metres(xy[:, None], xy[np.maximum(near, 0)])
        of_depots = np.stack([self._metres(xy[: len(self._depots), None], xy)] * 2)
        slow = 1 / self.speed
        return Travel.lists(
            xy,
            near,
            metres,
            np.round(metres * slow).astype(np.int32),
            of_depots,
            np.round(of_depots * slow).astype(np.int32),
        )

    def _metres(self, a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.int32]:
        return np.round(np.hypot(*np.moveaxis(a - b, -1, 0)) * self.detour).astype(np.int32)

    def _plane(self, every: Sequence[Place]) -> NDArray[np.float64]:
        """Metres east and north of the middle; good to a thousandth over two hundred kilometres."""
        at = np.array([place.at for place in every], np.float64).reshape(-1, 2)
        if self.metres or not len(at):
            return at
        north, east = np.radians(at).T
        return np.stack([(east - east.mean()) * np.cos(north.mean()), north - north.mean()], 1) * EARTH_METRES


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan in the model's own words."""

    model: Model
    problem: Problem
    plan: Plan

    @property
    def rounds(self) -> list[tuple[str, list[str]]]:
        """Vehicle and stops of each round, by id."""
        ids, names = self.model.places, tuple(self.model._vehicles)  # noqa: SLF001 - one module's two halves
        return [(names[one.vehicle], [ids[stop] for stop in one.stops]) for one in self.plan.rounds]

    def steps(self, number: int) -> tuple[Step, ...]:
        """A round told step by step: arrivals, waits, loads."""
        return steps_of(self.problem, self.plan.rounds[number])

    def left_out(self, lang: str = "en") -> dict[str, str]:
        """Why each stop that is left out is: English (``en``) or Vietnamese (``vi``)."""
        ids, names = self.model.places, tuple(self.model._vehicles)  # noqa: SLF001 - one module's two halves
        named: Callable[[int], str] = lambda kind: names[kind] if kind >= 0 else "—"  # noqa: E731
        left = set(self.plan.left_out)
        return {
            ids[one.stop]: reason_in_words(one, lang, named)
            for one in reasons_of(self.problem, self.plan)
            if one.stop in left
        }

    def changed(self, model: Model, **budget: Any) -> "Answer":
        """The same day under a changed model that has all old places, in their old order: rounds stay as far as they can."""
        if model.places[: len(self.model.places)] != self.model.places:
            raise WrongProblem("the changed model must begin with the places of the old one, in their order")
        problem = model.build()
        return Answer(model, problem, replan(problem, self.plan.rounds, **budget))

    def place(self, number: int) -> Place:
        """A place by number."""
        ident = self.model.places[number]
        return self.model._depots.get(ident) or self.model._stops[ident]  # noqa: SLF001 - one module's two halves

    def chain(self, one: Round) -> list[int]:
        """The places of a round, start and end included."""
        vehicle = self.problem.vehicles[one.vehicle]
        return [vehicle.start, *one.stops, vehicle.end]
