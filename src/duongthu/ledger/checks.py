"""Recounts of the money book: balances, holds, vouchers and standing rules against the journal."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from duongthu.acts.api import Finding, bulk
from duongthu.kernel.refusal import Refusal
from duongthu.ledger import refusals
from duongthu.ledger.kinds import COURIER, KINDS, SHORT, TRANSIT, person_owner
from duongthu.ledger.models import Account, Closing, Entry, Hold, Pouch, StandingRule, Till
from duongthu.ledger.rules.purposes import FORMER_PAIRS, purpose_of
from duongthu.ledger.rules.transfers import REVERSAL

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
MOVED = """
SELECT unit_id, booked_on, kind, side, sum(d), sum(c) FROM (
  SELECT a.unit_id, a.kind, a.side, e.booked_on, e.amount_dong AS d, 0 AS c
  FROM ledger_entry e JOIN ledger_account a ON a.id = e.debit_id WHERE e.phase IN (0, 2, 5)
  UNION ALL
  SELECT a.unit_id, a.kind, a.side, e.booked_on, 0, e.amount_dong
  FROM ledger_entry e JOIN ledger_account a ON a.id = e.credit_id WHERE e.phase IN (0, 2, 5)
) AS both_sides GROUP BY unit_id, booked_on, kind, side ORDER BY unit_id, booked_on
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


def check_closings() -> Iterator[Finding]:
    """What each closing of a day kept is what the entries say of that day still."""
    kept: dict[int, list[tuple[str, int, str]]] = {}
    closings = Closing.objects.filter(period=Closing.DAY).order_by("closed_until")
    for seq, unit_id, until, figures in closings.values_list(
        "seq", "unit_id", "closed_until", "figures"
    ).iterator():
        kept.setdefault(unit_id, []).append((until.isoformat(), seq, figures))
    by_unit = groupby(bulk.fetch(MOVED), key=itemgetter(0))
    moved = {unit_id: list(rows) for unit_id, rows in by_unit if unit_id in kept}
    for unit_id, days in kept.items():
        rows, place = moved.get(unit_id, []), 0
        opening: dict[str, int] = {}
        for day, seq, figures in days:
            today: dict[str, list[int]] = {}
            while place < len(rows) and str(rows[place][1]) <= day:
                _, on, kind, side, debits, credits_ = rows[place]
                came, went = (int(debits), int(credits_)) if side > 0 else (int(credits_), int(debits))
                before = today.setdefault(kind, [0, 0, 0])
                if str(on) < day:
                    before[0] += came - went
                else:
                    before[1], before[2] = came, went
                place += 1
            expected = _expected(opening, today)
            if expected != _kept_figures(figures):
                words = f"số đã khóa ngày {day} không còn khớp các bút toán của ngày"
                yield Finding("ledger.closing_differs", words, "ledger.closing", seq, day, unit_id)


def _expected(opening: dict[str, int], today: dict[str, list[int]]) -> dict[str, tuple[int, int, int, int]]:
    found = {}
    for kind in {*opening, *today}:
        late, came, went = today.get(kind, [0, 0, 0])
        start = opening.get(kind, 0) + late
        found[kind] = (start, came, went, start + came - went)
        opening[kind] = start + came - went
    return found


def _kept_figures(text: str) -> dict[str, tuple[int, int, int, int]]:
    parts = ("opening_dong", "in_dong", "out_dong", "closing_dong")
    return {row["kind"]: tuple(row[part] for part in parts) for row in json.loads(text)}


def check_reversals() -> Iterator[Finding]:
    """No entry is reversed twice, and none that is no posted one."""
    sql = (
        "SELECT e.seq, e.booked_on, e.unit_id, e.ref, p.phase FROM ledger_entry e LEFT JOIN ledger_entry p ON p.key = e.ref "
        "WHERE e.phase = 5 ORDER BY e.seq"
    )
    seen: set[str] = set()
    for seq, on, unit_id, ref, phase in bulk.fetch(sql):
        if str(ref) in seen or phase not in {0, 2}:
            words = (
                "bút toán đảo một bút toán đã đảo rồi"
                if str(ref) in seen
                else "bút toán đảo một bút toán không có"
            )
            yield Finding("ledger.reversed_twice", words, "ledger.entry", seq, str(on), unit_id)
        seen.add(str(ref))


def check_vouchers() -> Iterator[Finding]:
    """Numbers of each office, year and series run from 1 without a gap, and the counter stands at the last."""
    last = {
        (u, y, s): n
        for u, y, s, n in bulk.fetch("SELECT unit_id, year, series, last FROM ledger_voucher_counter")
    }
    rows = bulk.fetch(
        "SELECT unit_id, year, series, count(*), max(number) FROM ledger_voucher GROUP BY unit_id, year, series"
    )
    for unit_id, year, series, count, highest in rows:
        if (counter := last.pop((unit_id, year, series), 0)) != highest:
            yield Finding(
                "ledger.counter_differs", f"dãy {series}-{year} đếm tới {counter}, số cuối là {highest}",
                "ledger.voucher_counter", series, str(year), unit_id,
            )  # fmt: skip
        if count != highest:
            yield Finding(
                "ledger.voucher_gap", f"dãy {series}-{year} có {count} chứng từ nhưng số cuối là {highest}",
                "ledger.voucher", highest, str(year), unit_id,
            )  # fmt: skip
    for (unit_id, year, series), counter in last.items():
        if counter:
            words = f"dãy {series}-{year} đếm tới {counter} mà không có chứng từ nào"
            yield Finding(
                "ledger.counter_differs", words, "ledger.voucher_counter", series, str(year), unit_id
            )


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


PAIRS = """
SELECT e.kind, e.phase, d.kind, c.kind, min(e.seq), count(*), max(e.act_id) FROM ledger_entry e
JOIN ledger_account d ON d.id = e.debit_id JOIN ledger_account c ON c.id = e.credit_id
GROUP BY e.kind, e.phase, d.kind, c.kind
"""
UPGRADED = "SELECT coalesce(min(seq), 0) FROM acts_act WHERE act = 'acts.adopt_masters' AND status = 'done'"


def check_purposes() -> Iterator[Finding]:
    """Every entry moves money between kinds of account that its purpose allows; before an upgrade, by the former ones."""
    upgraded = int(bulk.fetch(UPGRADED)[0][0])
    for code, phase, debit, credit, first, count, last_act in bulk.fetch(PAIRS):
        purpose = purpose_of(code)
        pair = (credit, debit) if phase == REVERSAL else (debit, credit)
        if last_act < upgraded and pair in FORMER_PAIRS.get(code, ()):
            continue
        if purpose is None or pair not in purpose.pairs:
            message = (
                f"{count} bút toán «{code}» chuyển từ {credit} sang {debit}: không có trong bảng mục đích"
            )
            yield _of_entry("ledger.purpose_breached", message, first)


def _of_entry(code: str, message: str, seq: int) -> Finding:
    entry = Entry.objects.get(pk=seq)
    return Finding(code, message, "ledger.entry", seq, str(entry.booked_on), entry.unit_id)


def tills_are_closed(unit_id: int, _on: date) -> Refusal | None:
    """Condition of closing a day: every till and safe counted and out of hands."""
    open_now = Till.objects.filter(unit_id=unit_id, person_id__isnull=False).values_list("code", flat=True)
    return refusals.TillsStillOpen(tills=", ".join(sorted(open_now))) if open_now else None


def couriers_hold_nothing(unit_id: int, _on: date) -> Refusal | None:
    """Condition of closing a day: no courier of the unit still holds its cash."""
    holding = [a.owner for a in Account.objects.filter(unit_id=unit_id, kind=COURIER.code) if a.balance_dong]
    return refusals.CouriersStillHold(couriers=", ".join(sorted(holding))) if holding else None


def pouches_have_come(unit_id: int, on: date) -> Refusal | None:
    """Condition of closing a day: no pouch the unit gave on an earlier day is still under way."""
    late = Pouch.objects.filter(from_unit_id=unit_id, state=Pouch.GIVEN, given_on__lt=on).order_by("given_at")
    first = late.first()
    return refusals.PouchesUnderWay(count=late.count(), pouch=first.code) if first else None


def promises_are_settled(unit_id: int, _on: date) -> Refusal | None:
    """Condition of closing a day: no cash given within the unit waits for its taker."""
    waiting = Hold.objects.filter(unit_id=unit_id, state=Hold.OPEN).count()
    return refusals.PromisesOpen(count=waiting) if waiting else None


def cash_on_name(person_id: int, unit_id: int) -> str:
    """What of a unit's cash stands on a person's name: an open till or safe, cash in his hands or under way, what he lacks."""
    tills = [till.code for till in Till.objects.filter(person_id=person_id, unit_id=unit_id).order_by("pk")]
    owner = person_owner(person_id, unit_id)
    named = Account.objects.filter(owner=owner, kind__in=(COURIER.code, SHORT.code, TRANSIT.code))
    dong = sum(account.balance_dong for account in named)
    words = [f"quỹ đang mở {', '.join(tills)}"] if tills else []
    return ", ".join([*words, f"{dong} đồng đứng tên"] if dong else words)
