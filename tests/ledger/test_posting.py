"""The money book's core: what enters, what is refused, and that nothing is ever changed."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from duongthu.acts.api import bulk, make_seal, perform
from duongthu.ledger.api import Account, Entry, balance_at, balance_with_pending, morning_equation
from duongthu.ledger.checks import check_balances, check_holds, check_standing_rules
from duongthu.ledger.models import StandingRule

pytestmark = pytest.mark.django_db


def balance(account_id):
    return Account.objects.get(pk=account_id).balance_dong


@pytest.mark.feature(54)
@pytest.mark.parametrize(
    ("moves", "code"),
    [
        ([("till", "safe", 0)], "ledger.wrong_amount"),
        ([("till", "safe", -5)], "ledger.wrong_amount"),
        ([("till", "safe", 10**15 + 1)], "ledger.wrong_amount"),
        ([("till", "till", 5)], "ledger.same_account"),
        ([("till", "safe", 600_000), ("till", "safe", 600_000)], "ledger.not_enough_money"),
    ],
)
@pytest.mark.usefixtures("capital")
def test_wrong_postings_are_refused_whole(move, book, moves, code):
    """A wrong line refuses the whole act with a stable code and its line, and leaves no half."""
    outcome = move(*moves)
    assert outcome.refusal["code"] == code
    assert outcome.refusal["row"] == len(moves)
    assert balance(book["till"]) == 0
    assert balance(book["safe"]) == 1_000_000


@pytest.mark.feature(54)
def test_fractional_dong_and_foreign_accounts_are_refused(actor, book):
    """Half a đồng or an account of no ledger never reaches the journal."""
    half = perform(actor("teller"), "trial.post", {"moves": [(book["till"], book["safe"], 0.5)]})
    foreign = perform(actor("teller"), "trial.post", {"moves": [(book["till"], 10**9, 5)]})
    assert half.refusal["code"] == "acts.wrong_parameter"
    assert foreign.refusal["code"] == "ledger.unknown_account"


@pytest.mark.feature(54)
def test_an_unbalanced_paper_is_refused(actor, book):
    """A paper whose lines differ from its sum is not even proposed."""
    paper = {
        "purpose": "capital_received",
        "title": "Vốn",
        "amount_dong": 500,
        "lines": [{"unit_id": 1, "amount_dong": 400}],
    }
    refused = perform(actor("accountant"), "ledger.post_paper", json.dumps(paper))
    assert refused.refusal["code"] == "ledger.unbalanced"


@pytest.mark.feature(55)
@pytest.mark.parametrize("table", ["ledger_entry", "ledger_voucher", "ledger_count", "ledger_closing"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET unit_id = 2", "DELETE FROM {}"])
@pytest.mark.usefixtures("capital")
def test_the_database_refuses_to_change_the_journals(table, statement):
    """The guard holds on every journal of the room, on both engines."""
    if table != "ledger_entry" and not bulk.on_postgres():
        columns = bulk.fetch(
            f"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"
        )
        assert columns[0][0] == 2
        return
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


@pytest.mark.feature(66)
@pytest.mark.usefixtures("capital")
def test_bulk_lines_answer_one_by_one(actor, book, ids, clock):
    """51,000 lines with wrong and doubled ones: each has its own answer, and the same file again adds nothing."""
    till, safe = book["till"], book["safe"]
    lines = [(ids.make(clock.now()), till, safe, 10) for _ in range(50_990)]
    lines += [lines[0], (ids.make(clock.now()), till, safe, 0), (ids.make(clock.now()), till, safe, 999_999)]
    first = perform(actor("teller"), "trial.post_lines", {"moves": lines}).result["lines"]
    again = perform(actor("teller"), "trial.post_lines", {"moves": lines}).result["lines"]
    assert first == ["done"] * 50_990 + ["duplicate", "ledger.wrong_amount", "ledger.not_enough_money"]
    assert again == ["duplicate"] * 50_991 + ["ledger.wrong_amount", "ledger.not_enough_money"]
    assert balance(till) == 509_900


@pytest.mark.feature(57)
@pytest.mark.usefixtures("capital")
def test_a_promise_counts_at_once_and_its_rest_is_released(actor, book):
    """Pending money limits what else can be spent; posting part of it frees the rest at once."""
    keeper = actor("teller")
    wanted = {"move": (book["till"], book["safe"], 800_000)}
    held = perform(keeper, "trial.promise", wanted).result["hold"]
    assert balance_with_pending(book["safe"]).available_dong == 200_000
    assert (
        perform(keeper, "trial.post", {"moves": [(book["till"], book["safe"], 200_001)]}).refusal["code"]
        == "ledger.not_enough_money"
    )
    posted = perform(keeper, "trial.keep_promise", json.dumps({"hold": held, "amount_dong": 300_000})).result
    assert (posted["posted_dong"], posted["released_dong"]) == (300_000, 500_000)
    seen = balance_with_pending(book["safe"])
    assert (seen.balance_dong, seen.available_dong, seen.pending) == (700_000, 700_000, ())
    assert list(check_balances()) == list(check_holds()) == []


@pytest.mark.feature(57)
@pytest.mark.usefixtures("capital")
def test_void_and_expiry_show_at_once(actor, book, clock):
    """Voided and lapsed promises free the money; a lapsed one can no longer be posted."""
    keeper, soon = actor("teller", "accountant"), clock.now() + timedelta(hours=1)
    wanted = {"move": (book["till"], book["safe"], 400_000), "expires_at": soon}
    first, second = (perform(keeper, "trial.promise", wanted).result["hold"] for _ in range(2))
    assert perform(keeper, "trial.call_off", json.dumps({"hold": first})).result["state"] == "void"
    assert balance_with_pending(book["safe"]).available_dong == 600_000
    clock.advance(timedelta(hours=2))
    late = perform(keeper, "trial.keep_promise", json.dumps({"hold": second}))
    assert late.refusal["code"] == "ledger.no_open_hold"
    assert perform(keeper, "ledger.expire_holds", {}).result == {"expired": 1}
    assert balance_with_pending(book["safe"]).available_dong == 1_000_000
    born_late = perform(keeper, "trial.promise", wanted)
    assert born_late.refusal["code"] == "ledger.hold_not_ahead"
    assert list(check_balances()) == list(check_holds()) == []


@pytest.mark.feature(61)
@pytest.mark.usefixtures("capital")
def test_balance_and_pending_are_read_in_one_statement(actor, book, django_assert_num_queries):
    """Two statements could show a balance and promises of two different moments."""
    for amount in (1_000, 2_000):
        wanted = {"move": (book["till"], book["safe"], amount)}
        assert perform(actor("teller"), "trial.promise", wanted).done
    with django_assert_num_queries(1):
        seen = balance_with_pending(book["safe"])
    assert (
        seen.balance_dong - sum(item.amount_dong for item in seen.pending) == seen.available_dong == 997_000
    )


@pytest.mark.feature(60)
@pytest.mark.usefixtures("capital")
def test_a_past_balance_is_the_replay_up_to_then(move, book, clock):
    """What was in the till at nine is still answered in the evening."""
    moments = []
    for amount in (10, 20, 30):
        clock.advance(timedelta(hours=1))
        move(("till", "safe", amount))
        moments.append(clock.now())
    assert [balance_at(book["till"], moment) for moment in moments] == [10, 30, 60]
    assert balance_at(book["till"], moments[0] - timedelta(seconds=1)) == 0


@pytest.mark.feature(62)
@pytest.mark.usefixtures("capital")
def test_a_standing_rule_is_tried_over_all_history(move):
    """A rule broken for one moment and mended since is still found, with the accounts that broke it."""
    rule = {"name": "tiền bưu tá ≤ COD phải trả", "test": "at_most", "kind": "courier", "other_kind": "cod"}
    StandingRule.objects.create(**rule)
    move(("courier", "revenue", 500))
    move(("till", "courier", 500))
    findings = list(check_standing_rules())
    assert [f.code for f in findings] == ["ledger.rule_broken"]
    assert "courier P7@U1: 500" in findings[0].message


@pytest.mark.feature(65)
@pytest.mark.usefixtures("capital")
@pytest.mark.parametrize("amount", [5_000, 2_000_000])
def test_a_dry_run_says_what_the_real_one_does(actor, book, ids, clock, amount):
    """Same answer, also when it is a refusal, and no trace."""
    request = (actor("teller"), "trial.post", {"moves": [(book["till"], book["safe"], amount)]})
    command = ids.make(clock.now())
    dry = perform(*request, command_id=command, dry_run=True)
    assert balance(book["till"]) == 0
    real = perform(*request, command_id=command)
    assert (dry.status, dry.result, dry.refusal) == (real.status, real.result, real.refusal)


@pytest.mark.feature(70)
@pytest.mark.usefixtures("capital")
def test_the_morning_equation_and_the_tampered_account(move, book):
    """Held = owed + own; a balance changed behind the program's back is named with its owner."""
    move(("courier", "cod", 250_000))
    equation = morning_equation()
    assert (equation.held_dong, equation.owed_dong, equation.own_dong) == (1_250_000, 250_000, 1_000_000)
    Account.objects.filter(pk=book["courier"]).update(debits_dong=240_000)
    assert morning_equation().difference_dong == -10_000
    (finding,) = check_balances()
    assert "Bưu tá đang giữ của P7@U1" in finding.message
    assert (finding.day, finding.unit) == ("2020-08-14", 1)


@pytest.mark.feature(63)
def test_sealing_covers_every_journal_and_finds_the_altered_row(move, capital, clock):
    """A superuser who lifts the guard and edits a row is found: row, day and unit are named."""
    from duongthu.acts.api import guard_statements, unguard_statements
    from duongthu.acts.seals.recount import check_seals

    moved = move(("till", "safe", 77))
    clock.advance(timedelta(minutes=1))
    seal = make_seal()
    assert list(check_seals()) == []
    assert make_seal().seq == seal.seq
    seq = Entry.objects.get(act_id=moved.act_id).seq
    with connection.cursor() as cursor:
        for statement in unguard_statements(connection.vendor, "ledger_entry"):
            cursor.execute(statement)
        cursor.execute("UPDATE ledger_entry SET amount_dong = 78 WHERE seq = %s", [seq])
        for statement in guard_statements(connection.vendor, "ledger_entry"):
            cursor.execute(statement)
    (finding,) = check_seals()
    assert (finding.table, finding.row, finding.day, finding.unit) == ("ledger.entry", seq, "2020-08-14", 1)
