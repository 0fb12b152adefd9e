"""Cash on the move: what a commune's till took beyond its float goes to the district in a sealed pouch."""

from duongthu.kernel import clock
from duongthu.ledger.api import notes_for, pouches_on_the_way, till_code, tills_of
from duongthu.simulation.stage import Stage
from duongthu.simulation.world import FLOAT_DONG
from duongthu.staff.api import Role

WORTH_A_POUCH = 3_000_000


def send_pouches(stage: Stage) -> None:
    """At the end of the afternoon every counter with more than its float gives a pouch to its district's driver."""
    world = stage.world
    units = frozenset(world.counters)
    for till in tills_of(units):
        surplus = till.account.available_dong - FLOAT_DONG
        above = world.day.units[till.unit_id].parent_id
        if till.kind != "till" or surplus < WORTH_A_POUCH or above is None:
            continue
        label = f"pouch/{till.unit_id}"
        params = {
            "unit_id": till.unit_id, "till": till.code, "to_unit_id": above,
            "carrier_id": world.actor(till.unit_id, Role.DRIVER).person_id, "seal": f"TT{till.unit_id}-{clock.today():%m%d}",
            "notes": notes_for(surplus),
        }  # fmt: skip
        given = stage.do(world.actor(till.unit_id, Role.TELLER), "ledger.give_pouch", label, **params)
        seen = {"pouch": given["pouch"], "seal": params["seal"]}
        stage.do(world.actor(till.unit_id, Role.DRIVER), "ledger.carry_pouch", f"{label}/carry", **seen)
        stage.counts["pouches"] += 1


def take_pouches(stage: Stage) -> None:
    """The districts' cashiers read the seals, count, and lock the cash into their safes."""
    world = stage.world
    receivers: set[int] = set()
    for pouch in pouches_on_the_way(frozenset(world.day.units)):
        receivers.add(pouch.to_unit_id)
        _open_safe(stage, pouch.to_unit_id)
        label = f"pouch/{pouch.code}/take"
        params = {
            "unit_id": pouch.to_unit_id, "till": till_code(pouch.to_unit_id, "safe"), "pouch": pouch.code,
            "seal": pouch.seal, "notes": notes_for(pouch.amount_dong),
        }  # fmt: skip
        stage.do(world.actor(pouch.to_unit_id, Role.CASHIER), "ledger.take_pouch", label, **params)


def _open_safe(stage: Stage, unit_id: int) -> None:
    till = till_code(unit_id, "safe")
    cashier = stage.world.actor(unit_id, Role.CASHIER)
    stage.attempt(cashier, "ledger.open_till", f"safe/{unit_id}/open", unit_id=unit_id, till=till)


def close_safes(stage: Stage) -> None:
    """Cashiers count their safes and close them."""
    for safe in tills_of(frozenset(stage.world.day.units)):
        if safe.kind != "safe" or not safe.is_open:
            continue
        cashier = stage.world.actor(safe.unit_id, Role.CASHIER)
        params = {
            "unit_id": safe.unit_id,
            "till": safe.code,
            "notes": notes_for(safe.account.balance_dong),
        }
        stage.do(cashier, "ledger.close_till", f"safe/{safe.unit_id}/close", **params)


def close_days(stage: Stage) -> None:
    """Each counter's and district's head closes the day with both proofs."""
    world = stage.world
    units = [
        *world.counters,
        *sorted(u.id for u in world.day.units.values() if u.kind in {"district", "centre"}),
    ]
    for unit_id in units:
        head = world.actor(unit_id, Role.HEAD)
        stage.do(head, "closing.close_day", f"close_day/{unit_id}", unit_id=unit_id, on=clock.today())
        stage.counts["days closed"] += 1
