"""The middle of a shift: customers ask for a pick-up, a courier falls out; the head re-plans and items pass from hand to hand."""

from duongthu.acts.api import Actor, bulk
from duongthu.kernel import clock
from duongthu.mail.api import Scan
from duongthu.rounds.api import TaskDraft
from duongthu.simulation.demand import Demand
from duongthu.simulation.people import phone_if_any
from duongthu.simulation.scenes import rounds
from duongthu.simulation.stage import DayBroken, Stage
from duongthu.staff.api import Role

PICK_UP_AT_UNITS = 0.15  # of the units with couriers out, in a shift, at full traffic
HOURS_MINUTES = 90


def change(stage: Stage, demand: Demand, unit_id: int, shift: int) -> None:
    """What happens at one unit in the middle of one shift; mostly nothing."""
    out = rounds_of(unit_id, shift, "out")
    if not out:
        return
    label = f"change/{unit_id}/{shift}"
    rng = stage.chance(label)
    asks = rng.random() < PICK_UP_AT_UNITS * min(1.0, 3 * demand.scale)
    falls = len(out) > 1 and rng.random() < stage.faults.courier_out
    if asks:
        _ask_pick_up(stage, demand, unit_id, label)
    if asks or falls:
        gone = [rng.choice(out)[1]] if falls else []
        _replan(stage, unit_id, shift, gone, label)


def _ask_pick_up(stage: Stage, demand: Demand, unit_id: int, label: str) -> None:
    rng, ids = stage.chance(f"{label}/ask"), stage.ids(f"{label}/ask")
    commune = stage.world.day.units[unit_id].commune_code
    local = clock.local(clock.now())
    begins = local.hour * 60 + local.minute
    draft = TaskDraft(
        ids.make(clock.now()), "pickup", "Thu gom theo yêu cầu", demand.address(commune, rng), commune, stage.world.day.on,
        latest_minutes=begins + HOURS_MINUTES, weight_grams=rng.randint(200, 3_000), phone=phone_if_any(rng),
    )  # fmt: skip
    stage.do(stage.world.clerk(unit_id), "rounds.add_tasks", f"{label}/ask", unit_id=unit_id, tasks=[draft])
    stage.counts["pick-ups asked for"] += 1


def set_out_late(stage: Stage, unit_id: int, shift: int) -> None:
    """The late trip is in: its mail goes on the lists that waited, customers are told the new hours, the couriers leave."""
    label = f"late/{unit_id}/{shift}"
    waiting = rounds_of(unit_id, shift, "planned")
    if not waiting:
        return
    rounds.keep_here(stage, unit_id, label)
    _replan(stage, unit_id, shift, [], label)
    rounds.load(stage, unit_id, [code for code, _courier in waiting], label)
    stage.counts["lists that waited for a late trip"] += len(waiting)


def _replan(stage: Stage, unit_id: int, shift: int, gone: list[int], label: str) -> None:
    head = stage.world.actor(unit_id, Role.HEAD)
    params = {"unit_id": unit_id, "shift": shift, "out_couriers": gone}
    outcome = stage.attempt(head, "rounds.replan", f"{label}/replan", **params)
    if outcome.refusal:
        if outcome.refusal["code"] != "rounds.nothing_to_replan":  # who falls out may have been through
            raise DayBroken(f"seed {stage.world.seed}, {label}: {outcome.refusal['message']}")
        return
    said = outcome.result
    stage.counts["re-plans"] += 1
    stage.counts["fault:courier out"] += len(gone)
    stage.counts["stops moved by re-plans"] += len(said["moves"])
    for from_code, to_code, taker_id in _waiting(unit_id, gone):
        _hand_over(stage, unit_id, from_code, to_code, _courier(stage, unit_id, taker_id), label)


def _hand_over(stage: Stage, unit_id: int, from_code: str, to_code: str, taker: Actor, label: str) -> None:
    """The head gives for the courier who cannot, the other takes."""
    codes = _items(from_code, to_code)
    mark = f"{label}/{to_code}"
    head, ids = stage.world.actor(unit_id, Role.HEAD), stage.ids(mark)
    give = [Scan(ids.make(clock.now()), code) for code in codes]
    take = [Scan(ids.make(clock.now()), code) for code in codes]
    stage.do(head, "rounds.give_over", f"{mark}/give", unit_id=unit_id, round_code=from_code, scans=give)
    taken = stage.do(
        taker, "rounds.take_over", f"{mark}/take", unit_id=unit_id, round_code=to_code, scans=take
    )
    stage.counts["items handed from courier to courier"] += sum(
        line["status"] == "done" for line in taken["lines"]
    )


def _courier(stage: Stage, unit_id: int, person_id: int) -> Actor:
    return next(one for one in stage.world.couriers(unit_id) if one.person_id == person_id)


def rounds_of(unit_id: int, shift: int, state: str) -> list[tuple[str, int]]:
    """Lists of a shift in a state, with their couriers."""
    return bulk.fetch(
        'SELECT code, courier_id FROM rounds_round WHERE unit_id = %s AND shift = %s AND state = %s AND "on" = %s ORDER BY code',
        [unit_id, shift, state, clock.today().isoformat()],
    )


_PASSING = (
    "FROM rounds_handover h JOIN rounds_round f ON f.id = h.from_round_id JOIN rounds_round t ON t.id = h.to_round_id "
    "JOIN mail_thing m ON m.id = h.thing_id WHERE h.state IN ('proposed', 'given')"
)


def _waiting(unit_id: int, gone: list[int]) -> list[tuple[str, str, int]]:
    """Pairs of rounds between which items wait to pass, with who takes."""
    if not gone:
        return []
    return bulk.fetch(
        f"SELECT DISTINCT f.code, t.code, t.courier_id {_PASSING} AND f.unit_id = %s AND f.courier_id = %s ORDER BY 1, 2",
        [unit_id, gone[0]],
    )


def _items(from_code: str, to_code: str) -> list[str]:
    rows = bulk.fetch(
        f"SELECT m.code {_PASSING} AND f.code = %s AND t.code = %s ORDER BY m.id", [from_code, to_code]
    )
    return [code for (code,) in rows]
