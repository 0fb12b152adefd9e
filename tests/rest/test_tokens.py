"""Tokens for machines: given to a person, ended all at once."""

import json
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from duongthu.acts.api import ActRecord
from duongthu.kernel.clock import today
from duongthu.rest.tokens import NoToken, TokenEnded, TokenExpired, _callers, actor_from, make_token
from duongthu.staff.api import NewStaff, Role, SecurityEvent, Token

pytestmark = pytest.mark.django_db


@pytest.fixture
def teller(post):
    """The unit of a teller GD001, with no actor remembered by the process."""
    _callers.clear()
    unit = post.unit("culture_post")
    line = NewStaff(post.key(), "GD001", "Trần Thị Máy", Role.TELLER, unit, today())
    post.do(post.founder(), "staff.take_on", people=[line])
    return unit


def test_ended_tokens_are_refused_and_newer_ones_are_not(post, teller, clock):
    """A lost device must not go on acting; the person's next token works."""
    lost = make_token("GD001")
    assert actor_from(f"Bearer {lost}", "").unit_id == teller
    _callers.clear()  # as after FRESH_SECONDS
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
    foreign = replace(post.actor(elsewhere, "admin", person_id=9_999), reach=frozenset({elsewhere}))
    assert post.refused(foreign, "staff.end_tokens", person_code="GD001") == "staff.unknown_person"
    assert actor_from(f"Bearer {make_token('GD001')}", "").unit_id == teller


@pytest.mark.parametrize("header", ["", "Bearer", "Basic x", "Bearer GD001:forged", "Bearer a.b:c"])
def test_what_is_no_token_of_ours_is_refused(header):
    """Forged, cut off, of another scheme."""
    with pytest.raises(NoToken):
        actor_from(header, "")


@pytest.mark.feature(143)
def test_an_ended_token_stays_ended_whatever_the_clock_says(post, teller, clock):
    """A counter ends it, not a time: a clock a year back or ahead revives nothing, and the next token works at once."""
    lost = make_token("GD001")
    post.do(post.actor(teller, "admin"), "staff.end_tokens", person_code="GD001")
    for days in (-365, 0, 365):
        clock.advance(timedelta(days=days))
        _callers.clear()
        with pytest.raises(TokenEnded):
            actor_from(f"Bearer {lost}", "")
    assert actor_from(f"Bearer {make_token('GD001')}", "").unit_id == teller


@pytest.mark.feature(143)
def test_a_token_runs_out_for_good(post, teller, clock):
    """Seen once past its day it is ended, so a clock put back does not bring it to life."""
    token = make_token("GD001", days=1)
    clock.advance(timedelta(days=2))
    with pytest.raises(TokenExpired):
        actor_from(f"Bearer {token}", "")
    clock.advance(timedelta(days=-2))
    _callers.clear()
    with pytest.raises(TokenEnded):
        actor_from(f"Bearer {token}", "")
    assert SecurityEvent.objects.filter(kind="token_refused").count() == 2


@pytest.mark.feature(143)
def test_a_token_is_for_its_acts_and_its_device_only(post, teller):
    """403 for another act, 401 when it is shown from another device; what it is for goes through."""
    token = make_token("GD001", acts=("ledger.open_till", "mail.*"))

    def send(act, device):
        body = json.dumps({"command_id": str(uuid.uuid4()), "params": {}})
        headers = {"Authorization": f"Bearer {token}", "X-Device": device}
        return Client().post(f"/api/v1/acts/{act}", body, content_type="application/json", headers=headers)

    assert (
        send("ledger.close_till", "MAY-GD001").status_code,
        send("acts.approve", "MAY-GD001").status_code,
    ) == (
        403,
        403,
    )
    assert send("ledger.close_till", "MAY-GD001").json()["code"] == "rest.out_of_scope"
    assert send("mail.hold", "MAY-GD001").json()["refusal"]["code"] == "acts.wrong_parameter"
    assert send("ledger.open_till", "MAY-KHAC").json()["code"] == "rest.wrong_device"
    assert actor_from(f"Bearer {token}", "").device == "MAY-GD001"


@pytest.mark.feature(143)
def test_nobody_gets_a_token_for_somebody_else_or_for_approving(post, teller):
    """The act speaks for its own actor; what needs a person who can be asked again is in no scope."""
    me = actor_from(f"Bearer {make_token('GD001')}", "")
    asked = {"device": "MAY-GD001", "acts": ["mail.*"], "days": 30}
    done = post.do(me, "staff.issue_token", **asked, person_code="NV-KHAC")
    assert Token.objects.get(pk=done["token_id"]).person.code == "GD001"
    for scope in (
        [],
        ["acts.approve"],
        ["acts.*"],
        ["staff.*"],
        ["nothing.here"],
        ["ledger.*", "staff.end_tokens"],
        ["*"],
    ):
        assert post.refused(me, "staff.issue_token", **asked | {"acts": scope}) == "staff.unknown_scope"
    assert post.refused(me, "staff.issue_token", **asked | {"device": "MAY-LA"}) == "staff.unknown_device"
    other = replace(me, person_id=9_999)
    assert post.refused(other, "staff.end_token", token_id=done["token_id"]) == "staff.unknown_token"
    post.do(me, "staff.end_token", token_id=done["token_id"])
    assert post.refused(me, "staff.end_token", token_id=done["token_id"]) == "staff.unknown_token"
