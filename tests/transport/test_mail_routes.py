"""Mail routes drawn over the province's real network: cut-offs kept, loads carried, adopted by a second person, the past kept."""

from datetime import date, datetime, timedelta

import pytest

from duongthu.kernel.clock import VN
from duongthu.network.api import load_province, network_on
from duongthu.transport.api import (
    RouteProposal,
    UnitDemand,
    Vehicles,
    basis_on,
    compared,
    fleet_of,
    loads_of_days,
    times_by,
)
from duongthu.transport.queries.basis import change_of, cut_offs_of
from duongthu.transport.rules.planning import AreaWish, ways_of
from duongthu.transport.rules.reaching import earliest, latest
from duongthu.transport.rules.tours import DIRECT, Load, tally

pytestmark = pytest.mark.django_db
DAY = date(2020, 8, 14)
WORKDAYS = "123456"


@pytest.fixture
def loads(post):
    """What every office gets and gives: grams by its commune's people, as on a day of some ten thousand items."""
    day = network_on(DAY)
    found = {}
    for code, office in day.delivering.items():
        grams = day.communes[code].population * 12
        found[office.id, 1] = Load(office.id, 1, grams, grams // 15_000 + 1)
        found[office.id, 3] = Load(office.id, 3, 0, 0, grams // 2, grams // 30_000 + 1)
    return found


@pytest.fixture
def boss(post):
    """The dispatcher at the head office."""
    return post.actor(post.unit("province"), "dispatcher", person_id=71)


def demand(loads):
    """The same as parameters of the act."""
    return [
        UnitDemand(unit, wave, one.deliver_grams, one.collect_grams) for (unit, wave), one in loads.items()
    ]


def propose(post, boss, loads, **more):
    return post.do(
        boss,
        "transport.propose_routes",
        unit_id=boss.unit_id,
        on=DAY,
        demand=demand(loads),
        seconds=4,
        **more,
    )


@pytest.mark.one_engine
@pytest.mark.feature(25)
def test_the_plan_keeps_more_cut_offs_with_fewer_kilometres(post, boss, loads):
    """Over the whole province: less driven, cheaper, and no unit misses what today's timetable misses for many."""
    done = propose(post, boss, loads)
    assert done["metres"] < done["metres_today"]
    assert done["cost_dong"] < done["cost_today_dong"]
    assert done["vehicles"] <= done["vehicles_today"]
    found = compared(RouteProposal.objects.get())
    assert found.missed("trunk.1", today=True) > 100
    assert done["missed"] == sum(
        found.missed(f"{kind}.{n}", today=False) for kind in ("deliver", "trunk") for n in (1, 2)
    )
    assert done["missed"] == 0 < done["missed_today"]


@pytest.mark.one_engine
@pytest.mark.feature(25)
def test_every_tour_can_be_driven_carried_and_is_on_time(post, loads):
    """Counted again without the engine: each leg as long as the road, no vehicle overloaded, no call outside its hours."""
    basis = basis_on(DAY, WORKDAYS)
    area, matrix, fleet = basis.areas[0], basis.matrices[0], fleet_of(basis, 0)
    wish = AreaWish(area, loads, fleet, basis.figures, basis.delivering, matrix, 4.0)
    ways = ways_of(wish)
    assert {way.way for way in ways} >= {"two_levels", DIRECT}
    van = fleet[0]
    for tour in (tour for way in ways for tour in way.tours):
        here, leaves, metres = tour.hub, tour.starts, 0
        for call in tour.calls:
            leg = matrix.leg(here, call.unit_id)
            assert call.arrives >= leaves + leg[1]
            here, leaves, metres = call.unit_id, call.leaves, metres + leg[0]
        home = matrix.leg(here, tour.hub)
        assert (tour.back, tour.metres) == (leaves + home[1], metres + home[0])
    direct = next(way for way in ways if way.way == DIRECT)
    for tour in direct.tours:
        own = [loads.get((call.unit_id, tour.wave), Load(call.unit_id, tour.wave)) for call in tour.calls]
        assert sum(one.deliver_grams for one in own) <= van.grams
        assert sum(one.collect_grams for one in own) <= van.grams
        assert tour.missed or tour.minutes <= basis.figures.get("longest_minutes")
        if tour.wave == 1 and not tour.missed:
            assert all(call.arrives <= 8 * 60 + 20 for call in tour.calls if call.unit_id in basis.delivering)
    assert direct.tally == tally(direct.tours, fleet)
    for wave in (1, 2, 3):
        called = [call.unit_id for tour in direct.tours if tour.wave == wave for call in tour.calls]
        assert set(called) == set(area.units[1:])


@pytest.mark.feature(25)
def test_an_adopted_plan_holds_from_its_day_and_never_before(post, boss, loads, clock):
    """Another person adopts; the old timetable stays for the past and for Sundays, mail finds its way on the new one."""
    before = network_on(DAY)
    done = propose(post, boss, loads)
    wanted = {"unit_id": boss.unit_id, "proposal": done["proposal"], "from_on": date(2020, 8, 17)}
    assert post.refused(boss, "transport.adopt_routes", **wanted) == "transport.proposer_may_not_adopt"
    other = post.actor(boss.unit_id, "director", person_id=72)
    early = wanted | {"from_on": DAY}
    assert post.refused(other, "transport.adopt_routes", **early) == "transport.adopted_too_early"
    adopted = post.do(other, "transport.adopt_routes", **wanted)
    assert (adopted["begun"], adopted["ended"]) == (done["routes"], 35)
    assert network_on(DAY).routes == before.routes
    assert network_on(date(2020, 8, 16)).routes == before.routes
    monday, sunday = network_on(date(2020, 8, 17)), network_on(date(2020, 8, 23))
    assert {trip.level for trip in monday.trips} >= {1, 2}
    assert len([trip for trip in monday.trips if trip.level > 1]) == done["routes"]
    assert [(t.departs_at.time(), len(t.stops)) for t in sunday.trips] == [
        (t.departs_at.time(), len(t.stops)) for t in network_on(date(2020, 8, 16)).trips
    ]
    office = post.unit("culture_post", 3)
    assert monday.route(post.unit("centre"), office)[-1] == office
    assert post.refused(other, "transport.adopt_routes", **wanted) == "transport.proposal_not_draft"


@pytest.mark.one_engine
def test_a_plan_can_be_drawn_again_on_the_adopted_timetable(post, boss, loads):
    """Waves are read off the trunk, so a timetable of single departures is no dead end."""
    done = propose(post, boss, loads)
    other = post.actor(boss.unit_id, "director", person_id=72)
    later = date(2020, 8, 17)
    post.do(other, "transport.adopt_routes", unit_id=boss.unit_id, proposal=done["proposal"], from_on=later)
    again = post.do(
        boss, "transport.propose_routes", unit_id=boss.unit_id, on=later, demand=demand(loads), seconds=2
    )
    assert again["missed_today"] == done["missed"]
    assert again["metres_today"] == done["metres"]
    twice = post.do(
        other,
        "transport.adopt_routes",
        unit_id=boss.unit_id,
        proposal=again["proposal"],
        from_on=date(2020, 8, 24),
    )
    assert twice["ended"] == done["routes"]


@pytest.mark.one_engine
def test_a_proposal_is_refused_once_the_timetable_has_changed(post, boss, loads):
    """It was compared with routes that are no more: nobody puts it in force by mistake."""
    first, second = propose(post, boss, loads), propose(post, boss, loads)
    other, on = post.actor(boss.unit_id, "director", person_id=72), date(2020, 8, 17)
    post.do(other, "transport.adopt_routes", unit_id=boss.unit_id, proposal=first["proposal"], from_on=on)
    code = post.refused(
        other, "transport.adopt_routes", unit_id=boss.unit_id, proposal=second["proposal"], from_on=on
    )
    assert code == "network.routes_changed_since"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"weekdays": "1237x"}, "transport.wrong_weekdays"),
        ({"weekdays": "321"}, "transport.wrong_weekdays"),
        ({"seconds": 0}, "transport.wrong_seconds"),
        ({"demand": None}, "transport.no_demand_known"),
        ({"demand": [UnitDemand(999_999, 1)]}, "transport.unknown_load"),
        ({"fleet": [Vehicles(999_999, "van", 1)]}, "transport.no_tours_from"),
    ],
)
def test_what_cannot_be_planned_is_refused_by_name(post, boss, loads, change, code):
    """Each wrong wish has its own sentence and, where there are lines, the line's number."""
    params = {"unit_id": boss.unit_id, "on": DAY, "demand": demand(loads)[:3], "seconds": 1} | change
    assert post.refused(boss, "transport.propose_routes", **params) == code


def test_mail_no_vehicle_carries_is_refused_with_the_unit(post, boss, loads):
    """A unit whose mail is heavier than the largest vehicle is named, not dropped from the plan."""
    heavy = post.unit("culture_post", 5)
    lines = [line for line in demand(loads) if line.unit_id != heavy]
    lines.append(UnitDemand(heavy, 1, 9_000_000))
    params = {"unit_id": boss.unit_id, "on": DAY, "demand": lines, "seconds": 1}
    assert post.refused(boss, "transport.propose_routes", **params) == "transport.not_reached"
    at = {"unit_id": post.unit("district"), "on": DAY}
    assert post.refused(boss, "transport.propose_routes", **at) == "transport.not_the_centre"


@pytest.mark.one_engine
def test_a_truck_takes_what_no_van_carries(post, boss, loads):
    """One truck among many vans goes where four tonnes wait, and only there: it is dearer by the kilometre."""
    heavy, centre = post.unit("culture_post", 5), post.unit("centre")
    lines = [line for line in demand(loads) if line.unit_id != heavy and line.wave == 1]
    lines.append(UnitDemand(heavy, 1, 4_000_000))
    fleet = [Vehicles(centre, "van", 30), Vehicles(centre, "truck", 1)]
    params = {"unit_id": boss.unit_id, "on": DAY, "demand": lines, "fleet": fleet, "seconds": 2}
    post.do(boss, "transport.propose_routes", **params)
    routes = compared(RouteProposal.objects.get()).routes
    trucks = [route for route in routes if route.vehicle == "truck"]
    assert any(heavy in {stop.unit_id for stop in route.stops} for route in trucks)
    assert len(trucks) < len(routes) // 4


def test_loads_come_from_the_journals(post, clock):
    """What was accepted on past days of the type is the mean load, by when it was handed in."""
    start, target = post.unit("culture_post"), post.unit("culture_post", 40)
    commune = next(post.communes[code] for code, unit in post.units.items() if unit == target)
    post.accept(start, *[post.draft(commune, weight_grams=4_000) for _ in range(3)])
    clock.set(datetime(2020, 8, 17, 8, 0, tzinfo=VN))
    found = loads_of_days(basis_on(date(2020, 8, 17), WORKDAYS), [DAY, date(2020, 8, 15)])
    assert found[start, 2].collect_grams == 6_000
    assert (found[target, 1].deliver_grams, found[target, 1].deliver_bags) == (6_000, 1)


@pytest.mark.parametrize("scenario", ["2020-08-14", "2026-11-23"])
def test_arrivals_and_last_departures_tell_one_story(db, scenario):
    """Who leaves at the last moment for the trunk arrives in time, and a minute later does not: both counts agree."""
    load_province(scenario)
    basis = basis_on(date.fromisoformat(scenario), WORKDAYS)
    trips, asked, change = basis.day.trips, cut_offs_of(basis), change_of(basis)
    leaves = latest(trips, asked.start, asked.trunk_by[-1], change)
    for unit in sorted(leaves.keys() - {asked.start})[::17]:
        assert earliest(trips, unit, leaves[unit], change)[asked.start] <= asked.trunk_by[-1]
        later = earliest(trips, unit, leaves[unit] + timedelta(minutes=1), change).get(asked.start)
        assert later is None or later > asked.trunk_by[-1]
    assert set(times_by(basis, basis.day.routes)) == basis.units
