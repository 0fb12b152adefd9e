"""The couriers: lists are planned, loaded, reported twice a round, the rest brought back, the cash paid in."""

from collections.abc import Iterable
from random import Random
from uuid import UUID

from duongthu.acts.api import Actor, bulk
from duongthu.kernel import clock
from duongthu.ledger.api import balances_of, notes_for, person_owner, till_code
from duongthu.mail.api import REASONS, Scan, State, person_holder, unit_holder
from duongthu.rounds.api import TaskReport
from duongthu.simulation.demand import Demand
from duongthu.simulation.people import RELATIONS
from duongthu.simulation.riding import Reached, ridden_by
from duongthu.simulation.stage import Stage
from duongthu.staff.api import Role

FAILURE = 0.12
REASON_WEIGHTS = {
    "R04": 30,
    "R03": 20,
    "R02": 15,
    "R05": 12,
    "R11": 6,
    "R12": 8,
    "R01": 4,
    "R06": 2,
    "R14": 3,
}
SHORT_BY = 20_000
NEAR_DEGREES, FAR_DEGREES = 0.0004, 0.03


def ask_for_tasks(stage: Stage, demand: Demand, unit_id: int) -> None:
    """What is to be done at doors besides mail: results of dossiers, newspapers, payments, premiums, pick-ups."""
    label = f"tasks/{unit_id}"
    rng, ids = stage.chance(label), stage.ids(label)
    commune = stage.world.day.units[unit_id].commune_code
    drafts = [demand.task(ids.make(clock.now()), commune, rng) for _ in range(demand.tasks(commune, rng))]
    if drafts:
        clerk = stage.world.clerk(unit_id)
        stage.do(clerk, "rounds.add_tasks", label, unit_id=unit_id, tasks=drafts)
        stage.counts["tasks asked"] += len(drafts)


def set_out(stage: Stage, unit_id: int, shift: int, *, wait: bool = False) -> None:
    """Sort what is delivered from here, plan the shift, load each courier's list, unless they wait for a late trip."""
    world, label = stage.world, f"round/{unit_id}/{shift}"
    keep_here(stage, unit_id, label)
    couriers = world.couriers(unit_id)
    if not couriers or not _ready(unit_id):
        return
    params = {"shift": shift, "couriers": [courier.person_id for courier in couriers], "publish": True}
    head = world.actor(unit_id, Role.HEAD)
    planned = stage.do(head, "rounds.plan", f"{label}/plan", unit_id=unit_id, **params)
    stage.counts["left for the next shift"] += planned["left"]
    if not wait:
        load(stage, unit_id, planned["rounds"], label)


def load(stage: Stage, unit_id: int, round_codes: Iterable[str], label: str) -> None:
    """Each courier scans the items of his list into his hands and leaves."""
    couriers = {courier.person_id: courier for courier in stage.world.couriers(unit_id)}
    for code in round_codes:
        ids = stage.ids(f"{label}/load/{code}")
        scans = [Scan(ids.make(clock.now()), item) for item in _listed(code)]
        courier = couriers[_courier_of(code)]
        stage.do(
            courier, "rounds.load", f"{label}/load/{code}", unit_id=unit_id, round_code=code, scans=scans
        )
        stage.counts["rounds"] += 1


def report(stage: Stage, unit_id: int, shift: int, part: int) -> None:
    """Each courier reports the doors reached by now: delivered with COD, done, or failed with a reason."""
    for code, courier_id in _rounds_out(unit_id, shift):
        label = f"report/{code}/{part}"
        rng, ids = stage.chance(label), stage.ids(label)
        reached = ridden_by(stage, code, clock.now())
        if not reached:
            continue
        reports = [_report(door, rng, ids.make(clock.now()), stage.faults.far) for door in reached]
        courier = next(c for c in stage.world.couriers(unit_id) if c.person_id == courier_id)
        params = {"unit_id": unit_id, "round_code": code, "reports": reports}
        said = stage.do(courier, "rounds.report_task", label, **params)
        stage.counts["deliveries"] += sum(r.outcome == "done" for r in reports)
        stage.counts["failed attempts"] += sum(r.outcome == "failed" for r in reports)
        stage.counts["reports refused"] += sum(line["status"] == "refused" for line in said["lines"])


def _report(door: Reached, rng: Random, key: UUID, far: float) -> TaskReport:
    where = _stood(door, rng, far)
    if rng.random() < FAILURE:
        reason = rng.choices(list(REASON_WEIGHTS), list(REASON_WEIGHTS.values()))[0]
        solution = REASONS[reason].default
        return TaskReport(key, door.code, "failed", "", "", reason, solution, door.at, *where)
    return TaskReport(key, door.code, "done", "người nhận", rng.choice(RELATIONS), "", "", door.at, *where)


def _stood(door: Reached, rng: Random, far: float) -> tuple[float, float]:
    """Where the device says it was: some forty metres about the door; by a fault kilometres away."""
    reach = FAR_DEGREES if rng.random() < far else NEAR_DEGREES
    return door.latitude + rng.gauss(0, reach), door.longitude + rng.gauss(0, reach)


def come_back(stage: Stage, unit_id: int, shift: int) -> None:
    """Undelivered items back to the office, cash counted into the till, rounds closed."""
    world = stage.world
    cash = balances_of("courier", [unit_id])
    for courier in world.couriers(unit_id):
        label = f"back/{courier.person_id}/{shift}"
        _bring_back(stage, courier, unit_id, label)
        held = cash.get(person_owner(courier.person_id, unit_id), 0)
        if held:
            _pay_in(stage, courier, unit_id, held, label)
    head = world.actor(unit_id, Role.HEAD)
    for code in _open_rounds(unit_id):
        stage.do(head, "rounds.close", f"close/{code}", unit_id=unit_id, round_code=code)


def _bring_back(stage: Stage, courier: Actor, unit_id: int, label: str) -> None:
    left, ids = _held(courier), stage.ids(label)
    if left:
        scans = [Scan(ids.make(clock.now()), code) for code in left]
        clerk = stage.world.clerk(unit_id)
        stage.do(
            clerk,
            "mail.bring_back",
            f"{label}/items",
            unit_id=unit_id,
            courier_id=courier.person_id,
            scans=scans,
        )


def _pay_in(stage: Stage, courier: Actor, unit_id: int, held: int, label: str) -> None:
    counted, reason = held, ""
    if stage.chance(label).random() < stage.faults.short_courier and held >= SHORT_BY:
        counted, reason = held - SHORT_BY, "khách trả thiếu"
        stage.counts["fault:short courier"] += 1
    teller, till = stage.world.actor(unit_id, Role.TELLER), till_code(unit_id, "till")
    params = {
        "till": till,
        "courier_id": courier.person_id,
        "notes": notes_for(counted),
        "reason": reason,
    }
    paid = stage.do(teller, "ledger.courier_pays_in", f"{label}/cash", unit_id=unit_id, **params)
    lacks = -paid["difference_dong"]
    if lacks > 0:  # he stands by it: from now on it is a shortage on his name
        own = {"source": "courier", "amount_dong": lacks, "subject": label[:40]}
        stage.do(courier, "ledger.accept_shortage", f"{label}/short", unit_id=unit_id, **own)


def keep_here(stage: Stage, unit_id: int, label: str) -> None:
    """What is delivered from here goes to the delivery side."""
    codes = _codes("c.holder = %s AND c.state IN (%s, %s) AND i.office_to_id = %s", [
        unit_holder(unit_id), State.ACCEPTED.value, State.AT_HUB.value, unit_id,
    ])  # fmt: skip
    if codes:
        ids = stage.ids(f"{label}/keep")
        scans = [Scan(ids.make(clock.now()), code) for code in codes]
        stage.do(stage.world.clerk(unit_id), "mail.keep_here", f"{label}/keep", unit_id=unit_id, scans=scans)


def _ready(unit_id: int) -> bool:
    """Whether there is anything to go out with."""
    holder = unit_holder(unit_id)
    waiting = "SELECT count(*) FROM rounds_task WHERE unit_id = %s AND state = 'waiting'"
    return bool(
        _codes("c.holder = %s AND c.state IN (%s, %s)", [holder, State.AT_OFFICE.value, State.HELD.value])
        or bulk.fetch(waiting, [unit_id])[0][0]
        or _rounds_of(unit_id, "planned")
    )


def _held(courier: Actor) -> list[str]:
    return _codes("c.holder = %s", [person_holder(courier.person_id)])


def _codes(condition: str, params: list[object]) -> list[str]:
    rows = bulk.fetch(
        "SELECT t.code FROM mail_custody c JOIN mail_item i ON i.thing_id = c.thing_id JOIN mail_thing t ON t.id = i.thing_id "
        f"WHERE {condition} ORDER BY t.id",
        params,
    )
    return [code for (code,) in rows]


def _courier_of(round_code: str) -> int:
    return int(bulk.fetch("SELECT courier_id FROM rounds_round WHERE code = %s", [round_code])[0][0])


def _listed(round_code: str) -> list[str]:
    rows = bulk.fetch(
        "SELECT t.code FROM rounds_stop s JOIN rounds_round r ON r.id = s.round_id JOIN mail_thing t ON t.id = s.thing_id "
        "WHERE r.code = %s ORDER BY s.place",
        [round_code],
    )
    return [code for (code,) in rows]


def _open_rounds(unit_id: int) -> list[str]:
    return [*_rounds_of(unit_id, "out"), *_rounds_of(unit_id, "planned")]


def _rounds_of(unit_id: int, state: str) -> list[str]:
    rows = bulk.fetch(
        "SELECT code FROM rounds_round WHERE unit_id = %s AND state = %s ORDER BY code", [unit_id, state]
    )
    return [code for (code,) in rows]


def _rounds_out(unit_id: int, shift: int) -> list[tuple[str, int]]:
    return bulk.fetch(
        "SELECT code, courier_id FROM rounds_round WHERE unit_id = %s AND shift = %s AND state = 'out' ORDER BY code",
        [unit_id, shift],
    )
