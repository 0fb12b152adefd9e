"""Every registered query over HTTP: the right role reads, the wrong role and the wrong reach do not, no page is too long."""

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from duongthu.acts import query_registry
from duongthu.acts.api import ActRecord, all_queries, perform
from duongthu.kernel.clock import now, today
from duongthu.ledger.api import Note, money_of, till_code
from duongthu.mail.api import Scan
from duongthu.network.api import network_on
from duongthu.notices.models import Message
from duongthu.rest.tokens import _callers, make_token
from duongthu.rounds.models import Halt, Notice, Plan, Round
from duongthu.staff.api import Role, SecurityEvent, note_security
from duongthu.staff.models import Person, Post as PostHeld
from duongthu.transport.api import UnitDemand
from duongthu.transport.models import Irregularity

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """A living office: what each query is asked about, and who asks."""

    post: object
    office: int
    far: int
    codes: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    tokens: dict[tuple[str, int], str] = field(default_factory=dict)

    def token(self, role: str, unit_id: int) -> str:
        """Of somebody in one role at a unit."""
        if (role, unit_id) not in self.tokens:
            code = f"Q{len(self.tokens)}"
            person = Person.objects.create(
                code=code, name="Phạm Thị Hỏi", folded="pham thi hoi", hired_on=today(), home_unit_id=unit_id
            )
            PostHeld.objects.create(person=person, role=role, unit_id=unit_id, from_on=today())
            self.tokens[role, unit_id] = make_token(code)
        return self.tokens[role, unit_id]

    def asked(self, name: str) -> dict[str, str]:
        """What the query is asked in this world."""
        words = {**self.codes, **self.numbers, "office": self.office, "today": today().isoformat()}
        return {key: value.format(**words) for key, value in CASES[name].items()}

    def get(self, name: str, params: dict, role: str, unit_id: int, **more):
        header = {"Authorization": f"Bearer {self.token(role, unit_id)}"}
        given = {key: str(value) for key, value in (params | more).items()}
        return Client().get(f"/api/v1/queries/{name}", given, headers=header)


@pytest.fixture
def world(post):
    """Mail waiting, in a bag and on rounds; cash in a till, given, in a pouch; a proposal, papers, messages, mail routes."""
    _callers.clear()
    office, far = post.unit("culture_post"), post.unit("district", 3)
    made = World(post, office, far)
    commune = network_on(today()).units[office].commune_code
    codes = [line["code"] for line in post.accept(office, *(post.draft(commune) for _ in range(4)))]
    scans = [Scan(post.key(), code) for code in codes]
    clerk, head = post.actor(office, "sorter", person_id=21), post.actor(office, "head", person_id=40)
    post.do(clerk, "mail.keep_here", unit_id=office, scans=scans)
    away = [
        Scan(post.key(), line["code"])
        for line in post.accept(office, post.draft("12103"), post.draft("12103"))
    ]
    hub = network_on(today()).units[office].parent_id
    packed = post.do(clerk, "transport.pack_bag", unit_id=office, to_unit_id=hub, seal="S-77", scans=away)
    couriers = [post.actor(office, "courier", person_id=number).person_id for number in (7, 8)]
    planned = post.do(head, "rounds.plan", unit_id=office, shift=1, couriers=couriers, publish=True)
    held = Round.objects.get(code=next(iter(planned["rounds"])))
    courier = post.actor(office, "courier", person_id=held.courier_id)
    post.do(courier, "rounds.load", unit_id=office, round_code=held.code, scans=[])
    teller = post.actor(office, "teller", person_id=1000 + office)
    cash = {"unit_id": office, "from_till": till_code(office, "till"), "to_till": till_code(office, "safe")}
    post.do(teller, "ledger.give_cash", **cash, amount_dong=1_000)
    driver = post.actor(office, "driver", person_id=31)
    pouch = {
        "till": till_code(office, "till"),
        "to_unit_id": hub,
        "carrier_id": driver.person_id,
        "seal": "S-78",
    }
    sealed = post.do(teller, "ledger.give_pouch", unit_id=office, **pouch, notes=[Note(1_000, 1)])["pouch"]
    carrier = post.actor(office, "driver", person_id=pouch["carrier_id"])
    post.do(carrier, "ledger.carry_pouch", pouch=sealed, seal=pouch["seal"])
    made.codes = {
        "item": codes[0], "bag": packed["bag"], "round": held.code, "plan": held.plan.code, "hub": str(hub),
    }  # fmt: skip
    made.numbers = {"act": ActRecord.objects.filter(act="mail.accept_items", unit_id=office).first().seq}
    given = ActRecord.objects.get(act="ledger.carry_pouch").seq
    undoing = {"act_id": given, "reason": "giao nhầm", "amount_dong": money_of(given)}
    made.numbers["proposal"] = perform(head, "acts.undo", undoing).result["proposal_id"]
    _written_directly(made, held)
    return made


def _written_directly(made, held):
    """Rows that take a day to come about."""
    office, moment = made.office, now()
    Halt.objects.create(round=held, kind="rest", before=1, begins_at=moment, ends_at=moment)
    Notice.objects.create(kind="list", round=held, words="Danh sách đổi", noted_at=moment)
    Message.objects.create(
        key=uuid4(), unit_id=office, about=made.codes["item"], phone="0912345678", text="Bưu gửi sắp đến", made_at=moment,
        good_until_at=moment + timedelta(hours=1), next_try_at=moment,
    )  # fmt: skip
    Irregularity.objects.create(
        act_id=1, kind="short", bag_code="X", seal="", closed_unit_id=office, closed_by_id=1, closed_at=moment, unit_id=office,
        opened_by_id=1, opened_at=moment, business_on=today(),
    )  # fmt: skip
    planned = next(
        trip for trip in network_on(today()).trips if office in {stop.unit_id for stop in trip.stops}
    )
    made.codes["trip"] = planned.key
    note_security(SecurityEvent.Kind.BEYOND_REACH, detail="thử")


@pytest.fixture
def with_routes(world):
    """The same with mail routes proposed."""
    day = network_on(today())
    demand = [UnitDemand(unit.id, 1, 40_000, 0) for unit in day.delivering.values()]
    boss = world.post.actor(world.post.unit("province"), "dispatcher", person_id=71)
    done = world.post.do(
        boss, "transport.propose_routes", unit_id=boss.unit_id, on=today(), demand=demand, seconds=1
    )
    world.codes["routes"] = done["proposal"]
    return world


CASES = {
    "acts.act": {"act_id": "{act}"},
    "acts.proposal": {"proposal_id": "{proposal}"},
    "acts.thresholds": {},
    "acts.waiting": {},
    "closing.proofs": {},
    "closing.unmet": {"unit_id": "{office}"},
    "ledger.closings": {},
    "ledger.day_book": {"on": "{today}"},
    "ledger.entries": {"unit_id": "{office}"},
    "ledger.entries_about": {"subject": "{item}"},
    "ledger.entries_of_act": {"act_id": "{act}"},
    "ledger.equation": {},
    "ledger.pouches": {},
    "ledger.promises": {"unit_id": "{office}"},
    "ledger.shortages": {"unit_id": "{office}"},
    "ledger.tills": {},
    "ledger.vouchers": {"on": "{today}"},
    "mail.accepted": {},
    "mail.at_unit": {"unit_id": "{office}"},
    "mail.held_over": {"unit_id": "{office}"},
    "mail.item": {"code": "{item}"},
    "mail.journey": {"code": "{item}"},
    "mail.stock": {"unit_id": "{office}"},
    "network.mail_routes": {},
    "network.units": {},
    "notices.messages": {"days": "3", "state": "waiting"},
    "notices.states": {},
    "rounds.board": {},
    "rounds.halts": {"code": "{round}"},
    "rounds.mine": {},
    "rounds.notices": {},
    "rounds.plan": {"code": "{plan}"},
    "rounds.plans": {},
    "rounds.sheet": {"code": "{round}"},
    "staff.in_post": {"role": "courier"},
    "staff.own_sign_ins": {},
    "staff.own_tokens": {},
    "staff.people": {},
    "staff.person": {"code": "T40"},
    "staff.posts": {"code": "T40"},
    "staff.security": {},
    "transport.bag": {"code": "{bag}"},
    "transport.bag_items": {"code": "{bag}"},
    "transport.bags_in_hands": {"unit_id": "{office}"},
    "transport.bags_to_open": {"unit_id": "{office}"},
    "transport.bags_to_send": {"unit_id": "{office}"},
    "transport.dispatches": {"trip": "{trip}"},
    "transport.irregularities": {},
    "transport.late_trips": {},
    "transport.my_bags": {},
    "transport.route_proposal": {"code": "{routes}"},
    "transport.route_proposals": {},
    "transport.trip_stops": {"trip": "{trip}"},
    "transport.trips": {},
    "transport.trips_to_drive": {},
}
"""What each query is asked; a query without a line here is a failure of the first test."""
MAY_BE_EMPTY = {
    "acts.thresholds", "closing.proofs", "mail.held_over", "ledger.closings", "ledger.shortages", "rounds.mine", "staff.own_sign_ins",
    "transport.bags_in_hands", "transport.bags_to_open", "transport.dispatches", "transport.my_bags",
}  # fmt: skip
"""Nothing of the kind has come about in the world of these tests: the shape is proven, the rows elsewhere."""
OF_THE_PROVINCE = {"ledger.equation", "staff.security"}
OF_THE_TIMETABLE = {"transport.trip_stops"}
"""They name the stops of a trip that calls within reach: these are the timetable's."""
OF_NOBODY = {
    "transport.late_trips",
    "transport.route_proposals",
    "transport.route_proposal",
    "acts.thresholds",
}
"""They speak of the whole province to whoever may ask: routes cross units, thresholds hold everywhere."""


def house():
    """The program's own queries."""
    return [spec for spec in all_queries() if spec.handler.__module__.startswith("duongthu.")]


def asker(spec) -> str:
    """One of the roles that may ask, of those who see most."""
    wide = [Role.DIRECTOR, Role.HEAD, Role.TELLER, Role.COURIER]
    return next((role for role in wide if role in spec.roles), min(spec.roles))


def home(world, spec) -> int:
    return world.post.unit("province") if spec.name in OF_THE_PROVINCE else world.office


def test_every_query_has_its_case_its_words_and_a_bound():
    """A room that adds a query adds its trial here; each says in Vietnamese what it is, and how much it gives at once."""
    assert {spec.name for spec in house()} == set(CASES)
    assert len({spec.title for spec in house()}) == len(house())
    for spec in house():
        assert spec.name.split(".")[0] == spec.handler.__module__.split(".")[1], spec.name
        assert spec.purpose.endswith("."), spec.name
        assert 1 <= spec.most <= 5_000, spec.name
        assert spec.roles, spec.name
        assert spec.roles <= set(Role), spec.name


def test_whoever_may_ask_gets_typed_rows_of_his_reach(with_routes):
    """Each answers 200 with rows as OpenAPI promises, and none of them speaks of a unit beyond the asker's reach."""
    world = with_routes
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    reach = network_on(today()).reach(world.office)
    for spec in house():
        answer = world.get(spec.name, world.asked(spec.name), asker(spec), home(world, spec))
        assert answer.status_code == 200, (spec.name, answer.content)
        said, promised = answer.json(), paths[f"/api/v1/queries/{spec.name}"]["get"]
        schema = promised["responses"]["200"]["content"]["application/json"]["schema"]
        assert set(said) == set(schema["properties"]), spec.name
        rows = [said["row"]] if spec.one else said["rows"]
        assert rows or spec.name in MAY_BE_EMPTY, spec.name
        spec.rows.validate_python(spec.rows.validate_json(json.dumps(rows)))
        if home(world, spec) == world.office and spec.name not in OF_THE_TIMETABLE:
            units = {row["unit_id"] for row in rows if isinstance(row.get("unit_id"), int)}
            assert units <= reach, (spec.name, units - reach)


def test_without_a_role_for_it_nobody_reads(world):
    """403 with a code, and the attempt stands in the security log; without a token 401."""
    for spec in house():
        others = sorted(set(Role) - spec.roles)
        if not others:
            continue
        before = SecurityEvent.objects.count()
        answer = world.get(
            spec.name, world.asked(spec.name) if "route" not in spec.name else {}, others[0], world.office
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "acts.role_not_allowed"), spec.name
        assert SecurityEvent.objects.count() == before + 1, spec.name
        assert Client().get(f"/api/v1/queries/{spec.name}").status_code == 401, spec.name


def test_beyond_the_reach_nothing_is_told(with_routes):
    """The right role at another district: a unit is refused by name, a thing is not found, a list holds nothing of the office."""
    world = with_routes
    for spec in house():
        if spec.name in OF_NOBODY or spec.name in OF_THE_PROVINCE:
            continue
        params = world.asked(spec.name)
        answer = world.get(spec.name, params, asker(spec), world.far)
        said = answer.json()
        if "unit_id" in params:
            assert (answer.status_code, said["code"]) == (422, "acts.unit_out_of_reach"), spec.name
        elif set(params) & {"code", "act_id", "proposal_id", "trip"}:
            assert (answer.status_code, said["code"]) == (404, "acts.nothing_found"), spec.name
        else:
            units = {row["unit_id"] for row in said["rows"] if "unit_id" in row}
            assert not units & network_on(today()).reach(world.office), spec.name
    for name in OF_THE_PROVINCE:
        assert world.get(name, {}, Role.DIRECTOR, world.far).status_code == 404, name


def test_who_looks_beyond_is_noted_where_the_thing_exists(world):
    """As on the screens: a look at another's item stands in both logs, a look at nothing in neither."""
    before = SecurityEvent.objects.count()
    assert world.get("mail.item", {"code": "EX000000000VN"}, Role.TELLER, world.far).status_code == 404
    assert SecurityEvent.objects.count() == before
    assert world.get("mail.item", {"code": world.codes["item"]}, Role.TELLER, world.far).status_code == 404
    assert SecurityEvent.objects.count() == before + 1
    assert ActRecord.objects.filter(act="network.look_beyond_reach", unit_id=world.far).count() == 1


def test_no_page_is_longer_than_its_bound(with_routes, monkeypatch):
    """Every list is cut: with a bound of one each page has one row, and pages and total say how many there are."""
    world = with_routes
    for spec in house():
        if spec.one:
            continue
        monkeypatch.setitem(query_registry._queries, spec.name, replace(spec, most=1))
        params = world.asked(spec.name)
        first = world.get(spec.name, params, asker(spec), home(world, spec)).json()
        last = world.get(spec.name, params, asker(spec), home(world, spec), page=10**6).json()
        assert len(first["rows"]) == min(1, first["total"]), spec.name
        assert first["pages"] == max(1, first["total"]), spec.name
        assert last["page"] == last["pages"], spec.name


@pytest.mark.parametrize(
    "name, params, code",
    [
        ("ledger.entries", {"on": "9999-12-31"}, "acts.wrong_parameter"),
        ("ledger.entries", {"on": "hôm qua"}, "acts.wrong_parameter"),
        ("ledger.entries", {"no_such": "1"}, "acts.wrong_parameter"),
        ("ledger.entries", {"unit_id": "x"}, "acts.wrong_parameter"),
        ("acts.act", {"act_id": 10**30}, "acts.nothing_found"),
        ("acts.act", {}, "acts.wrong_parameter"),
        ("no.such", {}, "acts.unknown_query"),
    ],
)
def test_a_wrong_question_is_refused_by_name(world, name, params, code):
    """Never an error of ours: a code, and where it can the field."""
    answer = world.get(name, params, Role.HEAD, world.office)
    assert answer.status_code == (422 if code == "acts.wrong_parameter" else 404)
    assert answer.json()["code"] == code


def test_a_query_writes_nothing(world, monkeypatch):
    """The connection itself refuses it."""
    spec = next(spec for spec in house() if spec.name == "acts.thresholds")

    def writing(_asked):
        return list(range(Plan.objects.update(seed=1)))

    monkeypatch.setitem(query_registry._queries, spec.name, replace(spec, handler=writing))
    with pytest.raises(AssertionError, match="UPDATE"):
        world.get(spec.name, {}, Role.DIRECTOR, world.office)
