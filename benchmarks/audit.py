"""Audit: recounts of balances, limits and seals over ten million entries (five years of a province).

python benchmarks/audit.py            DUONGTHU_DATABASE_URL=postgresql://… python benchmarks/audit.py
"""

import random
from datetime import UTC, datetime, timedelta

from common import arguments, fresh_database, say, seconds

options = arguments(__doc__ or "")
engine = fresh_database()

from django.db import transaction

from duongthu.acts.api import Actor, Call
from duongthu.kernel.ids import IdMaker
from duongthu.ledger.actions.posting import post_lines
from duongthu.ledger.checks import check_balances, check_standing_rules
from duongthu.ledger.models import Account
from duongthu.ledger.rules.purposes import Purpose
from duongthu.ledger.rules.transfers import Transfer

ENTRIES = 100_000 if options.smoke else 10_000_000
ACCOUNTS, BATCH = 2_000, 10_000
BENCH = Purpose("bench", "Đo", frozenset({("customer", "customer")}), "", "")
START = datetime(2016, 1, 1, tzinfo=UTC)
ids, rng = IdMaker(random.Random(1)), random.Random(2)

Account.objects.bulk_create(
    [
        Account(pk=n, kind="customer", owner=f"B{n}", unit_id=n % 170, side=1, limited=False)
        for n in range(1, ACCOUNTS + 1)
    ]
)


def fill() -> None:
    """Five years of transfers through the house's own path."""
    for number in range(ENTRIES // BATCH):
        at = START + timedelta(minutes=number * 2_600_000 / (ENTRIES / BATCH))
        call = Call(Actor(1, "đo", 1, frozenset(), frozenset({1})), 1, ids.make(at), 1, at, at, at.date())
        batch = []
        for _ in range(BATCH):
            credit = rng.randrange(1, ACCOUNTS + 1)
            batch.append(
                Transfer(ids.make(at), credit % ACCOUNTS + 1, credit, rng.randrange(1, 5_000), BENCH)
            )
        with transaction.atomic():
            post_lines(call, batch)


spent = seconds(fill)
say(f"audit {engine}, filled", entries=ENTRIES, seconds=round(spent, 1))
balances = seconds(lambda: list(check_balances()))
rules = seconds(lambda: list(check_standing_rules()))
say(
    f"audit {engine}", entries=ENTRIES, balances_seconds=round(balances, 1), rules_seconds=round(rules, 1),
    per_second=round(ENTRIES / (balances + rules)),
)  # fmt: skip
