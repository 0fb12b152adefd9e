"""Problem files for the other planners: vrplib reads, the rounding is the literature's, matrices are dense as they want them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import vrplib

FAR = 10**9
SCALES = {"CVRP": 1, "VRPTW": 10, "MDVRPTW": 1000, "HFVRP": 1000}


class Mixed(Exception):
    """Vehicles differ in more than their depots."""


@dataclass
class Instance:
    """What all planners are given; times and distances are one number.

    Attributes:
        scale: how many of these units are one of the file's.
        bases, longest: by vehicle; empty where the file does not count vehicles.
    """

    name: str
    scale: int
    matrix: np.ndarray
    demand: list[int]
    service: list[int]
    windows: list[tuple[int, int]]
    capacity: int
    bases: list[int]
    longest: list[int]
    depots: int

    @property
    def timed(self) -> bool:
        """Whether windows or lengths of rounds bind."""
        return any(window != (0, FAR) for window in self.windows) or any(long < FAR for long in self.longest)

    def fleet(self, slack: float, more: int) -> list[int]:
        """The base of every vehicle: of the file, or as many as loads need and some."""
        if self.bases:
            return self.bases
        return [0] * (int(np.ceil(sum(self.demand) / self.capacity) * slack) + more)


def rounding(file: Path) -> str:
    """The rule of a file in PyVRP's words."""
    raw = vrplib.read_instance(file, compute_edge_weights=False)
    explicit = raw["edge_weight_type"] == "EXPLICIT"
    return {1: "round", 10: "dimacs", 1000: "exact"}[1 if explicit else SCALES[raw["type"]]]


def read(file: Path) -> Instance:
    """An instance with its dense matrix."""
    raw = vrplib.read_instance(file, compute_edge_weights=False)
    if np.ndim(raw["capacity"]) or "vehicles_fixed_cost" in raw or "vehicles_unit_distance_cost" in raw:
        raise Mixed
    explicit = raw["edge_weight_type"] == "EXPLICIT"
    scale = 1 if explicit else SCALES[raw["type"]]

    def scaled(values):
        values = np.asarray(values, float) * scale
        return np.floor(values if scale == 10 else values + 0.5).astype(int)

    places = int(raw["dimension"])
    depots = len(raw["depot"])
    vehicles = int(raw.get("vehicles", 0))
    longest = raw.get("vehicles_max_duration")
    service = np.broadcast_to(np.asarray(raw.get("service_time", 0)), places).copy()
    service[:depots] = 0
    windows = scaled(raw["time_window"]).tolist() if "time_window" in raw else [(0, FAR)] * places
    return Instance(
        name=raw["name"],
        scale=scale,
        matrix=raw["edge_weight"].astype(np.int32) if explicit else _matrix(raw["node_coord"], scaled),
        demand=raw["demand"].astype(int).tolist(),
        service=scaled(service).tolist(),
        windows=[tuple(window) for window in windows],
        capacity=int(raw["capacity"]),
        bases=[int(base) - 1 for base in raw.get("vehicles_depot", [1] * vehicles)],
        longest=[FAR if longest is None else int(scaled(longest))] * vehicles,
        depots=depots,
    )


def _matrix(xy, scaled) -> np.ndarray:
    matrix = np.empty((len(xy), len(xy)), np.int32)
    for row, place in enumerate(xy):
        matrix[row] = scaled(np.sqrt(((xy - place) ** 2).sum(axis=1)))
    return matrix
