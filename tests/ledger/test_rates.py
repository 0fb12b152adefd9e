"""The rates the money book promises, at a size that fits a test (benchmarks/ has the full ones)."""

import time

import pytest

from duongthu.acts.api import perform
from duongthu.ledger.api import Entry
from duongthu.ledger.checks import check_balances, check_standing_rules
from tests.pace import quiet_time, slowness

pytestmark = pytest.mark.django_db(transaction=True)
MILLISECOND = 1e-3


@pytest.mark.feature(67)
@pytest.mark.usefixtures("capital")
def test_a_thousand_postings_a_second_and_single_ones_within_fifty_milliseconds(actor, book, ids, clock):
    """Committed postings, not accepted ones: batches of 500, then one act a time."""
    lines = [[(ids.make(clock.now()), book["till"], book["safe"], 1) for _ in range(500)] for _ in range(10)]
    with quiet_time() as took:
        for batch in lines:
            assert perform(actor("teller"), "trial.post_lines", {"moves": batch}).done
    assert 5_000 / took.seconds >= 1_000
    singles, pace = [], slowness()
    for _ in range(200):
        began = time.perf_counter()
        assert perform(actor("teller"), "trial.post", {"moves": [(book["till"], book["safe"], 1)]}).done
        singles.append(time.perf_counter() - began)
    assert sorted(singles)[197] < 50 * MILLISECOND * max(pace, slowness())


@pytest.mark.feature(68)
@pytest.mark.usefixtures("capital")
def test_the_audit_replays_at_the_rate_of_ten_million_entries_in_ten_minutes(actor, book, ids, clock):
    """Balances and standing rules over the whole journal, at 17,000 entries a second or more."""
    for _ in range(4):
        batch = [(ids.make(clock.now()), book["till"], book["safe"], 1) for _ in range(10_000)]
        assert perform(actor("teller"), "trial.post_lines", {"moves": batch}).done
    count = Entry.objects.count()
    with quiet_time() as took:
        assert list(check_balances()) == list(check_standing_rules()) == []
    assert count / took.seconds >= 10_000_000 / 600
