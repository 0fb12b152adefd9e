"""From a person to an actor: the roles of one post and the reach of its unit on the day."""

from datetime import date

import pytest

from duongthu.acts.api import perform
from duongthu.network.api import actor_of, network_on, reach, unit_by_code
from duongthu.staff.api import NoPostHeld, UnknownPerson
from tests.network.conftest import DAY_2020, DAY_2026


@pytest.fixture
def head(somebody):
    """A head of the district post of Tiên Lữ since today."""
    admin = somebody("16", "admin")
    unit = unit_by_code("1613", DAY_2020).id
    perform(admin, "staff.hire", {"code": "TL01", "name": "Phạm Thị Mai", "unit_id": unit})
    post = {"person_code": "TL01", "role": "head", "unit_id": unit, "from_on": DAY_2020}
    assert perform(admin, "staff.assign_post", post).done
    return "TL01"


def test_an_actor_reaches_their_unit_and_what_lies_below(head):
    """The head of a district sees its offices and pay points, and no other district's."""
    actor = actor_of(head, DAY_2020, device="pda-7")
    assert (actor.name, actor.roles, actor.device) == ("Phạm Thị Mai", {"head"}, "pda-7")
    assert actor.unit_id in actor.reach
    assert unit_by_code("161301T1", DAY_2020).id in actor.reach
    assert unit_by_code("161601", DAY_2020).id not in actor.reach


def test_nobody_acts_without_a_post_on_that_day(head):
    """Not yesterday, not an unknown code, not at another unit."""
    with pytest.raises(NoPostHeld):
        actor_of(head, date(2020, 8, 13))
    with pytest.raises(NoPostHeld):
        actor_of(head, DAY_2020, unit_id=unit_by_code("1616", DAY_2020).id)
    with pytest.raises(UnknownPerson):
        actor_of("NOBODY", DAY_2020)


def test_a_post_at_a_closed_unit_reaches_nothing(head):
    """The districts are gone since July 2025: whoever still holds a post there can act nowhere."""
    assert actor_of(head, DAY_2026).reach == frozenset()


def test_a_rolled_back_change_leaves_no_trace_in_the_cache(somebody):
    """A dry run of a move is seen by nobody afterwards, although its day was asked for meanwhile."""
    director = somebody("16", "director")
    point, new = unit_by_code("161301", DAY_2020).id, unit_by_code("1616", DAY_2020).id
    on = date(2020, 9, 1)
    proposed = perform(director, "network.move_unit", {"unit_id": point, "parent_id": new, "from_on": on})
    checker = somebody("16", "director", person_id=9)
    tried = perform(checker, "acts.approve", {"proposal_id": proposed.result["proposal_id"]}, dry_run=True)
    assert tried.done
    assert point not in reach(new, on)
    assert network_on(on) is network_on(on)
