"""Moving a unit from a date, and searching within one's reach."""

from datetime import date, timedelta

import pytest

from duongthu.acts.api import ActRecord, all_checks, perform
from duongthu.kernel.clock import today
from duongthu.network.api import find_units, network_on, reach, unit_by_code, units_below
from tests.network.conftest import DAY_2020


def moved(maker, checker, unit, parent, on):
    """Make and approve a move; gives the outcome of the step that decided."""
    params = {"unit_id": unit, "parent_id": parent, "from_on": on}
    proposed = perform(maker, "network.move_unit", params)
    if proposed.status != "proposed":
        return proposed
    return perform(checker, "acts.approve", {"proposal_id": proposed.result["proposal_id"]})


@pytest.fixture
def two(somebody):
    """A director who proposes and one who approves."""
    return somebody("16", "director", person_id=1), somebody("16", "director", person_id=2)


@pytest.mark.feature(2)
def test_last_months_report_still_shows_the_old_unit(two):
    """Line 2: the point is the new unit's from the date on; every report of days before stays as it was."""
    point, old, new = (unit_by_code(code, DAY_2020).id for code in ("161301", "1613", "1616"))
    before = {on: units_below(old, on) for on in (date(2020, 7, 31), date(2020, 8, 31))}
    assert moved(*two, point, new, date(2020, 9, 1)).done
    assert {on: units_below(old, on) for on in before} == before
    assert point not in reach(old, date(2020, 9, 1))
    assert point in reach(new, date(2020, 9, 1))
    assert len(units_below(old, date(2020, 9, 1))) == len(before[date(2020, 8, 31)]) - len(
        reach(point, DAY_2020)
    )


@pytest.mark.feature(2)
def test_a_move_needs_four_eyes(two):
    """A change of units takes effect only when another person has approved it."""
    point, new = unit_by_code("161301", DAY_2020).id, unit_by_code("1616", DAY_2020).id
    params = {"unit_id": point, "parent_id": new, "from_on": date(2020, 9, 1)}
    proposed = perform(two[0], "network.move_unit", params)
    assert proposed.status == "proposed"
    own = perform(two[0], "acts.approve", {"proposal_id": proposed.result["proposal_id"]})
    assert own.refusal["code"] == "acts.maker_may_not_approve"
    assert point not in reach(new, date(2020, 9, 1))


@pytest.mark.parametrize(
    ("unit", "parent", "on", "code"),
    [
        ("161301", "1616", date(2020, 8, 13), "network.date_in_past"),
        ("161301", "1616", date(2021, 8, 16), "network.date_too_far"),
        ("161301", "1613", date(2020, 9, 1), "network.same_placement"),
        ("1613", "161301", date(2020, 9, 1), "network.unit_below_itself"),
        ("1613", "1613", date(2020, 9, 1), "network.unit_below_itself"),
        ("1613", "1616", date(2020, 9, 1), "network.parent_not_allowed"),
        ("161301", "161601T1", date(2020, 9, 1), "network.parent_not_allowed"),
    ],
)
def test_wrong_moves_are_refused_by_name(two, unit, parent, on, code):
    """Past or far days, rings, wrong kinds and moves to where it stands change nothing."""
    before = network_on(date(2021, 9, 1)).units
    ids = unit_by_code(unit, DAY_2020).id, unit_by_code(parent, DAY_2020).id
    assert moved(*two, *ids, on).refusal["code"] == code
    assert network_on(date(2021, 9, 1)).units == before


def test_a_move_holds_until_another_was_planned(two):
    """The later of two planned moves stands, whichever was entered first; never two parents on one day."""
    point, old, new, third = (unit_by_code(code, DAY_2020).id for code in ("161301", "1613", "1616", "1618"))
    assert moved(*two, point, new, date(2020, 10, 1)).done
    assert moved(*two, point, third, date(2020, 10, 1)).refusal["code"] == "network.change_planned_that_day"
    assert moved(*two, point, third, date(2020, 9, 1)).done
    days = (date(2020, 8, 31), date(2020, 9, 1), date(2020, 9, 30), date(2020, 10, 1), date(2025, 6, 30))
    assert [network_on(on).units[point].parent_id for on in days] == [old, third, third, new, new]
    assert list(all_checks()["network.placements"]()) == []


def test_a_move_outlives_a_merger_of_communes_but_not_of_the_districts(two):
    """In December 2024 only the commune of this office changed; in July 2025 the districts went."""
    new = unit_by_code("1613", DAY_2020)
    lasting = next(
        u for u in units_below(unit_by_code("1600", DAY_2020).id, DAY_2020) if u.commune_code == "11965"
    )
    assert moved(*two, lasting.id, new.id, date(2020, 9, 1)).done
    after = network_on(date(2024, 12, 1)).units[lasting.id]
    assert (after.parent_id, after.commune_code) == (new.id, "11959")
    assert network_on(date(2025, 7, 1)).units[lasting.id].parent_id != new.id


def test_a_unit_that_is_not_open_cannot_be_moved(two):
    """Unknown and closed units are refused by name."""
    somewhere = unit_by_code("1616", DAY_2020).id
    director = two[0]
    params = {"unit_id": 999_999, "parent_id": somewhere, "from_on": today()}
    assert perform(director, "network.move_unit", params).refusal["code"] == "acts.unit_out_of_reach"


def test_a_district_may_not_take_a_unit_from_another(somebody):
    """Neither the unit moved nor its new parent may lie outside of one's reach."""
    head = somebody("1613", "director")
    own, foreign = unit_by_code("161301", DAY_2020).id, unit_by_code("161601", DAY_2020).id
    mine, theirs = unit_by_code("1613", DAY_2020).id, unit_by_code("1616", DAY_2020).id
    for params in ({"unit_id": foreign, "parent_id": mine}, {"unit_id": own, "parent_id": theirs}):
        outcome = moved(
            head, somebody("1613", "director", person_id=8), *params.values(), today() + timedelta(days=1)
        )
        assert outcome.refusal["code"] == "acts.unit_out_of_reach"


@pytest.mark.feature(3)
def test_a_search_beyond_ones_reach_shows_nothing_and_is_logged(somebody):
    """Line 3: a user of district A finds no unit of district B, and the attempt stands in the act log."""
    teller = somebody("1613", "teller")
    assert find_units(teller, "161601") == []
    record = ActRecord.objects.get(act="network.look_beyond_reach")
    assert (record.status, record.actor_id, record.unit_id) == ("refused", teller.person_id, teller.unit_id)
    assert "network.search_beyond_reach" in record.outcome
    assert "161601" in record.params


@pytest.mark.feature(3)
def test_a_search_within_ones_reach_is_not_logged(somebody):
    """What lies below is found by code, without accents, by NFD text; what exists nowhere is no attempt."""
    teller = somebody("1613", "teller")
    assert [unit.code for unit in find_units(teller, "161301")] == ["161301"]
    assert "BĐ-VHX Hưng Đạo" in [unit.name for unit in find_units(teller, "hung dao")]
    assert find_units(teller, "Hưng Đa\u0323o")
    assert find_units(teller, "Sài Gòn") == []
    assert find_units(teller, "   ") == []
    assert (
        not ActRecord.objects.exists()
        or not ActRecord.objects.filter(act="network.look_beyond_reach").exists()
    )


@pytest.mark.feature(3)
def test_a_huge_search_text_is_cut(somebody):
    """Ten megabytes typed into the search box neither slow it down nor fill the log."""
    teller = somebody("1613", "teller")
    assert find_units(teller, "161601" + " " * 10_000_000) == []
    assert len(ActRecord.objects.get(act="network.look_beyond_reach").params) < 300


def test_no_act_beyond_ones_reach(somebody):
    """Acting beyond the reach is refused by the same rule, and logged."""
    teller = somebody("1613", "director")
    foreign = unit_by_code("1616", DAY_2020).id
    outcome = perform(teller, "staff.hire", {"code": "NV1", "name": "Trần Thị Bình", "unit_id": foreign})
    assert outcome.refusal["code"] == "acts.unit_out_of_reach"
    assert ActRecord.objects.filter(status="refused", act="staff.hire").count() == 1
