"""The mail routes: at each stop bags are packed, handed to the driver, taken from him and opened."""

from collections import defaultdict
from random import Random

from duongthu.acts.api import Actor, bulk
from duongthu.kernel import clock
from duongthu.mail.api import Scan, State, unit_holder
from duongthu.network.api import RouteTrip, TripStop
from duongthu.simulation.demand import Demand
from duongthu.simulation.stage import Stage
from duongthu.simulation.world import PARTNER
from duongthu.staff.api import Role
from duongthu.transport.api import (
    Trip,
    bags_to_count_again,
    bags_to_open,
    content_of,
    waiting_bags,
    waiting_dispatches,
)

TRUNK = 1
MOVING_STATES = (State.ACCEPTED.value, State.AT_HUB.value)


def comes_in(stage: Stage, trip: RouteTrip) -> bool:
    """Whether a trip brings mail from the other provinces."""
    return trip.level == TRUNK and trip.stops[0].unit_id == stage.world.exchange


def call_of_trunk(stage: Stage, demand: Demand, trip: RouteTrip, stop: TripStop, trips_in: int) -> None:
    """A truck of the corporation calls at Hà Nội or at the processing centre, where its items change hands."""
    if _is_of_another_run(stage, trip):
        return
    here, inwards = stop.unit_id, comes_in(stage, trip)
    at_centre, label = here != stage.world.exchange, f"trunk/{trip.key}"
    if at_centre and not inwards:
        _hand_to_corporation(stage, here, label)
    call_label = f"trip/{trip.key}/{stop.number}"
    stage.do(stage.world.system, "transport.call_at_stop", call_label, unit_id=here, trip=trip.key, load=[])
    stage.counts["trip calls"] += 1
    if at_centre and inwards:
        _take_from_corporation(stage, demand, here, label, trips_in)


def _is_of_another_run(stage: Stage, trip: RouteTrip) -> bool:
    """A trip of the evening before the first day played: nobody saw it off."""
    return trip.on < stage.world.day.on and not Trip.objects.filter(key=trip.key).exists()


def _take_from_corporation(stage: Stage, demand: Demand, centre: int, label: str, trips_in: int) -> None:
    rng, ids = stage.chance(label), stage.ids(label)
    first = rng.randrange(10**8)
    count = demand.inbound(trips_in, rng)
    items = [demand.inbound_item(ids.make(clock.now()), first + n, rng) for n in range(count)]
    params = {"unit_id": centre, "partner_code": PARTNER, "items": items}
    taken = stage.do(stage.world.clerk(centre), "mail.take_from_partner", label, **params)
    stage.counts["items inbound"] += sum(line["status"] == "done" for line in taken["lines"])
    open_bags(stage, centre, label)


def _hand_to_corporation(stage: Stage, centre: int, label: str) -> None:
    ids, exchange = stage.ids(label), stage.world.exchange
    leaving = [code for code, target in _going_on(stage, centre) if target == exchange]
    scans = [Scan(ids.make(clock.now()), code) for code in leaving]
    if scans:
        params = {"unit_id": centre, "partner_code": PARTNER, "scans": scans}
        stage.do(stage.world.clerk(centre), "mail.hand_to_partner", label, **params)
        stage.counts["items outbound"] += len(scans)


def call(stage: Stage, trip: RouteTrip, stop: TripStop) -> None:
    """A trip calls at a stop: pack what it can take on, load, unload, open what it brought."""
    if _is_of_another_run(stage, trip):
        return
    label = f"trip/{trip.key}/{stop.number}"
    unit_id = stop.unit_id
    last = stop.number == len(trip.stops) - 1
    dispatches = [] if last else _pack(stage, trip, stop, label)
    driver = _driver(stage, trip)
    called = stage.do(
        driver, "transport.call_at_stop", label, unit_id=unit_id, trip=trip.key, load=dispatches
    )
    stage.counts["trip calls"] += 1
    if called["unloaded"]:
        open_bags(stage, unit_id, label)


def _driver(stage: Stage, trip: RouteTrip) -> Actor:
    drivers = stage.world.people[stage.world.province, Role.DRIVER]
    return drivers[sum(trip.route.encode()) % len(drivers)]


def _pack(stage: Stage, trip: RouteTrip, stop: TripStop, label: str) -> list[str]:
    """One bag and dispatch for each later stop that something here is for."""
    unit_id = stop.unit_id
    targets = {later.unit_id for later in trip.stops[stop.number + 1 :]} - {unit_id}
    boards = {t for t in targets if (found := trip.boarding(unit_id, t)) and found[0].number == stop.number}
    waiting: dict[int, list[str]] = defaultdict(list)
    for code, target in _going_on(stage, unit_id):
        if target in boards:
            waiting[target].append(code)
    _misdirect(stage, waiting, stage.chance(f"{label}/missent"))
    for target, codes in sorted(waiting.items()):
        _bag(stage, unit_id, target, codes, f"{label}/{target}")
    return _dispatches(stage, unit_id, boards, label)


def _misdirect(stage: Stage, waiting: dict[int, list[str]], rng: Random) -> None:
    """Fault: an item falls into its neighbour's bag."""
    targets = sorted(waiting)
    if len(targets) < 2:  # noqa: PLR2004
        return
    for number, target in enumerate(targets):
        if len(waiting[target]) > 1 and rng.random() < stage.faults.missent * len(waiting[target]):
            waiting[targets[number - 1]].append(waiting[target].pop())
            stage.counts["fault:missent"] += 1


def _bag(stage: Stage, unit_id: int, target: int, codes: list[str], label: str) -> None:
    ids = stage.ids(label)
    scans = [Scan(ids.make(clock.now()), code) for code in codes]
    seal = f"N{unit_id}-{clock.local(clock.now()):%H%M}-{target}"
    params = {"unit_id": unit_id, "to_unit_id": target, "seal": seal, "scans": scans}
    stage.do(stage.world.clerk(unit_id), "transport.pack_bag", f"{label}/bag", **params)
    stage.counts["bags"] += 1


def _dispatches(stage: Stage, unit_id: int, boards: set[int], label: str) -> list[str]:
    """Sealed bags become dispatches, also those that missed an earlier trip; gives all dispatches that wait for these stops."""
    bags: dict[int, list[str]] = defaultdict(list)
    for bag in waiting_bags(unit_id):
        if bag.to_unit_id in boards:
            bags[bag.to_unit_id].append(bag.code)
    clerk = stage.world.clerk(unit_id)
    for target, codes in sorted(bags.items()):
        params = {"unit_id": unit_id, "to_unit_id": target, "bags": codes}
        stage.do(clerk, "transport.close_dispatch", f"{label}/{target}/dispatch", **params)
    return [dispatch.code for dispatch in waiting_dispatches(unit_id, boards)]


def _going_on(stage: Stage, unit_id: int) -> list[tuple[str, int]]:
    """Items at a unit that are not for it: number and next unit, in the order they came."""
    day, exchange = stage.world.day, stage.world.exchange
    rows = bulk.fetch(
        "SELECT t.code, i.office_to_id FROM mail_custody c JOIN mail_item i ON i.thing_id = c.thing_id "
        "JOIN mail_thing t ON t.id = i.thing_id WHERE c.holder = %s AND c.state IN (%s, %s) ORDER BY t.id",
        [unit_holder(unit_id), *MOVING_STATES],
    )
    targets = ((code, exchange if office is None else office) for code, office in rows)
    return [(code, day.next_hop(unit_id, target)) for code, target in targets if target != unit_id]


def open_bags(stage: Stage, unit_id: int, label: str) -> None:
    """Open every bag that arrived; now and then an item is not in it."""
    clerk = stage.world.clerk(unit_id)
    for bag in bags_to_open(unit_id):
        mark = f"{label}/open/{bag.seal}"  # a bag's code depends on how often the run was interrupted, its seal does not
        rng, ids = stage.chance(mark), stage.ids(mark)
        codes = [code for code in sorted(content_of(bag)) if rng.random() >= stage.faults.lost]
        stage.counts["fault:lost"] += bag.items - len(codes)
        scans = [Scan(ids.make(clock.now()), code) for code in codes]
        opened = stage.do(
            clerk,
            "transport.open_received_bag",
            mark,
            unit_id=unit_id,
            bag=bag.code,
            seal=bag.seal,
            scans=scans,
        )
        stage.counts["irregularities"] += opened["report"]
    for bag in bags_to_count_again([unit_id]):  # a second person misses the same
        mark = f"{label}/count/{bag.seal}"
        second = stage.world.actor(unit_id, Role.CONTROLLER)
        params = {"unit_id": unit_id, "bag": bag.code, "scans": list[Scan]()}
        stage.counts["irregularities"] += stage.do(second, "transport.count_again", mark, **params)["report"]


def find_lost(stage: Stage) -> None:
    """Items reported missing turn up where the bag was closed, most of them."""
    rows = bulk.fetch(
        "SELECT t.code, c.holder FROM mail_custody c JOIN mail_thing t ON t.id = c.thing_id WHERE c.state = %s ORDER BY t.id",
        [State.MISSING.value],
    )
    for code, holder in rows:
        label = f"find/{code}"
        if stage.chance(label).random() < 0.8:  # noqa: PLR2004
            unit_id = int(holder[1:])
            scans = [Scan(stage.ids(label).make(clock.now()), code)]
            stage.do(stage.world.clerk(unit_id), "mail.find", label, unit_id=unit_id, scans=scans)
            stage.counts["items found"] += 1
