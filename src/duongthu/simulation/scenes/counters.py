"""The counters: tills open in the morning, items come in by the hour, tills are counted and closed at night."""

from duongthu.kernel import clock
from duongthu.ledger.api import notes_for, till_code, tills_of
from duongthu.simulation.demand import Demand
from duongthu.simulation.stage import Stage
from duongthu.staff.api import Role

SHORT_BY = 50_000


def open_tills(stage: Stage) -> None:
    """Every teller opens the counter's till."""
    for unit_id in stage.world.counters:
        teller = stage.world.actor(unit_id, Role.TELLER)
        stage.do(
            teller,
            "ledger.open_till",
            f"till/{unit_id}/open",
            unit_id=unit_id,
            till=till_code(unit_id, "till"),
        )


def accept(stage: Stage, demand: Demand, unit_id: int, hour: int, weight: float) -> None:
    """One hour's customers at one counter."""
    label = f"accept/{unit_id}/{hour}"
    rng, ids = stage.chance(label), stage.ids(label)
    count = demand.accepted(unit_id, len(stage.world.counters), weight, rng)
    if not count:
        return
    items = [demand.draft(ids.make(clock.now()), rng) for _ in range(count)]
    teller, till = stage.world.actor(unit_id, Role.TELLER), till_code(unit_id, "till")
    result = stage.do(teller, "mail.accept_items", label, unit_id=unit_id, till=till, items=items)
    stage.counts["items accepted"] += sum(line["status"] == "done" for line in result["lines"])
    stage.counts["items refused"] += sum(line["status"] == "refused" for line in result["lines"])


def close_tills(stage: Stage) -> None:
    """Every teller counts by denomination and gives the till back; now and then money lacks."""
    books = {till.code: till.account.balance_dong for till in tills_of(frozenset(stage.world.counters))}
    for unit_id in stage.world.counters:
        till, label = till_code(unit_id, "till"), f"till/{unit_id}/close"
        counted, reason = books[till], ""
        if stage.chance(label).random() < stage.faults.short_till and counted >= SHORT_BY:
            counted, reason = counted - SHORT_BY, "trả nhầm tiền cho khách"
            stage.counts["fault:short till"] += 1
        teller = stage.world.actor(unit_id, Role.TELLER)
        notes = notes_for(counted)
        stage.do(teller, "ledger.close_till", label, unit_id=unit_id, till=till, notes=notes, reason=reason)
