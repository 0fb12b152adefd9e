"""One run of one other planner, in its own environment: writes the plan, prints one line of JSON.

    benchmarks/output/peers/bin/python benchmarks/peers/run.py {pyvrp|ortools|vroom|hgs} FILE.vrp \
        --seconds 60 --seed 1 --out FILE.sol

The budget begins after the file is read and before any matrix of the planner's own is built (PyVRP reads the file itself: its
budget begins before that). Settings are those of each planner's own guide; what a planner cannot express it says: exit code 4.
"""

import argparse
import json
import sys
import time
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from instance import FAR, Mixed, read, rounding

CANNOT = 4


class Cannot(Exception):
    """The planner has no words for this problem."""


def pyvrp(file, seconds, seed):
    """PyVRP as its command line does it."""
    import pyvrp
    from pyvrp.stop import MaxRuntime

    rule = rounding(file)
    began = time.perf_counter()
    model = pyvrp.read(file, round_func=rule)
    left = max(0.1, seconds - (time.perf_counter() - began))
    best = pyvrp.solve(model, MaxRuntime(left), seed=seed, collect_stats=False, display=False).best
    took = time.perf_counter() - began
    if not best.is_feasible():
        return None, took
    free = [list(map(int, kind.name.split(","))) for kind in model.vehicle_types()]
    rounds = {}
    for route in best.routes():
        stops = [model.client(a.idx).location for a in route if a.is_client()]
        rounds[free[route.vehicle_type()].pop(0)] = stops
    return rounds, took


def ortools(file, seconds, _seed):
    """OR-Tools' routing library: guided local search over a cheapest-arc start; it takes no seed."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2 as enums

    asked = read(file)
    began = time.perf_counter()
    bases = asked.fleet(1.05, 3)
    manager = pywrapcp.RoutingIndexManager(len(asked.matrix), len(bases), bases, bases)
    model = pywrapcp.RoutingModel(manager)
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(asked.matrix.tolist()))
    load = model.RegisterUnaryTransitVector(asked.demand)
    model.AddDimensionWithVehicleCapacity(load, 0, [asked.capacity] * len(bases), True, "load")
    if asked.timed:
        _clock(model, manager, asked, bases)
    choices = pywrapcp.DefaultRoutingSearchParameters()
    first = enums.FirstSolutionStrategy
    choices.first_solution_strategy = (
        first.PARALLEL_CHEAPEST_INSERTION if asked.timed else first.PATH_CHEAPEST_ARC
    )
    choices.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    choices.time_limit.FromMilliseconds(int(1000 * max(0.1, seconds - (time.perf_counter() - began))))
    found = model.SolveWithParameters(choices)
    took = time.perf_counter() - began
    return (_ridden(model, manager, found, len(bases)) if found else None), took


def _clock(model, manager, asked, bases):
    ways = asked.matrix.astype(int) + [[seconds] for seconds in asked.service]
    model.AddDimension(model.RegisterTransitMatrix(ways.tolist()), FAR, FAR, False, "time")
    clock = model.GetDimensionOrDie("time")
    for place in range(asked.depots, len(asked.matrix)):
        clock.CumulVar(manager.NodeToIndex(place)).SetRange(*asked.windows[place])
    for vehicle, base in enumerate(bases):
        clock.CumulVar(model.Start(vehicle)).SetRange(*asked.windows[base])
        clock.CumulVar(model.End(vehicle)).SetRange(*asked.windows[base])
        if asked.longest and asked.longest[vehicle] < FAR:
            clock.SetSpanUpperBoundForVehicle(asked.longest[vehicle], vehicle)


def _ridden(model, manager, found, vehicles):
    rounds = {}
    for vehicle in range(vehicles):
        at, stops = found.Value(model.NextVar(model.Start(vehicle))), []
        while not model.IsEnd(at):
            stops.append(manager.IndexToNode(at))
            at = found.Value(model.NextVar(at))
        if stops:
            rounds[vehicle] = stops
    return rounds


def vroom(file, seconds, _seed):
    """VROOM by pyvroom at its highest exploration level, on one thread; it takes no seed."""
    import vroom

    asked = read(file)
    if any(long < FAR for long in asked.longest):
        raise Cannot("VROOM bounds riding time, not the length of a round with waiting and service")
    began = time.perf_counter()
    model = vroom.Input()
    model.set_durations_matrix("car", asked.matrix.astype("uint32"))
    model.add_vehicle(
        [vroom.Vehicle(n, start=base, end=base, capacity=[asked.capacity], time_window=vroom.TimeWindow(*asked.windows[base]))
         for n, base in enumerate(asked.fleet(1.05, 3))]
    )  # fmt: skip
    model.add_job(
        [vroom.Job(n, location=n, default_service=asked.service[n], delivery=[asked.demand[n]],
                   time_windows=[vroom.TimeWindow(*asked.windows[n])])
         for n in range(asked.depots, len(asked.matrix))]
    )  # fmt: skip
    left = timedelta(seconds=max(1, seconds - (time.perf_counter() - began)))
    found = model.solve(exploration_level=5, nb_threads=1, timeout=left)
    took = time.perf_counter() - began
    steps = found.routes[found.routes["type"] == "job"]
    rounds = {int(n): [int(stop) for stop in part["id"]] for n, part in steps.groupby("vehicle_id")}
    return (None if found.unassigned else rounds), took


def hgs(file, seconds, seed):
    """HGS-CVRP by hygese."""
    import hygese

    asked = read(file)
    if asked.timed or asked.depots > 1:
        raise Cannot("HGS-CVRP knows neither windows nor several depots")
    began = time.perf_counter()
    given = {
        "distance_matrix": asked.matrix.astype(float), "depot": 0, "vehicle_capacity": float(asked.capacity),
        "demands": [float(one) for one in asked.demand], "service_times": [0.0] * len(asked.demand),
        "num_vehicles": len(asked.fleet(1.3, 3)),
    }  # fmt: skip
    left = max(0.1, seconds - (time.perf_counter() - began))
    choices = hygese.AlgorithmParameters(timeLimit=left, seed=seed, nbIter=10**8)
    found = hygese.Solver(parameters=choices, verbose=False).solve_cvrp(given, rounding=True)
    return dict(enumerate(found.routes)), time.perf_counter() - began


PEERS = {
    "pyvrp": (pyvrp, "pyvrp"),
    "ortools": (ortools, "ortools"),
    "vroom": (vroom, "pyvroom"),
    "hgs": (hgs, "hygese"),
}


def main():
    """Run, write, tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    run, package = PEERS[options.peer]
    told = {"solver": options.peer, "version": version(package)}
    try:
        rounds, took = run(options.file, options.seconds, options.seed)
    except Mixed:
        print(json.dumps({**told, "cannot": "a mixed fleet, which is not put to this planner here"}))
        return CANNOT
    except Cannot as cannot:
        print(json.dumps({**told, "cannot": str(cannot)}))
        return CANNOT
    print(json.dumps({**told, "seconds": round(took, 3), "feasible": rounds is not None}))
    if rounds is None:
        return 1
    last = max(rounds)
    lines = [f"Route #{n + 1}: {' '.join(map(str, rounds.get(n, [])))}".rstrip() for n in range(last + 1)]
    options.out.write_text("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
