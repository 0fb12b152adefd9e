"""Thirty-four provinces' hubs planned as one Dask job on this machine: what a second worker brings, what a worker costs.

    python benchmarks/routing_country.py                               all hubs, one worker, then two
    python benchmarks/routing_country.py --smoke                       three provinces
    python benchmarks/routing_country.py --seconds 60 --workers 2      each hub for a minute, as a night would
    python benchmarks/routing_country.py --kill                        one worker is killed in the middle

Stops are in proportion to people (about so many thousands after the mergers of 2025; for sizes only), hubs within a province are
of unequal size, their places are made by routing_instances.py. The budget is steps in proportion to stops, so that the work
is the same whoever does it; the plans must be the same, too. Every plan is checked by bin/check-plan.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
os.environ["PYTHONPATH"] = str(ROOT / "src")

from routing_instances import write_town

from duongthu.routing.api import Cluster, Hub, plan_hubs, read_problem

PEOPLE_THOUSANDS = {
    "ha-noi": 8807, "cao-bang": 573, "tuyen-quang": 1866, "dien-bien": 674, "lai-chau": 512, "son-la": 1404,
    "lao-cai": 1779, "thai-nguyen": 1799, "lang-son": 881, "quang-ninh": 1498, "bac-ninh": 3619, "phu-tho": 4023,
    "hai-phong": 4665, "hung-yen": 3568, "ninh-binh": 4413, "thanh-hoa": 4325, "nghe-an": 3832, "ha-tinh": 1623,
    "quang-tri": 1871, "hue": 1432, "da-nang": 3066, "quang-ngai": 2162, "gia-lai": 3583, "khanh-hoa": 2244,
    "dak-lak": 3347, "lam-dong": 3872, "dong-nai": 4491, "ho-chi-minh": 14003, "tay-ninh": 3254, "dong-thap": 4370,
    "vinh-long": 4257, "an-giang": 4952, "can-tho": 4200, "ca-mau": 2606,
}  # fmt: skip
STOPS_A_ROUND = 117  # of the province's day that was measured


def arguments() -> argparse.Namespace:
    """How large, how long, who."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--smoke", action="store_true", help="three provinces")
    parser.add_argument("--stops-per-thousand", type=float, default=10.0, help="people")
    parser.add_argument("--largest", type=int, default=4_000, help="stops of a hub")
    parser.add_argument("--steps-per-stop", type=int, default=10)
    parser.add_argument("--seconds", type=float, help="for each hub, instead of steps")
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--kill", action="store_true", help="kill a worker in the middle of the last run")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks/output/country")
    return parser.parse_args()


def sizes_of(options: argparse.Namespace) -> dict[str, int]:
    """Stops of every hub: a province's in unequal shares."""
    chance, sizes = random.Random(1), {}
    provinces = dict(list(PEOPLE_THOUSANDS.items())[:3]) if options.smoke else PEOPLE_THOUSANDS
    for name, people in provinces.items():
        stops = people * options.stops_per_thousand
        shares = [chance.uniform(0.4, 1.0) for _ in range(max(1, round(stops / options.largest / 0.7)))]
        for number, share in enumerate(shares, start=1):
            sizes[f"{name}-{number:02d}"] = min(options.largest, max(20, round(stops * share / sum(shares))))
    return sizes


def hubs_of(options: argparse.Namespace, sizes: dict[str, int]):
    """One hub after another, read from its file."""
    for name, stops in sizes.items():
        steps = None if options.seconds else stops * options.steps_per_stop
        yield Hub(name, read_problem(options.out / f"{name}.vrp").problem, options.seconds or 0.0, steps)


def measured(options: argparse.Namespace, sizes: dict[str, int], workers: int, *, kill: bool) -> dict:
    """A whole run with so many workers, from nothing."""
    folder = options.out / f"kept-{workers}"
    shutil.rmtree(folder, ignore_errors=True)
    ended: list = []

    def note(outcome: object) -> None:
        ended.append(outcome)
        if kill and len(ended) == len(sizes) // 3:
            victim = int(outcome.worker.split("/")[1])
            print(f"killing the worker {victim}", flush=True)
            threading.Thread(target=os.kill, args=(victim, signal.SIGKILL)).start()

    with Cluster(workers=workers) as executor:
        began = time.perf_counter()
        done = plan_hubs(hubs_of(options, sizes), folder, executor, note)
        took = time.perf_counter() - began
        began = time.perf_counter()
        again = plan_hubs(hubs_of(options, sizes), folder, executor)
        return {
            "workers": workers, "hubs": len(sizes), "stops": sum(sizes.values()), "planned": len(done.fresh),
            "failed": len(done.failed), "wall_seconds": round(took, 1),
            "cpu_seconds": round(sum(one.cpu_seconds for one in done.fresh), 1),
            "hubs_a_minute": round(60 * len(done.fresh) / took, 1), "processes": len({one.worker for one in done.fresh}),
            "peak_mb_a_worker": max(one.peak_mb for one in done.fresh),
            "price": sum(one.plan.price for one in done.fresh),
            "rerun_planned": len(again.fresh), "rerun_seconds": round(time.perf_counter() - began, 1),
        }  # fmt: skip


def checked(options: argparse.Namespace, sizes: dict[str, int], workers: int) -> int:
    """How many of the kept plans the independent checker finds right."""
    right = 0
    for name in sizes:
        plan = json.loads((options.out / f"kept-{workers}" / f"{name}.json").read_text())["plan"]
        lines = [f"Route #{n}: {' '.join(map(str, one['stops']))}" for n, one in enumerate(plan["rounds"], 1)]
        file = options.out / "checked.sol"
        file.write_text("\n".join([*lines, f"Cost {plan['price']}", ""]))
        command = [sys.executable, "-I", ROOT / "bin/check-plan", options.out / f"{name}.vrp", file]
        right += not subprocess.run(command, capture_output=True, check=False).returncode
    return right


def main() -> int:
    """Make, plan, check, tell; 1 where a hub is missing or the plans differ."""
    options = arguments()
    sizes = sizes_of(options)
    for seed, (name, stops) in enumerate(sizes.items(), start=1):
        rounds = max(1, round(stops / STOPS_A_ROUND))
        write_town(options.out / f"{name}.vrp", stops=stops, rounds=rounds, seed=seed)
    print(
        f"{len(sizes)} hubs, {sum(sizes.values())} stops, {min(sizes.values())}–{max(sizes.values())} a hub",
        flush=True,
    )
    runs = []
    for workers in options.workers:
        runs.append(measured(options, sizes, workers, kill=options.kill and workers == options.workers[-1]))
        print(json.dumps(runs[-1]), flush=True)
    right = checked(options, sizes, options.workers[-1])
    print(f"{right} of {len(sizes)} plans hold by bin/check-plan")
    for run in runs[1:]:
        print(
            f"{run['workers']} workers: {runs[0]['wall_seconds'] / run['wall_seconds']:.2f} × as fast as {runs[0]['workers']}"
        )
    same = options.seconds or len({run["price"] for run in runs}) == 1
    return 0 if same and right == len(sizes) and all(run["planned"] == len(sizes) for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
