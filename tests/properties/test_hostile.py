"""Insiders with nothing but their own posts: what they move without right, ``verify`` names; nothing breaks."""

import pytest

from tests.properties.hostile import Besieged, Wrong, findings
from tests.province import post  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
STEPS = 250


@pytest.mark.usefixtures("real_posts")
def test_what_insiders_move_without_right_is_named(post, clock):  # noqa: F811
    """A short siege (benchmarks/hostile.py runs the long one): no crash, nothing silent, and something was really done."""
    besieged = Besieged(post, clock, 1)
    siege = besieged.go_on(STEPS)
    assert siege.crashes == []
    assert sum(siege.done.values()) > STEPS // 20, siege.outcomes
    assert siege.silent(findings()) == []
    # the oracle and the comparison can fail: a row put in by hand is wrong to one and named by the other
    made_up = Wrong("x", -1, "ledger_entry", -1, "")
    siege.wrong.append(made_up)
    assert siege.silent(findings()) == [made_up]
