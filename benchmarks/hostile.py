"""A hostile teller, head and accountant in a living office: what they move without right must be named by ``verify``.

    python benchmarks/hostile.py [--commands 20000] [--seed 1] [--smoke]
    python tests/cluster.py python benchmarks/hostile.py

Who is right is decided by an oracle that shares nothing with the house (tests/properties/hostile.py).
The seed begins anew, in a fresh office of its own, with each thousand of commands, so that locked days do not end the siege.
"""

import argparse
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from time import perf_counter

from common import fresh_database, say

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--commands", type=int, default=20_000)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--minutes", type=float, default=60.0, help="stop after so many, whatever was reached")
parser.add_argument("--smoke", action="store_true")
given = parser.parse_args()
engine = fresh_database()

from django.db import transaction
from tests.properties.hostile import Besieged, Siege, findings
from tests.province import working_province

from duongthu.kernel.clock import VN, FixedClock, using_clock

COMMANDS = 300 if given.smoke else given.commands
EACH = 1_000


def besiege(seed: int, commands: int) -> tuple[Siege, list[str], int]:
    """One siege in a province of its own, undone at its end; gives it, what is silent, and how much verify said."""
    clock = FixedClock(datetime(2020, 8, 14, 8, 0, tzinfo=VN))
    with using_clock(clock), transaction.atomic():
        siege = Besieged(working_province("2020-08-14")[0], clock, seed).go_on(commands)
        found = findings()
        silent = [f"{one.act} {one.table} {one.row}: {one.said}" for one in siege.silent(found)]
        transaction.set_rollback(True)
    return siege, silent, len(found)


began, sent, totals, done = perf_counter(), 0, Counter[str](), Counter[str]()
kinds, crashes, silent, verified = Counter[str](), list[str](), list[str](), 0
number = given.seed
while sent < COMMANDS and perf_counter() - began < given.minutes * 60:
    siege, unnamed, said = besiege(number, min(EACH, COMMANDS - sent))
    number += 1
    sent += siege.sent
    totals += siege.outcomes
    done += siege.done
    crashes += siege.crashes
    silent += unnamed
    verified += said
    kinds += Counter({"entries": siege.entries, "events": siege.events, "without right": len(siege.wrong)})
    print(number, sent, dict(totals), dict(kinds), len(crashes), len(silent), file=sys.stderr, flush=True)
say(
    f"hostile insiders {engine}", commands=sent, seconds=round(perf_counter() - began), outcomes=dict(totals), acts_done=len(done),
    moved=dict(kinds), crashes=len(crashes), findings=verified, silent=len(silent),
)  # fmt: skip
for line in sorted(set(silent))[:40] + sorted(set(crashes))[:40]:
    print(line, file=sys.stderr)
sys.exit(1 if silent or crashes else 0)
