"""The reference province with tariffs and tills, and short ways to act in it: shared by the rooms above the network."""

from dataclasses import dataclass, field

import pytest

from duongthu.acts.api import Actor, perform, system_actor
from duongthu.kernel.clock import now, today
from duongthu.kernel.ids import IdMaker
from duongthu.ledger.api import till_code, tills_for
from duongthu.mail.api import ItemDraft, load_tariffs
from duongthu.network.api import NetworkDay, load_province, network_on
from duongthu.staff.api import Post as PostHeld, Role
from tests.people import in_post
from tests.replay import once


def hire_couriers(params: dict) -> None:
    """The couriers that parameters name are couriers of the unit they name; tests of who is not send their commands plainly."""
    named = [
        params.get("courier_id"),
        *(one for key in ("couriers", "more_couriers", "out_couriers") for one in params.get(key) or ()),
    ]
    for person_id in filter(None, named):
        if PostHeld.objects.filter(person_id=person_id, role="courier").exists():
            continue
        in_post(person_id, "courier", params["unit_id"])


@dataclass
class Post:
    """A small working post: ids of units by code and of a few people, and ways to act."""

    units: dict[str, int]
    kinds: dict[str, str]
    communes: dict[str, str]
    ids: IdMaker = field(default_factory=IdMaker)

    def unit(self, kind: str, number: int = 0) -> int:
        """The ``number``-th unit of a kind, by code."""
        return [self.units[code] for code in sorted(self.units) if self.kinds[code] == kind][number]

    def actor(self, unit_id: int, *roles: str, person_id: int = 1) -> Actor:
        """Somebody in these roles at the unit; acts that name the person find them there."""
        for role in set(roles) & set(Role):
            in_post(person_id, role, unit_id)
        return Actor(
            person_id, f"Trần Thị {person_id}", unit_id, frozenset(roles), frozenset(self.units.values())
        )

    def founder(self) -> Actor:
        """The program itself, as when a post is founded: it alone appoints without a second person."""
        reach = frozenset(self.units.values())
        return system_actor("Lập bưu điện", reach, self.unit("province"), frozenset({"admin", "director"}))

    def do(self, actor: Actor, act: str, **params):
        hire_couriers(params)
        outcome = perform(actor, act, params)
        assert outcome.done, outcome.refusal
        return outcome.result

    def do_proposed(self, actor: Actor, act: str, **params) -> int:
        """Propose an act that takes two; gives the proposal's number."""
        hire_couriers(params)
        outcome = perform(actor, act, params)
        assert outcome.status == "proposed", outcome.refusal or outcome.result
        return int(outcome.result["proposal_id"])

    def refused(self, actor: Actor, act: str, **params) -> str:
        hire_couriers(params)
        outcome = perform(actor, act, params)
        assert outcome.refusal, outcome.result
        return outcome.refusal["code"]

    def key(self):
        return self.ids.make(now())

    def draft(self, commune_code: str, /, **changes) -> ItemDraft:
        return ItemDraft(
            **{
                "key": self.key(), "service": "ems", "sender_name": "Lê Văn Gửi", "recipient_name": "Phạm Thị Nhận",
                "recipient_address": "Thôn Đào Xá", "weight_grams": 300, "commune_code": commune_code,
            }
            | changes
        )  # fmt: skip

    def accept(self, unit_id: int, *drafts: ItemDraft) -> list[dict]:
        """Accept drafts at a unit's till, opening it on the way."""
        teller = self.actor(unit_id, "teller", person_id=1000 + unit_id)
        perform(teller, "ledger.open_till", {"unit_id": unit_id, "till": till_code(unit_id, "till")})
        done = self.do(
            teller, "mail.accept_items", unit_id=unit_id, till=till_code(unit_id, "till"), items=list(drafts)
        )
        return done["lines"]


@pytest.fixture
def post(db) -> Post:
    """The province of 14 August 2020."""
    return working_province("2020-08-14")[0]


def working_province(layer: str) -> tuple[Post, NetworkDay]:
    """A reference province with tariffs and tills: ways to act in it, and its network on the clock's date."""
    once((layer, now()), lambda: _found(layer))
    day = network_on(today())
    units = day.units.values()
    kinds, communes = {u.code: str(u.kind) for u in units}, {u.code: u.commune_code for u in units}
    return Post({u.code: u.id for u in units}, kinds, communes), day


def _found(layer: str) -> None:
    load_province(layer)
    load_tariffs()
    tills_for(sorted(network_on(today()).units))
