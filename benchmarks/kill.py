"""Kills a running day by SIGKILL at 100 seeded moments and compares it with the same day left alone; then backups and restores.

The day holds acceptances, rounds, pay-ins, pouches and the closes of every unit. Of ``backup`` and ``restore`` killed at seeded
moments nothing half done may count: every backup listed opens, and the last one restores to proven books with every act in it.

python benchmarks/kill.py            python tests/cluster.py python benchmarks/kill.py
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import arguments, say, seconds

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.cli.test_backup import House
from tests.simulation.killing import play_and_kill

from duongthu.cli import backups

options = arguments(__doc__ or "")
KILLS = 5 if options.smoke else 100
VERB_KILLS = 20
SCALE, SEED, ACTS = 0.01, 42, 2_100


def database(folder: Path, name: str) -> str:
    """A new database: an SQLite file, or one beside the database of DUONGTHU_DATABASE_URL."""
    url = os.environ.get("DUONGTHU_DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{folder / name}.sqlite3"
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.rsplit("/", 1)[0] + "/" + name


def kill_verbs(url: str, folder: Path, kills: int) -> dict[str, int]:
    """Kill ``backup`` and ``restore`` so many times each; gives what was counted."""
    house, kept, key = House(folder / "house"), folder / "kept", folder / "usb.key"
    house.environment |= {"DUONGTHU_DATABASE_URL": url, "DUONGTHU_SECRET_KEY": "kill"}
    recipient = json.loads(house.run("backup", "--new-key", key, "--json"))["recipient"]
    whole = ("backup", "--to", kept, "--for", recipient)
    spent = seconds(lambda: house.run(*whole))
    dice, counted = random.Random(f"{SEED}/verbs"), {"backup": 0, "restore": 0, "listed": 0, "unreadable": 0}
    for _ in range(kills):
        counted["backup"] += killed_at(house, whole, dice.uniform(0.05, spent))
    for one in backups.all_backups(kept):
        counted["listed"] += 1
        counted["unreadable"] += backups.digest_of(kept / f"{one.name}{backups.TAIL}") != one.sha256
    house.run(*whole)
    newest = backups.all_backups(kept)[0]
    file = kept / f"{newest.name}{backups.TAIL}"
    for turn in range(kills):
        words = ("restore", file, "--key", key, "--into", folder / f"into-{turn}")
        counted["restore"] += killed_at(House(folder / f"into-{turn}"), words, dice.uniform(0.05, spent * 2))
    counted["changed_by_restores"] = int(backups.digest_of(file) != newest.sha256)
    told = house.run("drill", "--from", kept, "--key", key)
    return counted | {"drill_passed": int("ĐẠT" in told and "KHÔNG ĐẠT" not in told)}


def killed_at(house: House, words: tuple[object, ...], moment: float) -> int:
    """Start a command and kill it and what it started after so many seconds; 0 where it had ended."""
    command = [sys.executable, "-m", "duongthu.cli", *map(str, words)]
    run = subprocess.Popen(
        command, env=house.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    time.sleep(moment)
    over = run.poll() is not None
    if not over:
        os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    return int(not over)


with tempfile.TemporaryDirectory() as kept:
    folder = Path(kept)
    folder.chmod(0o711)  # a restored PostgreSQL runs as another user
    alone, killed = database(folder, "alone"), database(folder, "killed")
    results = []
    spent = seconds(
        lambda: results.append(play_and_kill(alone, folder, seed=SEED, scale=SCALE, kills=0, acts=ACTS))
    )
    say("day left alone", seconds=round(spent, 1), figures=results[0].figures, findings=results[0].findings)
    spent = seconds(
        lambda: results.append(play_and_kill(killed, folder, seed=SEED, scale=SCALE, kills=KILLS, acts=ACTS))
    )
    same = results[0].figures == results[1].figures
    say(
        "day killed", kills=results[1].kills, seconds=round(spent, 1), acknowledged=results[1].acknowledged,
        acknowledged_lost=results[1].lost, same_books=same, figures=results[1].figures, findings=results[1].findings,
    )  # fmt: skip
    verbs = kill_verbs(killed, folder, 2 if options.smoke else VERB_KILLS)
    say("backups and restores killed", **verbs)
    held = verbs["drill_passed"] and not verbs["unreadable"] and not verbs["changed_by_restores"]
    sys.exit(0 if held and same and not results[1].lost and not results[1].findings else 1)
