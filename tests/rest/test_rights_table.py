"""Who may do what, where: act × role × place, every cell over HTTP, made from the registry (no cell is written by hand)."""

import json
import random
import uuid
from collections import Counter
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.db.models import Max
from django.test import Client

from duongthu.acts.api import ActSpec, all_acts
from duongthu.kernel.clock import now, today
from duongthu.ledger.api import Entry, Till, till_code
from duongthu.mail.api import CustodyEvent
from duongthu.network.api import network_on
from duongthu.rest.tokens import _callers, make_token
from duongthu.staff.api import NewStaff, Role
from tests.properties.fuzzing import Requests

pytestmark = pytest.mark.django_db
ROLE, REACH, PARAMETER = "acts.role_not_allowed", "acts.unit_out_of_reach", "acts.wrong_parameter"
HOUSE = [spec for spec in all_acts() if spec.handler.__module__.startswith("duongthu.")]
LEAST_CELLS, PLACES = 5_000, 5
TRIES = 30


@dataclass(frozen=True)
class Place:
    """Where somebody sits, seen from the unit that is acted on.

    Attributes:
        reaches: whether the unit acted on lies within that person's reach.
    """

    name: str
    unit_id: int
    reaches: bool


@pytest.fixture
def places(post):
    """The unit acted on, what lies above it, and what lies beside it."""
    here, units = post.unit("culture_post"), network_on(today()).units
    above = units[here].parent_id
    beside = next(u for u in units.values() if u.kind == "culture_post" and u.parent_id != above)
    return [
        Place("here", here, reaches=True),
        Place("above", above, reaches=True),
        Place("top", post.unit("province"), reaches=True),
        Place("beside", beside.id, reaches=False),
        Place("beside above", beside.parent_id, reaches=False),
    ]


@pytest.fixture
def tokens(post, places):
    """A token for each role at each place."""
    _callers.clear()
    people = {
        (role, place): NewStaff(
            post.key(), f"{role[:4]}{n}".upper(), "Lê Văn Thử", role, place.unit_id, today()
        )
        for n, place in enumerate(places)
        for role in Role
    }
    answers = post.do(post.founder(), "staff.take_on", people=list(people.values()))["lines"]
    assert {line["status"] for line in answers} == {"done"}
    rooms = tuple(
        sorted({f"{spec.name.partition('.')[0]}.*" for spec in HOUSE})
    )  # an open token covers no approvals
    return {key: make_token(line.code, acts=rooms) for key, line in people.items()}


def fitting(spec: ActSpec, requests: Requests, unit_id: int):
    """Parameters that the act's schema takes, for the unit acted on."""
    for _ in range(TRIES):
        made = requests.fitting(spec.schema())
        if spec.unit:
            made[spec.unit] = unit_id
        for name in {"till", "from_till", "to_till"} & made.keys():
            made[name] = till_code(unit_id, "safe" if name == "to_till" else "till")
        try:
            spec.validated(json.dumps(made))
        except Exception:  # noqa: BLE001, S112  (another try; none that fits fails below)
            continue
        return made
    return None


def newest() -> list[int]:
    """Newest rows of the two books."""
    return [book.objects.aggregate(last=Max("seq"))["last"] for book in (Entry, CustodyEvent)]


def tried(act: str, token: str, params) -> str:
    """What one cell answers: its refusal's code, or its status; nothing of it stays."""
    with transaction.atomic():
        before = newest()
        answer = (
            Client()
            .post(
                f"/api/v1/acts/{act}",
                json.dumps({"command_id": str(uuid.uuid4()), "params": params}),
                content_type="application/json",
                headers={"Authorization": f"Bearer {token}"},
            )
            .json()
        )
        code = (answer.get("refusal") or {}).get("code") or answer["status"]
        if answer["status"] != "done":
            assert newest() == before, (act, answer)
        transaction.set_rollback(True)
    return str(code)


ROOMS = sorted({spec.name.partition(".")[0] for spec in HOUSE})
KINDS = ("refused for its role", "refused for its place", "neither")


@pytest.mark.feature(135)
@pytest.mark.parametrize("room", ROOMS)
def test_each_role_does_its_acts_within_its_reach_and_no_other(post, places, tokens, room):
    """A wrong role or a unit out of reach is refused by that name; a right one is never refused for its role or its place."""
    here, cells, surprises = places[0].unit_id, Counter(), []
    for spec in HOUSE:
        if not spec.name.startswith(f"{room}."):
            continue
        params = fitting(spec, Requests(random.Random(f"rights/{spec.name}"), now()), here)
        assert params is not None, f"no parameters for {spec.name} were found that fit its schema"
        for (role, place), token in tokens.items():
            code = tried(spec.name, token, params)
            may, reaches = role in spec.roles, place.reaches or spec.unit is None
            want = KINDS[0] if not may else KINDS[1] if not reaches else KINDS[2]
            got = {ROLE: KINDS[0], REACH: KINDS[1]}.get(code, KINDS[2])
            # An act without a unit of its own looks at what it names: that may lie out of reach.
            if want != got and not (want == KINDS[2] and spec.unit is None and code == REACH):
                surprises.append((spec.name, str(role), place.name, want, code))
            cells[want] += 1
    assert surprises == []
    assert cells[KINDS[0]] > 0
    assert cells[KINDS[2]] > 0


def test_the_table_is_a_table():
    """Acts × roles × places: as many cells as were promised, and none left out."""
    assert len(HOUSE) * len(Role) * PLACES >= LEAST_CELLS


WITH_TILL = [spec for spec in HOUSE if {"till", "from_till"} & spec.model.model_fields.keys()]
ANOTHERS = {  # what another's till is there for
    "ledger.open_till": {"ledger.till_already_open"},
    "ledger.take_over_till": {"proposed"},
    "ledger.count_till": {"ledger.till_of_another", "done"},  # a controller's look moves nothing
}


@pytest.mark.feature(133)
@pytest.mark.parametrize("spec", WITH_TILL, ids=lambda spec: spec.name)
def test_no_money_leaves_a_till_in_anothers_hands(post, places, tokens, spec):
    """For every act that names a till and every role that may do it: another's till is refused, and not a đồng moves."""
    here = places[0].unit_id
    kept = Till.objects.get(code=till_code(here, "till"))
    Till.objects.filter(pk=kept.pk).update(person_id=999_999, opened_on=today())
    params = fitting(spec, Requests(random.Random(f"till/{spec.name}"), now()), here)
    name = "till" if "till" in params else "from_till"
    assert params[name] == kept.code
    allowed = ANOTHERS.get(spec.name, set())
    for (role, place), token in tokens.items():
        if role not in spec.roles or not place.reaches:
            continue
        entries = newest()
        code = tried(spec.name, token, params)
        assert code in allowed or code not in {"done", "proposed"}, (role, place, code)
        assert newest() == entries
