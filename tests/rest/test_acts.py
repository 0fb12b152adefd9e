"""The door for machines: one address an act, idempotent, refusing by name."""

import json
import uuid

import pytest
from django.test import Client

from duongthu.acts.api import ActRecord, all_acts
from duongthu.kernel.clock import today
from duongthu.ledger.api import till_code
from duongthu.rest.tokens import _callers, make_token
from duongthu.staff.api import NewStaff, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(post):
    """Sends an act as the teller of the first culture post."""
    _callers.clear()
    unit = post.unit("culture_post")
    line = NewStaff(post.key(), "GD001", "Trần Thị Máy", Role.TELLER, unit, today())
    post.do(post.founder(), "staff.take_on", people=[line])

    def send(act, params, *, command=None, token=None):
        body = {"command_id": str(command or uuid.uuid4()), "params": params}
        header = {"Authorization": f"Bearer {token or make_token('GD001')}"}
        return Client().post(
            f"/api/v1/acts/{act}", json.dumps(body), content_type="application/json", headers=header
        )

    send.unit = unit
    return send


def test_an_act_end_to_end_and_its_replay(caller):
    """HTTP to both books and back; the same command again answers the same and says so in a header."""
    command, params = uuid.uuid4(), {"unit_id": caller.unit, "till": till_code(caller.unit, "till")}
    first = caller("ledger.open_till", params, command=command)
    again = caller("ledger.open_till", params, command=command)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert ActRecord.objects.filter(command_id=command).count() == 1


def test_refusals_come_as_422_with_code_and_sentence(caller, post):
    """A machine branches on the code, a person reads the sentence."""
    foreign = post.unit("district", 3)
    answer = caller("ledger.open_till", {"unit_id": foreign, "till": "x"})
    assert answer.status_code == 422
    assert answer.json()["refusal"]["code"] == "acts.unit_out_of_reach"
    assert caller("no.such_act", {}).json()["refusal"]["code"] == "acts.unknown_act"


def test_without_a_token_of_ours_nothing_happens(caller):
    """A forged token is as good as none."""
    before = ActRecord.objects.count()
    assert caller("ledger.open_till", {}, token="GD001:forged").status_code == 401
    assert ActRecord.objects.count() == before


@pytest.mark.parametrize("body", ["", "[]", "{", '{"command_id": "x"}', '{"params": {}}'])
def test_a_broken_body_is_refused_by_name(body):
    """No stack trace for a cut-off upload."""
    from duongthu.network.refusals import UnknownUnit  # noqa: F401  (the rooms are loaded)

    answer = Client().post(
        "/api/v1/acts/x", body, content_type="application/json", headers={"Authorization": "Basic x"}
    )
    assert answer.status_code == 401


def test_openapi_lists_every_act(client):
    """The description is made from the registry, so it cannot lag behind."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {f"/api/v1/acts/{spec.name}" for spec in all_acts()} == {
        path for path in paths if path.startswith("/api/v1/acts/")
    }


def test_openapi_tells_results_refusals_and_how_to_show_who_one_is(client):
    """A program written from the description alone can sign its calls, read what came of them and why not; references lead on."""
    told = client.get("/api/v1/openapi.json").json()
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert told["security"] == [{"token": []}]
    act = told["paths"]["/api/v1/acts/mail.accept_items"]["post"]
    assert set(act["responses"]) == {"200", "202", "401", "403", "422", "503"}
    result = act["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["result"]
    assert "lines" in result["properties"]
    text = json.dumps(told)
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names <= set(told["components"]["schemas"])
