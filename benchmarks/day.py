"""The province's day on SQLite and on PostgreSQL in one run; how the books grow; backup while acts go on, and the drill.

    python benchmarks/day.py [--scale 1] [--smoke]

Each engine plays the same day (``duongthu simulate``), one after the other; PostgreSQL is a throw-away cluster, durable.
Growth is measured between a nearly empty day and the whole one, per item, and drawn out to five years of 20,000 items a day.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread

from common import say

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.cli.test_backup import WRITE
from tests.cluster import cluster

EMPTY_SCALE, ITEMS_A_DAY, DAYS = 0.005, 20_000, 1_826
SIZES = "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relname ~ '^[a-z]+_' AND relnamespace = 'public'::regnamespace"
HEAT = "SELECT relname, n_tup_ins, n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE n_tup_upd > 1000 ORDER BY n_tup_upd DESC"


class House:
    """One data folder (and database) in which commands run in processes of their own."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.url = folder, url
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DUONGTHU_")}
        self.environment = {**kept, "DUONGTHU_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT / "src")}
        if url:
            self.environment["DUONGTHU_DATABASE_URL"] = url

    def run(self, *words: object) -> tuple[dict, float, float]:
        """One command with ``--json``; gives what it answered, wall seconds, and its own processor seconds."""
        command = [sys.executable, "-m", "duongthu.cli", *map(str, words), "--json"]
        began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        spent, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return json.loads(done.stdout), spent, cpu

    def sizes(self) -> dict[str, int]:
        """Bytes of each table with its indexes (SQLite: of the whole file)."""
        if not self.url:
            return {"file": sum(path.stat().st_size for path in self.folder.glob("*.sqlite3*"))}
        return {row[0]: row[1] for row in self.ask("VACUUM", SIZES)}

    def ask(self, *statements: str) -> list[tuple]:
        """Rows of the last of some statements (PostgreSQL)."""
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements[:-1]:
                connection.execute(statement)
            return connection.execute(statements[-1]).fetchall()


def day(house: House, engine: str, scale: float) -> tuple[float, float, int, dict[str, int]]:
    """Play one day; gives wall and processor seconds, things and sizes."""
    told, wall, cpu = house.run("simulate", "--scale", scale)
    say(
        f"day {engine}",
        scale=scale,
        wall_seconds=round(wall, 1),
        cpu_seconds=round(cpu, 1),
        things=told["things"],
    )
    return wall, cpu, told["things"], house.sizes()


def growth(engine: str, small: tuple[int, dict[str, int]], large: tuple[int, dict[str, int]]) -> None:
    """Bytes an item, and five years of them; the tables that grow most."""
    items = large[0] - small[0]
    each = {name: (size - small[1].get(name, 0)) / items for name, size in large[1].items()}
    total = sum(each.values())
    most = sorted(each.items(), key=lambda one: -one[1])[:8]
    say(
        f"growth {engine}", bytes_an_item=round(total), five_years_gb=round(total * ITEMS_A_DAY * DAYS / 1e9, 1),
        most={name: round(size) for name, size in most},
    )  # fmt: skip


def backup(house: House, engine: str, folder: Path) -> None:
    """Back up while acts go on, then prove the backup: seconds of both, and the longest an act waited."""
    kept, key = folder / f"kept-{engine}", folder / f"{engine}.key"
    recipient = house.run("backup", "--new-key", key)[0]["recipient"]
    waits: list[float] = []
    with subprocess.Popen(
        [sys.executable, "-c", WRITE, "1000000"], env=house.environment, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        writer.stdout.readline()
        listener = Thread(target=_listen, args=(writer.stdout, waits))
        listener.start()
        time.sleep(2)
        alone, waits[:] = max(waits), []
        made, _, _ = house.run("backup", "--to", kept, "--for", recipient)
        meanwhile, acts = max(waits), len(waits)
        writer.terminate()
        listener.join()
    _, proven, _ = house.run("drill", "--from", kept, "--key", key)
    say(
        f"backup {engine}", seconds=made["seconds"], megabytes=round(made["bytes"] / 1e6, 1), rows=made["size"], acts_meanwhile=acts,
        longest_act_ms=round(meanwhile * 1e3), longest_act_before_ms=round(alone * 1e3), drill_to_proven_seconds=round(proven, 1),
    )  # fmt: skip


def _listen(lines: object, waits: list[float]) -> None:
    last = time.perf_counter()
    for _ in lines:  # type: ignore[attr-defined]
        now = time.perf_counter()
        waits.append(now - last)
        last = now


def main() -> int:
    """Both engines in turn; the exit code is 1 where PostgreSQL takes more than 1.4 times SQLite's time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--smoke", action="store_true")
    given = parser.parse_args()
    scale = 0.02 if given.smoke else given.scale
    walls = {}
    with tempfile.TemporaryDirectory(prefix="duongthu-day-") as kept:
        folder = Path(kept)
        folder.chmod(0o711)
        small = day(House(folder / "lite-small"), "sqlite", EMPTY_SCALE)
        house = House(folder / "lite")
        large = day(house, "sqlite", scale)
        walls["sqlite"] = large[0]
        growth("sqlite", small[2:], large[2:])
        backup(house, "sqlite", folder)
        with cluster(durable=True) as url:
            small = day(House(folder / "pg-small", url), "postgresql", EMPTY_SCALE)
        with cluster(durable=True) as url:
            house = House(folder / "pg", url)
            large = day(house, "postgresql", scale)
            walls["postgresql"] = large[0]
            growth("postgresql", small[2:], large[2:])
            heat = {
                name: {"rows": ins, "updates": upd, "hot": round(hot / upd, 2)}
                for name, ins, upd, hot in house.ask(HEAT)
            }
            say("updates postgresql", tables=heat)
            backup(house, "postgresql", folder)
    ratio = walls["postgresql"] / walls["sqlite"]
    say("day", postgresql_of_sqlite=round(ratio, 2), scale=scale)
    return int(ratio > 1.4)


if __name__ == "__main__":
    sys.exit(main())
