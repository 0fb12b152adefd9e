"""Recounts of the money book: balances, holds, vouchers and standing rules against the journal."""

from collections.abc import Iterator
from typing import Any

from duongthu.acts.api import Finding, bulk
from duongthu.ledger.kinds import KINDS
from duongthu.ledger.models import Account, Entry, Hold, StandingRule

REPLAY = """
SELECT account, sum(d), sum(c), sum(dp), sum(cp) FROM (
  SELECT debit_id AS account,
         sum(CASE WHEN phase IN (0, 2, 5) THEN amount_dong ELSE 0 END) AS d, 0 AS c,
         sum(CASE WHEN phase = 1 THEN amount_dong ELSE 0 END) AS dp, 0 AS cp
  FROM ledger_entry GROUP BY debit_id
  UNION ALL
  SELECT credit_id, 0, sum(CASE WHEN phase IN (0, 2, 5) THEN amount_dong ELSE 0 END),
         0, sum(CASE WHEN phase = 1 THEN amount_dong ELSE 0 END)
  FROM ledger_entry GROUP BY credit_id
) AS both_sides GROUP BY account
"""
ENDED = """
SELECT p.debit_id, p.credit_id, p.amount_dong FROM ledger_entry e JOIN ledger_entry p ON p.key = e.ref
WHERE e.phase IN (2, 3, 4)
"""


def check_balances() -> Iterator[Finding]:
    """Every materialised balance equals the replay of the journal; both sides of the whole book are equal."""
    replayed = {row[0]: [int(value) for value in row[1:]] for row in bulk.fetch(REPLAY)}
    for debit, credit, amount in bulk.fetch(ENDED):
        replayed[debit][2] -= amount
        replayed[credit][3] -= amount
    for account in Account.objects.order_by("pk").iterator():
        expected = replayed.pop(account.pk, [0, 0, 0, 0])
        kept = [
            account.debits_dong,
            account.credits_dong,
            account.debits_pending_dong,
            account.credits_pending_dong,
        ]
        if kept != expected:
            yield _balance_differs(account, kept, expected)
    for account_id in replayed:
        yield Finding(
            "ledger.account_missing",
            f"bút toán nêu tài khoản {account_id} không có",
            "ledger.account",
            account_id,
        )


def _balance_differs(account: Account, kept: list[int], expected: list[int]) -> Finding:
    where = f"{KINDS[account.kind].title} của {account.owner}" if account.kind in KINDS else account.owner
    last = bulk.fetch(
        "SELECT max(booked_on) FROM ledger_entry WHERE debit_id = %s OR credit_id = %s",
        [account.pk, account.pk],
    )[0][0]
    message = f"{where}: số dư ghi {kept[0] - kept[1]} đồng, tính lại từ sổ {expected[0] - expected[1]} đồng"
    return Finding(
        "ledger.balance_differs", message, "ledger.account", account.pk, str(last or ""), account.unit_id
    )


def check_holds() -> Iterator[Finding]:
    """Each pending entry has its hold, and its state is what the journal says."""
    ended = {
        str(ref): (phase, amount)
        for ref, phase, amount in bulk.fetch(
            "SELECT ref, phase, amount_dong FROM ledger_entry WHERE phase IN (2, 3, 4)"
        )
    }
    states = {2: Hold.POSTED, 3: Hold.VOIDED, 4: Hold.EXPIRED}
    for key, unit_id, state, posted in Hold.objects.values_list(
        "key", "unit_id", "state", "posted_dong"
    ).iterator():
        phase, amount = ended.get(str(key)) or ended.get(key.hex) or (0, 0)
        expected = (states[phase], amount if phase == 2 else 0) if phase else (Hold.OPEN, 0)  # noqa: PLR2004
        if (state, posted) != expected:
            yield Finding(
                "ledger.hold_differs", f"khoản chờ {key} không khớp sổ", "ledger.hold", str(key), "", unit_id
            )


def check_vouchers() -> Iterator[Finding]:
    """Numbers of each office, year and series run from 1 without a gap."""
    rows = bulk.fetch(
        "SELECT unit_id, year, series, count(*), max(number) FROM ledger_voucher GROUP BY unit_id, year, series"
    )
    for unit_id, year, series, count, highest in rows:
        if count != highest:
            yield Finding(
                "ledger.voucher_gap", f"dãy {series}-{year} có {count} chứng từ nhưng số cuối là {highest}",
                "ledger.voucher", highest, str(year), unit_id,
            )  # fmt: skip


def check_standing_rules() -> Iterator[Finding]:
    """The built-in limits of each kind and the rules set by people, over all history in written order."""
    limited = {kind.code for kind in KINDS.values() if kind.limited}
    pairs = [rule for rule in StandingRule.objects.all() if rule.test == StandingRule.AT_MOST]
    limited |= set(
        StandingRule.objects.filter(test=StandingRule.NEVER_NEGATIVE).values_list("kind", flat=True)
    )
    accounts = {a.pk: a for a in Account.objects.all()}
    running, by_kind, broken = dict.fromkeys(accounts, 0), dict.fromkeys(KINDS, 0), set[str]()
    for seq, debit, credit, amount, booked_on, unit_id in _moves():
        for account_id, change in ((debit, amount), (credit, -amount)):
            account = accounts[account_id]
            running[account_id] += account.side * change
            by_kind[account.kind] += account.side * change
            if running[account_id] < 0 and account.kind in limited:
                yield Finding(
                    "ledger.below_zero", f"{KINDS[account.kind].title} của {account.owner} âm {-running[account_id]} đồng",
                    "ledger.entry", seq, str(booked_on), unit_id,
                )  # fmt: skip
        for rule in pairs:
            if rule.name not in broken and by_kind[rule.kind] > by_kind[rule.other_kind]:
                broken.add(rule.name)
                yield _rule_broken(rule, seq, str(booked_on), accounts, running)


def _moves() -> Iterator[tuple[Any, ...]]:
    moving = Entry.objects.filter(phase__in=(0, 2, 5)).order_by("seq")
    return iter(
        moving.values_list("seq", "debit_id", "credit_id", "amount_dong", "booked_on", "unit_id").iterator(
            chunk_size=10_000
        )
    )


def _rule_broken(
    rule: StandingRule, seq: int, day: str, accounts: dict[int, Account], running: dict[int, int]
) -> Finding:
    """Explains by the accounts that make up the two sides at that moment, largest first."""
    involved = [
        (running[i], a) for i, a in accounts.items() if a.kind in {rule.kind, rule.other_kind} and running[i]
    ]
    involved.sort(key=lambda pair: -abs(pair[0]))
    parts = "; ".join(f"{a.kind} {a.owner}: {amount}" for amount, a in involved[:8])
    return Finding(
        "ledger.rule_broken", f"quy tắc «{rule.name}» bị vi phạm: {parts}", "ledger.entry", seq, day
    )
