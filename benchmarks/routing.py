"""The planner and its peers under the same budget, core, instances and seeds; every plan is checked by bin/check-plan.

    python benchmarks/routing.py --smoke                              two minutes: what stands in the tests, and a made town
    python benchmarks/routing.py --instances FOLDER --nightly         every .vrp of the folder, five seeds, 60 s, all planners
    python benchmarks/routing.py --instances FOLDER --only Leuven2 X-n1001-k43 --seconds 10 60 --seeds 1 2 3 --solvers own

The folder (or the variable ROUTING_INSTANCES) holds NAME.vrp and, where one is known, its best plan as NAME.sol. The peers run
in an environment of their own: benchmarks/peers/setup.sh builds it; without it they are left out. Each run is a process of its
own, held to one core where --cores is 1. Results: runs.jsonl (a line as each run ends; --resume skips those), table.md, gaps.svg.
"""

import argparse
import json
import os
import queue
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from routing_instances import write_town
from routing_table import table

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "benchmarks" / "peers"
KNOWN = ROOT / "tests" / "routing" / "data"
SOLVERS = ("own", "pyvrp", "ortools", "vroom", "hgs")
CANNOT = 4


@dataclass(frozen=True)
class Run:
    """One planner on one instance."""

    solver: str
    instance: Path
    seconds: float
    seed: int
    cores: int

    @property
    def key(self) -> list:
        """What makes a run the same as an earlier one."""
        return [self.solver, self.instance.stem, self.seconds, self.seed, self.cores]


def arguments() -> argparse.Namespace:
    """What to run, how often, where."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--nightly", action="store_true")
    parser.add_argument("--instances", type=Path, default=os.environ.get("ROUTING_INSTANCES", KNOWN))
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--solvers", nargs="+", choices=SOLVERS)
    parser.add_argument("--seconds", nargs="+", type=float, default=[60.0])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3, 4, 5])
    parser.add_argument("--cores", type=int, default=1, help="of each run; our planner uses as many threads")
    parser.add_argument("--at-once", type=int, default=1, help="runs at the same time, each on its own cores")
    parser.add_argument("--peers", type=Path, default=ROOT / "benchmarks/output/peers/bin/python")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks/output/routing")
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args()
    if not options.smoke and not options.nightly and not options.only:
        parser.error("one of --smoke, --nightly, --only is needed")
    if options.cores * options.at_once > len(os.sched_getaffinity(0)):
        parser.error(f"this machine gives {len(os.sched_getaffinity(0))} cores")
    return options


def runs_of(options: argparse.Namespace) -> list[Run]:
    """All runs, those of one instance and budget together."""
    solvers = options.solvers or [s for s in SOLVERS if s == "own" or options.peers.exists()]
    if options.smoke:
        write_town(options.out / "town-1000.vrp", stops=1_000, rounds=12, seed=1)
        chosen = [
            (KNOWN / "X-n200-k36.vrp", 5.0),
            (KNOWN / "PR11A.vrp", 10.0),
            (options.out / "town-1000.vrp", 5.0),
        ]
        runs = [Run(s, file, seconds, 1, options.cores) for file, seconds in chosen for s in solvers]
        return [*runs, *(replace(run, seed=2) for run in runs if run.solver == "own")]
    files = sorted(Path(options.instances).glob("*.vrp"))
    if options.only:
        files = [file for file in files if file.stem in options.only]
    return [
        Run(solver, file, seconds, seed, options.cores)
        for file in files
        for seconds in options.seconds
        for solver in solvers
        for seed in options.seeds
    ]


def command(run: Run, options: argparse.Namespace, out: Path) -> list[str]:
    """The process of a run."""
    common = [str(run.instance), "--seconds", str(run.seconds), "--seed", str(run.seed), "--out", str(out)]
    if run.solver == "own":
        threads = ["--workers", str(run.cores), "--json"]
        return [sys.executable, "-m", "duongthu.cli", "route", *common, *threads]
    return [str(options.peers), str(PEERS / "run.py"), run.solver, *common]


def measured(run: Run, options: argparse.Namespace, cores: set[int]) -> dict:
    """One run to its end: what it says of itself, what the system says of it, what the checker says."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "plan.sol"
        began = time.perf_counter()
        process = subprocess.Popen(
            ["taskset", "-c", ",".join(map(str, sorted(cores))), *command(run, options, out)],
            stdout=(said := (Path(folder) / "said").open("w+")),
            stderr=(complaint := (Path(folder) / "complaint").open("w+")),
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
        killed, usage = _wait(process, run.seconds * 3 + 120)
        found = {
            "solver": run.solver, "instance": run.instance.stem, "budget": run.seconds, "seed": run.seed,
            "cores": run.cores, "process_seconds": round(time.perf_counter() - began, 2),
            "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2), "peak_mb": round(usage.ru_maxrss / 1024),
            "exit": process.returncode, "killed": killed, "key": run.key,
        }  # fmt: skip
        said.seek(0)
        complaint.seek(0)
        if process.returncode not in {0, CANNOT}:
            found["complaint"] = complaint.read()[-500:]
        return {**found, **_told(said.read()), **_verdict(run, out)}


def _wait(process: subprocess.Popen, at_most: float) -> tuple[bool, resource.struct_rusage]:
    """Wait for a process and take its use of the machine; one that keeps no time is killed."""
    until, killed = time.perf_counter() + at_most, False
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            process.returncode = os.waitstatus_to_exitcode(status)
            return killed, usage
        if time.perf_counter() > until and not killed:
            process.kill()
            killed = True
        time.sleep(0.02)


def _told(text: str) -> dict:
    """What a planner says of itself."""
    lines = [text] if text.startswith("{\n") else text.strip().splitlines()[-1:]
    told = json.loads(lines[0]) if lines and lines[0].startswith("{") else {}
    return {name: told[name] for name in ("seconds", "version", "cannot") if name in told}


def _verdict(run: Run, out: Path) -> dict:
    """The checker's word, the cost it counted, and the gap from the best known."""
    if not out.exists():
        return {"holds": False, "cost": None, "gap_percent": None}
    done = subprocess.run(
        [sys.executable, "-I", str(ROOT / "bin/check-plan"), str(run.instance), str(out)],
        capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    if done.returncode:
        return {"holds": False, "cost": None, "gap_percent": None, "verdict": done.stderr.strip()}
    cost, best = float(done.stdout.split()[-1]), best_known(run.instance)
    gap = None if best is None else round(100 * (cost / best - 1), 3)
    return {"holds": True, "cost": cost, "gap_percent": gap, "rounds": int(done.stdout.split()[1])}


def best_known(instance: Path) -> float | None:
    """The cost of the best known plan, counted by the checker; what the file states (in whatever units) is not looked at."""
    plan = instance.with_suffix(".sol")
    if not plan.exists():
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".sol", encoding="utf-8") as rounds:
        lines = plan.read_text(encoding="utf-8", errors="replace").splitlines()
        rounds.write("\n".join(line for line in lines if not line.lower().lstrip().startswith("cost")))
        rounds.flush()
        done = subprocess.run(
            [sys.executable, "-I", str(ROOT / "bin/check-plan"), str(instance), rounds.name],
            capture_output=True, check=True, encoding="utf-8",
        )  # fmt: skip
    return float(done.stdout.split()[-1])


def everything(options: argparse.Namespace) -> list[dict]:
    """All runs; each line is on disk as soon as its run ends."""
    journal = options.out / "runs.jsonl"
    done = (
        [json.loads(line) for line in journal.read_text().splitlines()]
        if options.resume and journal.exists()
        else []
    )
    known = [line["key"] for line in done]
    cores: queue.Queue[set[int]] = queue.Queue()
    free = sorted(os.sched_getaffinity(0), reverse=True)
    for n in range(options.at_once):
        cores.put(set(free[n * options.cores : (n + 1) * options.cores]))

    def one(run: Run) -> dict:
        mine = cores.get()
        try:
            return measured(run, options, mine)
        finally:
            cores.put(mine)

    with journal.open("a" if options.resume else "w") as file, ThreadPoolExecutor(options.at_once) as pool:
        for found in pool.map(one, [run for run in runs_of(options) if run.key not in known]):
            file.write(json.dumps(found, ensure_ascii=False) + "\n")
            file.flush()
            done.append(found)
            print(_line(found), flush=True)
    return done


def _line(found: dict) -> str:
    what = found.get("cannot") or found.get("verdict") or found.get("complaint", "").strip().split("\n")[-1]
    gap = "" if found["gap_percent"] is None else f"+{found['gap_percent']:.2f} %"
    words = (
        f"{found['cost']} {gap}" if found["holds"] else f"no plan: {'killed' if found['killed'] else what}"
    )
    return (
        f"{found['instance']:>16} {found['solver']:>8} seed {found['seed']}, {found['budget']:g} s: {words}"
        f" (cpu {found['cpu_seconds']} s, {found['peak_mb']} MB)"
    )


def plot(options: argparse.Namespace) -> None:
    """The picture of the gaps, drawn by matplotlib in the peers' environment."""
    if not options.peers.exists():
        print("no picture: benchmarks/peers/setup.sh has not been run")
        return
    words = [str(PEERS / "plot.py"), str(options.out / "runs.jsonl"), str(options.out / "gaps.svg")]
    subprocess.run([str(options.peers), *words], check=True)


def main() -> int:
    """Run all, write the results; 1 where a plan of ours does not hold or the time was not kept."""
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    found = everything(options)
    text = table(found)
    (options.out / "table.md").write_text(text, encoding="utf-8")
    print(text)
    plot(options)
    broken = [
        one for one in found
        if one["solver"] == "own" and (not one["holds"] or one["seconds"] > one["budget"] + 1)
    ]  # fmt: skip
    for one in broken:
        print("BROKEN:", json.dumps(one, ensure_ascii=False))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
