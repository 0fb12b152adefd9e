"""Whatever a machine sends to whichever act: an answer with a known code, never a crash, and both books still agree."""

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from duongthu.acts.api import ActSpec, Call, Outcome, all_acts, all_checks, all_journals, bulk, perform
from duongthu.kernel.clock import FixedClock, now, today
from duongthu.kernel.refusal import all_refusals
from duongthu.ledger.api import Account, Purpose, Transfer, accounts_for, post as book, till_code
from duongthu.network.api import network_on
from duongthu.staff.api import Role
from tests.properties.fuzzing import Requests
from tests.province import Post, post  # noqa: F401  (a fixture)

PLAINLY_MADE = {
    "acts.masters"
}  # this test makes its people and first accounts without acts, which is what these notice
CAPITAL = Purpose("opening_cash", "Tiền mặt đầu kỳ", frozenset({("safe", "fund"), ("till", "fund")}), "", "")
pytestmark = pytest.mark.django_db
ROLES = (*map(str, Role), "system")
SEEDS, STEPS = 6, 600
LOUDEST = 4_000  # characters of an answer that says no: ten megabytes sent never come back
BUSY = {
    "ledger.open_till", "mail.accept_items", "mail.take_from_partner", "mail.keep_here", "rounds.plan", "rounds.load", "mail.report",
    "mail.bring_back", "transport.pack_bag", "transport.close_dispatch", "transport.call_at_stop", "transport.open_received_bag",
    "ledger.give_pouch", "ledger.take_pouch", "acts.approve",
}  # fmt: skip
NEVER = {"network.load_communes", "network.look_beyond_reach"}  # take nothing, or always say no


@pytest.fixture
def ground(post: Post) -> Post:  # noqa: F811
    """The province with capital in its safes, so that money can move."""
    units = _stage(post)
    call = Call(post.actor(units[0], "system"), units[0], post.key(), 0, now(), now(), today())
    safes = [(kind, till_code(unit, kind), unit) for unit in units for kind in ("safe", "till")]
    accounts = accounts_for([("fund", "TCT", units[0]), *safes])
    fund = accounts["fund", "TCT"]
    book(
        call,
        [Transfer(post.key(), accounts[k, o], fund, 5_000_000, CAPITAL, unit_id=u) for k, o, u in safes],
    )
    return post


def _stage(post: Post) -> list[int]:  # noqa: F811
    """A commune office, the district it hangs on, the processing centre."""
    office = post.unit("culture_post")
    parent = network_on(now().date()).units[office].parent_id
    assert parent
    return [office, parent, post.unit("centre")]


def _requests(post: Post, seed: int) -> Requests:  # noqa: F811
    made = Requests(random.Random(f"fuzz/{seed}"), now())
    units, day = _stage(post), network_on(now().date())
    accounts = Account.objects.filter(unit_id__in=units).values_list("pk", flat=True)
    tills = [till_code(unit, kind) for unit in units for kind in ("till", "safe")]
    for name, values in {
        "unit_id": units, "person_id": [7, 8], "account": list(accounts), "till": tills,
        "commune_code": [day.units[units[0]].commune_code], "note": [200_000, 500, 200], "count": [1, 3],
    }.items():  # fmt: skip
        made.learn(values, name)
    return made


def _time_goes_on(requests: Requests, clock: FixedClock, office: int) -> None:
    """Minutes, now and then a night; the day's trips are on the wall."""
    clock.advance(timedelta(minutes=requests.dice.choice((0, 0, 0, 1, 1, 3, 15))))
    if requests.dice.random() < 0.01:
        clock.advance(timedelta(hours=11))
    requests.now = now()
    trips = network_on(today()).trips
    requests.known["trip"] = [t.key for t in trips if office in {stop.unit_id for stop in t.stops}]


def _sayings(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Every refusal of an answer: of the whole command and of its lines."""
    if outcome.refusal:
        yield outcome.refusal
    for line in outcome.result.get("lines", ()):
        if isinstance(line, dict) and line.get("refusal"):
            yield line["refusal"]


def _written() -> list[tuple[str, int]]:
    tables = [journal.model._meta.db_table for journal in all_journals() if journal.name != "acts.act"]
    return [(table, bulk.fetch(f"SELECT count(*) FROM {table}")[0][0]) for table in tables]


def _asked(actor: Any, spec: ActSpec, params: Any, told: str) -> Outcome:
    try:
        return perform(actor, spec.name, json.dumps(params))
    except Exception as error:  # any at all is what this test is about
        raise AssertionError(f"{told} {spec.name} {str(params)[:1_500]}") from error


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[pytest.mark.one_engine] if seed else []) for seed in range(SEEDS)]
)
def test_no_request_breaks_an_act_or_the_books(ground, clock, seed):
    """Every act of the registry over a living province, with hostile values among sensible ones."""
    requests, codes = _requests(ground, seed), set(all_refusals())
    acts = [spec for spec in all_acts() if not spec.name.startswith("trial.") and spec.name not in NEVER]
    done, stage = set(), _stage(ground)
    busy = [spec for spec in acts if spec.name in BUSY]
    for step in range(STEPS):
        spec = acts[step] if step < len(acts) else requests.dice.choice(requests.dice.choice((acts, busy)))
        person, unit = requests.dice.choice((7, 7, 7, 8)), requests.dice.choice(stage)
        before = _written()
        told = f"seed {seed} step {step}"
        outcome = _asked(
            ground.actor(unit, *ROLES, person_id=person), spec, requests.make(spec.schema()), told
        )
        assert outcome.status in {"done", "proposed", "refused"}
        for no in _sayings(outcome):
            assert no["code"] in codes, told
            assert no["message"], told
            assert len(json.dumps(no)) < LOUDEST, (told, spec.name, no["code"])
        if outcome.refusal:
            assert _written() == before, told
        if outcome.done:
            done.add(spec.name)
        requests.learn(outcome.result)
        _time_goes_on(requests, clock, stage[0])
    assert {
        name: [f.message for f in check()][:3]
        for name, check in {
            n: c for n, c in all_checks().items() if n not in PLAINLY_MADE and not n.startswith("staff.")
        }.items()
        if list(check())
    } == {}
    assert len(done) >= 20, sorted(done)
