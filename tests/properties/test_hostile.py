"""Insiders with nothing but their own posts: what they move without right, ``verify`` names; nothing breaks."""

import pytest

from duongthu.ledger.models import Account
from tests.properties.hostile import Besieged, Wrong, findings, money_is_ones_own
from tests.province import post  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
STEPS = 250


@pytest.mark.parametrize(
    ("debited", "credited", "own"),
    [
        (("till", "U1-till-1"), ("revenue", "U1"), True),
        (("till", "U1-till-1"), ("courier", "P8@U1"), True),
        (("till", "U1-till-1"), ("till", "U1-till-2"), False),  # out of another's till into one's own
        (("short", "P8@U1"), ("short", "P7@U1"), False),  # one's own shortage onto another's name
        (("till", "U1-till-2"), ("revenue", "U1"), False),
        (("transit", "P8@U1"), ("till", "U1-till-1"), False),  # a pouch on a carrier who was not asked
    ],
)
def test_the_oracle_knows_whose_money_it_is(debited, credited, own):
    """What it calls right is what one may move alone: person 7 with the first till of unit 1."""
    accounts = [Account(kind=kind, owner=owner) for kind, owner in (debited, credited)]
    assert money_is_ones_own(7, {"U1-till-1"}, *accounts) is own


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
