"""Ledger: batches of 10,000 transfers with every rule, against the bulk insert of the same rows and the plain ORM.

python benchmarks/ledger.py            DUONGTHU_DATABASE_URL=postgresql://… python benchmarks/ledger.py
"""

import random
from datetime import UTC, datetime

from common import arguments, fresh_database, say, seconds

options = arguments(__doc__ or "")
engine = fresh_database()

from django.db import transaction

from duongthu.acts.api import Actor, Call, bulk
from duongthu.kernel.ids import IdMaker
from duongthu.ledger.actions.posting import ENTRY_COLUMNS, post_lines
from duongthu.ledger.models import Account, Entry
from duongthu.ledger.rules.purposes import Purpose
from duongthu.ledger.rules.transfers import Transfer

ACCOUNTS = 10_000
BATCH = 1_000 if options.smoke else 10_000
BATCHES = 2 if options.smoke else 10
PAIRS = 3 if options.smoke else 5
PAIRS_MOVED = frozenset((one, other) for one in ("till", "customer") for other in ("till", "customer"))
BENCH = Purpose("bench", "Đo", PAIRS_MOVED, "", "")
NOW = datetime(2020, 8, 14, 3, tzinfo=UTC)
ids, rng = IdMaker(random.Random(1)), random.Random(2)


def open_accounts() -> None:
    """Every tenth may not go below zero, the first (the hot cash account) among them; all are well filled."""
    filled = 10**14
    Account.objects.bulk_create(
        [
            Account(
                pk=n,
                kind="till" if n % 10 == 1 else "customer",
                owner=f"B{n}",
                unit_id=1,
                side=1,
                limited=n % 10 == 1,
                debits_dong=filled,
            )
            for n in range(1, ACCOUNTS + 1)
        ],
        batch_size=2_000,
    )


def call() -> Call:
    """The call of one batch."""
    actor = Actor(1, "đo", 1, frozenset({"teller"}), frozenset({1}))
    return Call(actor, 1, ids.make(NOW), 1, NOW, NOW, NOW.date())


def transfers(hot: bool) -> list[Transfer]:
    """A batch: hot = all out of the cash account; else between any two accounts."""
    made = []
    for _ in range(BATCH):
        credit = 1 if hot else rng.randrange(1, ACCOUNTS + 1)
        debit = rng.randrange(2, ACCOUNTS + 1)
        made.append(
            Transfer(
                ids.make(NOW),
                debit if debit != credit else debit - 1,
                credit,
                rng.randrange(1, 5_000),
                BENCH,
            )
        )
    return made


def ours(batches: list[list[Transfer]]) -> None:
    """Each batch in its own transaction with all rules: keys, limits, balances, periods."""
    for batch in batches:
        with transaction.atomic():
            assert all(r.status == "done" for r in post_lines(call(), batch).each())


def floor(batches: list[list[tuple[object, ...]]]) -> None:
    """The same rows into the same table and nothing else."""
    for rows in batches:
        with transaction.atomic():
            bulk.insert_rows("ledger_entry", ENTRY_COLUMNS, rows)


def as_rows(batch: list[Transfer]) -> list[tuple[object, ...]]:
    """The rows the floor inserts."""
    moment, day = bulk.db_moment(NOW), NOW.date().isoformat()
    return [
        (
            bulk.db_uuid(t.key),
            1,
            t.debit,
            t.credit,
            t.amount_dong,
            t.purpose.code,
            t.subject,
            0,
            None,
            1,
            day,
            day,
            moment,
        )
        for t in batch
    ]


def orm(batch: list[Transfer]) -> None:
    """What a first draft would do: one transaction each, objects saved one by one."""
    for t in batch:
        with transaction.atomic():
            if Entry.objects.filter(key=t.key).exists():
                continue
            debit = Account.objects.select_for_update().get(pk=t.debit)
            credit = Account.objects.select_for_update().get(pk=t.credit)
            assert not credit.limited or credit.available_dong >= t.amount_dong
            Entry.objects.create(
                key=t.key, act_id=1, debit_id=t.debit, credit_id=t.credit, amount_dong=t.amount_dong, kind=t.purpose.code, subject="",
                phase=0, unit_id=1, booked_on=NOW.date(), document_on=NOW.date(), recorded_at=NOW,
            )  # fmt: skip
            debit.debits_dong += t.amount_dong
            credit.credits_dong += t.amount_dong
            debit.save()
            credit.save()


open_accounts()
if bulk.on_postgres():
    bulk.write("ANALYZE ledger_account", [])
best = 0.0
for name, hot in (("hot", True), ("uniform", False)):
    mine_s = floor_s = 0.0
    for _ in range(PAIRS * BATCHES):  # in turn, batch by batch: what slows the machine slows both
        mine, rows = transfers(hot), as_rows(transfers(hot))
        mine_s += seconds(lambda batch=mine: ours([batch]))
        floor_s += seconds(lambda batch=rows: floor([batch]))
    count = PAIRS * BATCHES * BATCH
    best = max(best, count / mine_s)
    say(
        f"ledger {engine} {name}, batches of {BATCH}", per_second=round(count / mine_s), floor_per_second=round(count / floor_s),
        of_floor=round(floor_s / mine_s, 3),
    )  # fmt: skip
single = transfers(hot=True)[: 100 if options.smoke else 500]
slow = len(single) / seconds(lambda: orm(single))
say(f"ledger {engine} plain ORM one by one", per_second=round(slow), batch_is_times_faster=round(best / slow))
