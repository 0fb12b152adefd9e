"""The hourly proof can fail: it names the thing and who held it."""

import pytest

from duongthu.acts.api import bulk
from duongthu.mail.actions.moving import CUSTODY_COLUMNS, EVENT_COLUMNS
from duongthu.simulation.api import LawBroken
from duongthu.simulation.checkers import HourlyCheck

pytestmark = pytest.mark.django_db
AT = "2020-08-14 01:00:00+00:00"


def event(thing: int, giver: str, taker: str, number: int) -> None:
    """A row of the custody journal as a careless hand might write it."""
    row = (f"{number:032x}", 1, thing, "to_hub", giver, taker, AT, AT, 1, 1, "")
    bulk.insert_rows("mail_event", EVENT_COLUMNS, [row])


def held(thing: int, holder: str) -> None:
    """The thing's present holder."""
    bulk.upsert_rows(
        "mail_custody", CUSTODY_COLUMNS, ("thing_id",), [(thing, holder, "at_hub", AT, 1, 0, False)]
    )


def test_an_unbroken_chain_is_proven_hour_by_hour():
    """Only what is new is looked at, and old holders are remembered by the journal itself."""
    check = HourlyCheck(7)
    event(1, "S", "U1", 1)
    held(1, "U1")
    check.prove("07:00")
    event(1, "U1", "U2", 2)
    event(2, "S", "U2", 3)
    held(2, "U2")
    check.prove("08:00")
    assert check.events == 3


def test_a_thing_taken_from_somebody_who_did_not_hold_it_is_named():
    """Seed, hour, thing, giver and holder stand in one sentence."""
    check = HourlyCheck(7)
    event(1, "S", "U1", 1)
    held(1, "U1")
    check.prove("07:00")
    event(1, "U9", "U2", 2)
    with pytest.raises(LawBroken, match="seed 7, 08:00: vật 1: U9 giao mà U1 đang giữ"):
        check.prove("08:00")


def test_a_thing_without_a_holder_is_counted():
    """An event whose projection was forgotten."""
    event(1, "S", "U1", 1)
    with pytest.raises(LawBroken, match="1 vật nhưng 0 người giữ"):
        HourlyCheck(7).prove("07:00")
