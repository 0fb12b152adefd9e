"""Tokens for machines: given to a person, ended all at once."""

import json
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from duongthu.acts.api import ActRecord
from duongthu.kernel.clock import today
from duongthu.rest.tokens import NoToken, TokenEnded, _actors, actor_from, make_token
from duongthu.staff.api import NewStaff, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def teller(post):
    """The unit of a teller GD001, with no actor remembered by the process."""
    _actors.clear()
    unit = post.unit("culture_post")
    line = NewStaff(post.key(), "GD001", "Trần Thị Máy", Role.TELLER, unit, today())
    post.do(post.actor(unit, "admin", "director"), "staff.take_on", people=[line])
    return unit


def test_ended_tokens_are_refused_and_newer_ones_are_not(post, teller, clock):
    """A lost device must not go on acting; the person's next token works."""
    lost = make_token("GD001")
    assert actor_from(f"Bearer {lost}", "").unit_id == teller
    _actors.clear()  # as after FRESH_SECONDS
    post.do(post.actor(teller, "admin"), "staff.end_tokens", person_code="GD001")
    with pytest.raises(TokenEnded):
        actor_from(f"Bearer {lost}", "")
    clock.advance(timedelta(minutes=1))
    assert actor_from(f"Bearer {make_token('GD001')}", "").unit_id == teller


def test_an_ended_token_answers_401_and_does_nothing(post, teller):
    """Over HTTP a machine reads the code and knows to ask for a new token."""
    lost = make_token("GD001")
    post.do(post.actor(teller, "admin"), "staff.end_tokens", person_code="GD001")
    before = ActRecord.objects.count()
    answer = Client().post(
        "/api/v1/acts/ledger.open_till",
        json.dumps({"command_id": str(uuid.uuid4()), "params": {}}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {lost}"},
    )
    assert answer.status_code == 401
    assert answer.json()["code"] == "rest.token_ended"
    assert ActRecord.objects.count() == before


def test_tokens_of_somebody_elsewhere_cannot_be_ended(post, teller):
    """The act reaches no further than its actor."""
    elsewhere = post.unit("district", 3)
    foreign = replace(post.actor(elsewhere, "admin"), reach=frozenset({elsewhere}))
    assert post.refused(foreign, "staff.end_tokens", person_code="GD001") == "staff.unknown_person"
    assert actor_from(f"Bearer {make_token('GD001')}", "").unit_id == teller


@pytest.mark.parametrize("header", ["", "Bearer", "Basic x", "Bearer GD001:forged", "Bearer a.b:c"])
def test_what_is_no_token_of_ours_is_refused(header):
    """Forged, cut off, of another scheme."""
    with pytest.raises(NoToken):
        actor_from(header, "")
