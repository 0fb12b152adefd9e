"""Plays a simulated day in processes of its own and ends them by SIGKILL at seeded moments.

python -m tests.simulation.killing play SEED SCALE ACKNOWLEDGED_FILE     one run (the one that gets killed)
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 900.0


# What the program does by itself whenever a run begins: a killed run begins more often.
AT_EACH_START = ("ledger.supply_tills", "mail.load_tariffs")


@dataclass(frozen=True)
class Played:
    """What a day left behind: figures of the books, what the recounts found, and how often it was killed."""

    figures: dict[str, int]
    findings: list[str]
    lost: int
    kills: int
    acknowledged: int


def play_and_kill(url: str, folder: Path, *, seed: int, scale: float, kills: int, acts: int) -> Played:
    """Play one day, killed at ``kills`` moments drawn from the seed among its first ``acts`` acknowledged commands."""
    acknowledged = folder / f"acknowledged-{kills}.txt"
    acknowledged.touch()
    moments = sorted(random.Random(f"{seed}/kills").sample(range(1, acts), kills))
    done = sum(_until_killed(url, seed, scale, acknowledged, moment) for moment in moments)
    _finish(_start(url, seed, scale, acknowledged))
    return _inspect(url, acknowledged, done)


def _finish(run: subprocess.Popen[bytes]) -> None:
    if run.wait(SECONDS) != 0:
        raise RuntimeError(f"the run broke by itself (exit code {run.returncode})")


def _start(url: str, seed: int, scale: float, acknowledged: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.simulation.killing", "play", str(seed), str(scale), str(acknowledged)],
        cwd=ROOT, env=_environment(url),
    )  # fmt: skip


def _environment(url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUONGTHU_")}
    paths = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    return kept | {
        "DUONGTHU_DATABASE_URL": url, "DUONGTHU_SECRET_KEY": "kill", "PYTHONPATH": paths,
        "DJANGO_SETTINGS_MODULE": "duongthu.config.settings",
    }  # fmt: skip


def _until_killed(url: str, seed: int, scale: float, acknowledged: Path, moment: int) -> int:
    """Let a run go on until so many commands are acknowledged in all, then kill it; 0 if it ended before."""
    run = _start(url, seed, scale, acknowledged)
    until = time.monotonic() + SECONDS
    while run.poll() is None and time.monotonic() < until:
        if acknowledged.stat().st_size // LINE >= moment:
            run.send_signal(signal.SIGKILL)
            run.wait()
            return 1
        time.sleep(0.002)
    if run.wait(1) != 0:
        raise RuntimeError(f"the run broke by itself (exit code {run.returncode})")
    return 0


LINE = 37  # a UUID and a line end


def play(seed: int, scale: float, acknowledged: Path) -> None:
    """One run: every command the database acknowledged is written down before the next is sent; a repeat only once."""
    import django

    django.setup()
    from django.core.management import call_command

    from duongthu.simulation.api import run_days

    call_command("migrate", verbosity=0)
    told = set(acknowledged.read_text().split())
    descriptor = os.open(acknowledged, os.O_WRONLY | os.O_APPEND)

    def tell(command: object) -> None:
        if str(command) not in told:
            os.write(descriptor, f"{command}\n".encode())

    run_days(seed=seed, scale=scale, faults=True, on_done=tell)


def _inspect(url: str, acknowledged: Path, kills: int) -> Played:
    done = subprocess.run(
        [sys.executable, "-m", "tests.simulation.killing", "inspect", str(acknowledged)],
        cwd=ROOT, env=_environment(url), check=True, capture_output=True, timeout=SECONDS,
    )  # fmt: skip
    found = json.loads(done.stdout)
    return Played(found["figures"], found["findings"], found["lost"], kills, found["acknowledged"])


def inspect(acknowledged: Path) -> None:
    """Print what the database holds: figures, findings of every recount, and acknowledged commands it lost."""
    import django

    django.setup()
    from django.db.models import Sum

    from duongthu.acts.api import ActRecord, all_checks
    from duongthu.ledger.api import Entry, morning_equation
    from duongthu.mail.api import Custody, CustodyEvent, Item

    ids = set(acknowledged.read_text().split())
    known = {str(one) for one in ActRecord.objects.values_list("command_id", flat=True)}
    figures = {
        "acts": ActRecord.objects.exclude(act__in=AT_EACH_START).count(),
        "items": Item.objects.count(),
        "postage": Item.objects.aggregate(s=Sum("postage_dong"))["s"],
        "events": CustodyEvent.objects.count(),
        "entries": Entry.objects.count(),
        "moved": Entry.objects.aggregate(s=Sum("amount_dong"))["s"],
        "delivered": Custody.objects.filter(state="delivered").count(),
        "difference": morning_equation().difference_dong,
    }
    findings = [finding.message for check in all_checks().values() for finding in check()]
    print(
        json.dumps(
            {"figures": figures, "findings": findings, "lost": len(ids - known), "acknowledged": len(ids)}
        )
    )


if __name__ == "__main__":
    if sys.argv[1] == "play":
        play(int(sys.argv[2]), float(sys.argv[3]), Path(sys.argv[4]))
    else:
        inspect(Path(sys.argv[2]))
