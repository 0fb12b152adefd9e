"""The province ready for its first day: network, tariffs, people in their posts, tills with cash."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from duongthu.acts.api import Actor, Command, Outcome, perform_many, system_actor
from duongthu.kernel import clock
from duongthu.kernel.ids import IdMaker
from duongthu.ledger.api import PaperLine, tills_for
from duongthu.mail.api import load_tariffs
from duongthu.network.api import NetworkDay, UnitKind, load_province, network_on
from duongthu.simulation.commands import command_id
from duongthu.simulation.people import person_name
from duongthu.staff.api import NewStaff, Role, staff_of

COURIERS = 300
FLOAT_DONG = 2_000_000
CAPITAL_DONG = 5_000_000_000
COUNTER_KINDS = (UnitKind.OFFICE, UnitKind.CULTURE_POST, UnitKind.COUNTER, UnitKind.COMMUNE_POST)
HUB_KINDS = (UnitKind.CENTRE, UnitKind.DISTRICT)
PARTNER = "TCT"


class WorldRefused(Exception):
    """An act that founds the world was refused: the sentence says why."""


@dataclass
class World:
    """The province of a scenario: who works where, as actors."""

    seed: int
    scale: float
    day: NetworkDay
    province: int
    exchange: int
    counters: list[int]
    people: dict[tuple[int, str], list[Actor]] = field(default_factory=dict)

    def actor(self, unit_id: int, role: str) -> Actor:
        """The first person of a role at a unit or, failing one, at the nearest unit above it."""
        place: int | None = unit_id
        while place is not None:
            found = self.people.get((place, role))
            if found:
                return found[0]
            place = self.day.units[place].parent_id
        return self.people[self.province, role][0]

    def clerk(self, unit_id: int) -> Actor:
        """Who handles mail at a unit: its sorter, else its teller."""
        found = self.people.get((unit_id, Role.SORTER)) or self.people.get((unit_id, Role.TELLER))
        return found[0] if found else self.actor(unit_id, Role.SORTER)

    def couriers(self, unit_id: int) -> list[Actor]:
        """The couriers of a unit."""
        return self.people.get((unit_id, Role.COURIER), [])

    @property
    def system(self) -> Actor:
        """The program itself, reaching everywhere."""
        return system_actor("Hệ thống", frozenset(self.day.units), self.province)


def found_world(seed: int, scale: float, scenario: str) -> World:
    """Load the province and hire its people; in a database where this was done before, only read it."""
    if not network_on(clock.today()).units:
        load_province(scenario)
        load_tariffs()
    day = network_on(clock.today())
    province = next(unit.id for unit in day.units.values() if unit.kind == UnitKind.PROVINCE)
    exchange = next(unit.id for unit in day.units.values() if unit.kind == "exchange")
    counters = sorted(unit.id for unit in day.units.values() if unit.kind in COUNTER_KINDS)
    world = World(seed, scale, day, province, exchange, counters)
    units_with_cash = [
        *counters,
        *(unit.id for unit in day.units.values() if unit.kind in (*HUB_KINDS, UnitKind.PROVINCE)),
    ]
    tills_for(sorted(units_with_cash))
    _hire(world, list(_wanted(world)))
    _read_people(world)
    _give_capital(world)
    return world


def _wanted(world: World) -> Iterable[tuple[str, str, int]]:
    """(code, role, unit) of everybody the province needs."""
    for unit in sorted(world.day.units.values(), key=lambda u: u.code):
        if unit.kind in COUNTER_KINDS:
            yield f"GD{unit.code}", Role.TELLER, unit.id
        if unit.kind in HUB_KINDS:
            yield f"KT{unit.code}", Role.SORTER, unit.id
        if unit.kind in (UnitKind.DISTRICT, UnitKind.PROVINCE):
            yield f"TB{unit.code}", Role.HEAD, unit.id
            yield f"KS{unit.code}", Role.CONTROLLER, unit.id
            yield f"TQ{unit.code}", Role.CASHIER, unit.id
    for code, role in (("GIAMDOC", Role.DIRECTOR), ("KETOAN", Role.ACCOUNTANT), ("DIEUDO", Role.DISPATCHER)):
        yield code, role, world.province
    yield "KHAITHAC", Role.SORTER, world.province
    for number, unit_id in enumerate(_courier_units(world), start=1):
        yield f"BT{number:04d}", Role.COURIER, unit_id
    for route in sorted(world.day.routes, key=lambda r: r.code):
        yield f"LX{route.code.replace('-', '')}", Role.DRIVER, world.province  # a route may cross districts


def _courier_units(world: World) -> list[int]:
    """Each delivery unit gets one courier, the rest go by population (largest remainder)."""
    delivering = sorted(world.day.delivering.values(), key=lambda unit: unit.code)
    people = {unit.id: world.day.communes[unit.commune_code].population for unit in delivering}
    counts = dict.fromkeys(people, 1)
    for _ in range(COURIERS - len(counts)):
        counts[max(people, key=lambda unit: (people[unit] / (counts[unit] + 0.5), unit))] += 1
    return [unit for unit in people for _ in range(counts[unit])]


def _hire(world: World, wanted: list[tuple[str, str, int]]) -> None:
    ids = IdMaker(Random(f"{world.seed}/hire"))
    rng = Random(f"{world.seed}/names")
    lines = [
        NewStaff(ids.make(clock.now()), code, person_name(rng), str(role), unit, clock.today())
        for code, role, unit in wanted
    ]
    founder = system_actor("Lập biên chế", frozenset(world.day.units), roles=frozenset({"admin", "director"}))
    done(perform_many(founder, [Command(command_id(world.seed, "hire"), "staff.take_on", {"people": lines})]))


def _read_people(world: World) -> None:
    for person in staff_of(list(world.day.units), world.day.on):
        reach = world.day.reach(person.unit_id)
        actor = Actor(person.person_id, person.name, person.unit_id, person.roles, reach, "mô phỏng")
        for role in person.roles:
            world.people.setdefault((person.unit_id, role), []).append(actor)


def _give_capital(world: World) -> None:
    """The corporation's capital on the bank, a float in each till: proposed by the accountant, approved by the director."""
    floats = [PaperLine(unit, FLOAT_DONG) for unit in world.counters]
    _paper(world, "float", "opening_cash", "Tiền mặt đầu kỳ tại các quầy", floats)
    capital = [PaperLine(world.province, CAPITAL_DONG)]
    _paper(world, "capital", "capital_received", "Vốn Tổng công ty cấp đầu kỳ", capital)


def _paper(world: World, label: str, purpose: str, title: str, lines: list[PaperLine]) -> None:
    total = sum(line.amount_dong for line in lines)
    paper = {"purpose": purpose, "title": title, "amount_dong": total, "lines": lines}
    maker, checker = (
        world.people[world.province, Role.ACCOUNTANT][0],
        world.people[world.province, Role.DIRECTOR][0],
    )
    proposed = done(perform_many(maker, [Command(command_id(world.seed, label), "ledger.post_paper", paper)]))
    approval = {"proposal_id": proposed[0].result["proposal_id"]}
    done(
        perform_many(checker, [Command(command_id(world.seed, f"{label}/approve"), "acts.approve", approval)])
    )


def done(outcomes: list[Outcome]) -> list[Outcome]:
    """The outcomes, none of them refused.

    Raises:
        WorldRefused: one was.
    """
    for outcome in outcomes:
        if outcome.refusal:
            raise WorldRefused(f"{outcome.act}: {outcome.refusal['message']}")
    return outcomes
