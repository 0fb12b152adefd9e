"""Three insiders send one valid-looking command after another into a living office; what they moved without right is listed.

Right and wrong are decided here by an oracle that knows nothing of the house's own rules but who holds which till:

- a promise may be called off (its money stays where it was); a đồng may leave only what the insider holds (his open till,
  his own name), come into it, or go back with an act of his own that he undid;
- a thing may leave only his own unit (or those below it), himself, bags lying there, its sender, or an operator outside.

What two persons said yes to is not counted as one alone.
"""

import json
import random
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from duongthu.acts.api import (
    Actor,
    ActRecord,
    ActSpec,
    Call,
    Finding,
    Outcome,
    all_acts,
    all_checks,
    perform,
)
from duongthu.acts.models import Proposal, Undoing
from duongthu.kernel.clock import FixedClock, now, today
from duongthu.ledger.actions.posting import post_lines
from duongthu.ledger.api import Account, Entry, Purpose, Till, Transfer, accounts_for, till_code
from duongthu.ledger.models import Hold, Pouch
from duongthu.mail.api import Custody, CustodyEvent
from duongthu.mail.models import PostalObject
from duongthu.network.api import actor_of, network_on
from duongthu.staff.api import NewStaff, NoPostHeld, Role, staff_of
from tests.properties.fuzzing import Requests
from tests.province import Post

HOSTILE = {101: "teller", 102: "head", 103: "accountant"}
HONEST = {201: "teller", 202: "cashier", 203: "courier", 204: "sorter", 205: "driver"}
EVERYBODY = {**HOSTILE, **HONEST, 206: "cashier"}
BY_TWO = {"acts.approve"}
PENDING, RELEASED = 1, (3, 4)  # phases of the journal: promised; a promise voided or expired
MOVING = ("ledger.", "mail.", "transport.", "acts.undo")
CAPITAL = Purpose("opening_cash", "Tiền mặt đầu kỳ", frozenset({("safe", "fund"), ("till", "fund")}), "", "")
NEVER = {"network.load_communes", "network.look_beyond_reach"}
HONEST_SHARE, SPOILT_SHARE = 0.25, 0.08


Alive = dict[str, list[Any]]
NOTES = [{"note": 1_000, "count": 1}, {"note": 20_000, "count": 2}, {"note": 500_000, "count": 1}]


def enliven(made: Any, dice: random.Random, alive: Alive, post: Post) -> None:
    """Put living things into parameters in place of made-up ones, by the parameter's name."""
    if isinstance(made, list):
        for part in made:
            enliven(part, dice, alive, post)
    if not isinstance(made, dict):
        return
    for name, value in made.items():
        if name == "notes":
            made[name] = [dice.choice(NOTES)]
        elif name in {"reason", "title", "words"} and isinstance(value, str):
            made[name] = "kiểm lại theo sổ"
        elif name == "key":
            made[name] = str(post.key())
        elif name == "seal":
            made[name] = dice.choice(("N1", f"N{dice.randrange(10_000)}"))
        elif alive.get(name) and dice.random() < 0.9:
            made[name] = [dice.choice(alive[name])] if isinstance(value, list) else dice.choice(alive[name])
        else:
            enliven(value, dice, alive, post)


@dataclass(frozen=True)
class Wrong:
    """One thing moved without right: the act, its row in the log, the row of the journal and what it says."""

    act: str
    act_id: int
    table: str
    row: int
    said: str


@dataclass
class Siege:
    """What came of it."""

    sent: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    entries: int = 0
    events: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)

    def silent(self, findings: list[Finding]) -> list[Wrong]:
        """Those that no recount names, by act or by row."""
        named = {(one.table, str(one.row)) for one in findings}
        rows = {(w.table.replace(".", "_"), str(w.row)) for w in self.wrong} & {
            (table.replace(".", "_"), row) for table, row in named
        }
        acts = {str(one.row) for one in findings if one.table in {"acts.act", "acts_act"}}
        return [
            w
            for w in self.wrong
            if (w.table.replace(".", "_"), str(w.row)) not in rows and str(w.act_id) not in acts
        ]


def findings() -> list[Finding]:
    """What ``verify`` says of the books."""
    return [finding for check in all_checks().values() for finding in check()]


def money_is_ones_own(
    person_id: int, tills: set[str], debited: Account, credited: Account, *, promised: bool = False
) -> bool:
    """Whether one may move this money alone: it leaves nobody else's till, and burdens nobody else's name.

    Args:
        tills: codes of the tills in one's own hands. promised: it waits for its taker's word.
    """

    def own(account: Account) -> bool:
        return account.owner in tills or bool(re.match(rf"P{person_id}(@|$)", account.owner))

    from_another = credited.kind in {"till", "safe"} and not own(credited)
    on_another = debited.owner.startswith("P") and not own(debited) and not promised
    return (own(debited) or own(credited)) and not from_another and not on_another


class Besieged:
    """A commune office, the district above it and the province, with honest people at work and three who are not."""

    def __init__(self, post: Post, clock: FixedClock, seed: int) -> None:
        self.post, self.clock, self.dice = post, clock, random.Random(f"siege/{seed}")
        self.office = post.unit("culture_post")
        district = network_on(today()).units[self.office].parent_id
        assert district
        self.units = [self.office, district, post.unit("centre"), post.unit("province")]
        self.ids = self._take_on(district)
        self.requests = Requests(self.dice, now())
        self.acts = [s for s in all_acts() if not s.name.startswith("trial.") and s.name not in NEVER]
        self.told = Siege()
        self._begin()

    def _take_on(self, district: int) -> dict[int, int]:
        """Everybody in a post of their own; gives their ids by number."""
        where = {103: self.post.unit("province"), 206: district}
        people = [
            NewStaff(self.post.key(), f"T{n}", "Trần Thị Thử", Role(role), where.get(n, self.office), today())
            for n, role in EVERYBODY.items()
        ]
        self.post.do(self.post.founder(), "staff.take_on", people=people)
        ids = {one.code: one.person_id for one in staff_of(list(network_on(today()).units), today())}
        return {n: ids[f"T{n}"] for n in EVERYBODY}

    def _begin(self) -> None:
        learn = self.requests.learn
        self.requests.known["unit_id"] = [
            self.office
        ] * 8 + self.units  # mostly at home, now and then elsewhere
        learn(list(self.ids.values()), "person_id")
        learn([f"T{n}" for n in EVERYBODY], "person_code")
        learn([till_code(unit, kind) for unit in self.units for kind in ("till", "safe")], "till")
        learn(["12103", network_on(today()).units[self.office].commune_code], "commune_code")
        learn([200_000, 50_000, 1_000], "note")
        for person, unit, kind in ((202, self.office, "safe"), (206, self.units[1], "till")):
            perform(self._who(person), "ledger.open_till", {"unit_id": unit, "till": till_code(unit, kind)})
        self._capital()
        self._live()

    def _capital(self) -> None:
        """Money in tills and safes, so that it can move."""
        call = Call(
            self.post.actor(self.office, "system"), self.office, self.post.key(), 0, now(), now(), today()
        )
        boxes = [(kind, till_code(unit, kind), unit) for unit in self.units[:3] for kind in ("till", "safe")]
        accounts = accounts_for([("fund", "TCT", self.office), *boxes])
        fund = accounts["fund", "TCT"]
        lines = [
            Transfer(self.post.key(), accounts[k, o], fund, 50_000_000, CAPITAL, unit_id=u)
            for k, o, u in boxes
        ]
        assert all(line.status == "done" for line in post_lines(call, lines).each())

    def _who(self, person: int) -> Actor:
        return actor_of(f"T{person}", today())

    def _live(self) -> None:
        """Honest work: items come in and are kept, so that there is something to take; none where the head sent them home."""
        with suppress(NoPostHeld):
            self._work()

    def _work(self) -> None:
        teller = next(
            (
                n
                for n in (101, 201)
                if perform(self._who(n), "ledger.open_till", self._till()).done or self._holds(n)
            ),
            201,
        )
        commune = network_on(today()).units[self.office].commune_code
        drafts = [
            self.post.draft(c, cod_dong=self.dice.choice((0, 50_000, 350_000)))
            for c in (commune, "12103", commune)
        ]
        self._heard(perform(self._who(teller), "mail.accept_items", {**self._till(), "items": drafts}))
        codes = self.requests.known.get("code", [])[-3:]
        scans = [{"key": str(self.post.key()), "code": code} for code in codes if isinstance(code, str)]
        self._heard(
            perform(self._who(204), "mail.keep_here", json.dumps({"unit_id": self.office, "scans": scans}))
        )

    def _till(self) -> dict[str, object]:
        return {"unit_id": self.office, "till": till_code(self.office, "till")}

    def _holds(self, person: int) -> bool:
        return Till.objects.filter(code=till_code(self.office, "till"), person_id=self.ids[person]).exists()

    def _heard(self, outcome: Outcome) -> Outcome:
        self.requests.learn(outcome.result)
        return outcome

    def go_on(self, steps: int) -> Siege:
        """So many commands of the three insiders, with honest work between them."""
        until = self.told.sent + steps
        while self.told.sent < until:
            self._pass_time()
            if self.dice.random() < HONEST_SHARE:
                self._honest()
            else:
                self._insider()
        return self.told

    def _pass_time(self) -> None:
        self.clock.advance(timedelta(seconds=self.dice.choice((0, 1, 20, 90))))
        if self.dice.random() < 0.002:
            self.clock.advance(timedelta(hours=12))
        self.requests.now = now()
        if self.dice.random() < 0.02:
            self._live()
        trips = network_on(today()).trips
        self.requests.known["trip"] = [t.key for t in trips if self.office in {s.unit_id for s in t.stops}][
            :20
        ]

    def _honest(self) -> None:
        spec = self.dice.choice(self.acts)
        self._send(self.dice.choice([202, 203, 204, 205]), spec, counted=False)

    def _insider(self) -> None:
        person = self.dice.choice([101, *HOSTILE])
        mine = [spec for spec in self.acts if HOSTILE[person] in spec.roles]
        moving = [spec for spec in mine if spec.name.startswith(MOVING)]
        kind = self.dice.random()
        spec = self.dice.choice((moving or mine) if kind < 0.65 else mine if kind < 0.9 else self.acts)
        self._send(person, spec, counted=True)

    def _alive(self) -> Alive:
        """What there is to take just now: read from the books, as somebody with a query tool would know it."""
        things = PostalObject.objects.order_by("-pk")
        codes = [
            list(things.filter(kind=kind).values_list("code", flat=True)[:30])
            for kind in ("item", "bag", "pouch")
        ]
        items, bags, _ = codes
        tills = list(Till.objects.filter(unit_id__in=self.units).values_list("code", flat=True))
        tills += [till_code(self.office, "till")] * 4
        acts = list(
            ActRecord.objects.filter(status="done").order_by("-seq").values_list("seq", flat=True)[:40]
        )
        return {
            "unit_id": [self.office] * 8 + self.units,
            "code": items, "item_code": items, "bag": bags, "bags": bags, "act_id": acts,
            "till": tills, "from_till": tills, "to_till": tills,
            "pouch": list(Pouch.objects.order_by("-pk").values_list("code", flat=True)[:10]),
            "hold": [str(key) for key in Hold.objects.filter(state=Hold.OPEN).values_list("key", flat=True)[:10]],
            "courier_id": [self.ids[203]], "carrier_id": [self.ids[205]], "couriers": [self.ids[203]],
            "person_id": list(self.ids.values()), "to_unit_id": self.units[1:], "amount_dong": [1_000, 20_000, 500_000, 3_000_000],
            "proposal_id": list(Proposal.objects.filter(status=Proposal.OPEN).values_list("pk", flat=True)[:10]),
        }  # fmt: skip

    def _send(self, person: int, spec: ActSpec, *, counted: bool) -> None:
        spoilt = self.dice.random() < SPOILT_SHARE
        params = (self.requests.make if spoilt else self.requests.fitting)(spec.schema())
        if not spoilt:
            enliven(params, self.dice, self._alive(), self.post)
        try:
            actor = self._who(person)
        except NoPostHeld:  # the head ended the post: no door opens any more
            return
        before = self._before(person) if counted else None
        try:
            outcome = perform(actor, spec.name, json.dumps(params))
        except Exception as error:  # noqa: BLE001  (any at all is told)
            self.told.crashes.append(f"{spec.name}: {type(error).__name__}: {str(error)[:200]}")
            return
        self._heard(outcome)
        if before is None:
            return
        self.told.sent += 1
        self.told.outcomes[outcome.status] += 1
        if outcome.done:
            self.told.done[spec.name] += 1
            if spec.name not in BY_TWO:
                self.told.wrong += self._judged(actor, spec.name, before)

    def _before(self, person: int) -> tuple[int, int, int, set[str]]:
        tills = set(Till.objects.filter(person_id=self.ids[person]).values_list("code", flat=True))
        return _last(ActRecord), _last(Entry), _last(CustodyEvent), tills

    def _judged(self, actor: Actor, act: str, before: tuple[int, int, int, set[str]]) -> list[Wrong]:
        _, entry, event, tills = before
        tills |= set(Till.objects.filter(person_id=actor.person_id).values_list("code", flat=True))
        wrong = []
        for row in Entry.objects.filter(seq__gt=entry):
            self.told.entries += 1
            if not self._right_money(actor, tills, row):
                wrong.append(Wrong(act, row.act_id, "ledger_entry", row.seq, f"{row.kind} {row.amount_dong}"))
        for moved in CustodyEvent.objects.filter(seq__gt=event):
            self.told.events += 1
            if not self._right_thing(actor, moved):
                said = f"{moved.code} {moved.from_holder} → {moved.to_holder}"
                wrong.append(Wrong(act, moved.act_id, "mail_event", moved.seq, said))
        return wrong

    def _right_money(self, actor: Actor, tills: set[str], row: Entry) -> bool:
        if row.phase in RELEASED:
            return True
        accounts = Account.objects.in_bulk([row.debit_id, row.credit_id])
        debited, credited = accounts[row.debit_id], accounts[row.credit_id]
        promised = row.phase == PENDING
        mine = money_is_ones_own(actor.person_id, tills, debited, credited, promised=promised)
        return mine or self._own_undone(actor, row.act_id)

    def _own_undone(self, actor: Actor, act_id: int) -> bool:
        undone = Undoing.objects.filter(act_id=act_id).values_list("act_ref", flat=True)
        return ActRecord.objects.filter(seq__in=list(undone), actor_id=actor.person_id).exists()

    def _right_thing(self, actor: Actor, moved: CustodyEvent) -> bool:
        holder = moved.from_holder
        if holder.startswith("B"):
            bag = Custody.objects.filter(thing_id=int(holder[1:])).first()
            holder = bag.holder if bag else holder
        return (
            holder[:1] in {"S", "X"}
            or holder == f"P{actor.person_id}"
            or (holder[:1] == "U" and int(holder[1:]) in actor.reach)
            or self._own_undone(actor, moved.act_id)
        )


def _last(model: type[ActRecord] | type[Entry] | type[CustodyEvent]) -> int:
    newest = model.objects.order_by("-seq").values_list("seq", flat=True).first()
    return newest or 0
