"""Nobody alone takes what another has: surplus of a third unit, a trip under way, an item for another operator."""

from datetime import timedelta

import pytest

from duongthu.acts.api import perform
from duongthu.mail.api import Scan, custody_of, item_by_code
from duongthu.mail.checks import check_custody
from duongthu.transport.checks import check_bags, check_trips
from tests.transport.test_transport import carry, pack, put_aboard, way  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
TRAVELS = {"recipient_address": "Hà Nội", "partner_code": "TCT", "province_code": "01"}


def state(code):
    """Holder and state of an item."""
    kept = custody_of(item_by_code(code).pk)
    return kept.holder, kept.state


@pytest.mark.feature(133)
def test_surplus_of_a_third_unit_is_taken_by_two(post, clock, way):  # noqa: F811
    """A sorter who reads a number of another office has it not by his word alone: it is written down, and two take it."""
    office, hub, trip = way
    third = next(unit for n in range(2, 60) if (unit := post.unit("culture_post", n)) not in {office, hub})
    (lying,) = post.accept(third, post.draft("12103"))
    bag, codes = pack(post, office, hub)
    carry(post, clock, bag, office, hub, trip)
    sorter = post.actor(hub, "sorter", person_id=22)
    taken = {"unit_id": hub, "code": lying["code"]}
    assert post.refused(sorter, "transport.take_surplus", **taken) == "transport.not_surplus"
    scans = [Scan(post.key(), code) for code in (*codes, lying["code"])]
    opened = post.do(sorter, "transport.open_received_bag", unit_id=hub, bag=bag, seal="S-001", scans=scans)
    assert (opened["over"], opened["elsewhere"]) == ([lying["code"]], [lying["code"]])
    assert state(lying["code"])[0] == f"U{third}"
    proposal = post.do_proposed(sorter, "transport.take_surplus", **taken)
    assert state(lying["code"])[0] == f"U{third}"
    post.do(post.actor(hub, "head", person_id=24), "acts.approve", proposal_id=proposal)
    assert state(lying["code"]) == (f"U{hub}", "at_hub")
    assert list(check_bags()) == list(check_custody()) == []
    clock.advance(timedelta(minutes=1))
    back = [Scan(post.key(), lying["code"])]
    post.do(sorter, "mail.keep_here", unit_id=hub, scans=back)
    assert (
        post.refused(sorter, "transport.take_surplus", **taken) == "transport.not_surplus"
    )  # it has moved since


@pytest.mark.feature(133)
def test_a_trip_is_its_drivers_until_another_takes_it_over(post, clock, way):  # noqa: F811
    """Another driver does not unload it; he takes it over with every bag aboard, and its driver is not the one who approves."""
    office, hub, trip = way
    bag, _codes = pack(post, office, hub)
    sorter, driver = post.actor(office, "sorter", person_id=21), post.actor(hub, "driver", person_id=31)
    other = post.actor(hub, "driver", person_id=32)
    sent = post.do(sorter, "transport.close_dispatch", unit_id=office, to_unit_id=hub, bags=[bag])
    first = trip.stops[0].unit_id
    if first != office:
        post.do(driver, "transport.call_at_stop", unit_id=first, trip=trip.key, load=[])
    clock.advance(timedelta(minutes=10))
    post.do(driver, "transport.call_at_stop", unit_id=office, trip=trip.key, load=[sent["dispatch"]])
    clock.advance(timedelta(minutes=10))
    at_hub = {"unit_id": hub, "trip": trip.key, "load": []}
    assert post.refused(other, "transport.call_at_stop", **at_hub) == "transport.trip_of_another"
    over = {"unit_id": office, "trip": trip.key, "reason": "lái xe ốm"}
    assert post.refused(driver, "transport.take_over_trip", **over) == "acts.person_concerned"  # from himself
    proposal = post.do_proposed(other, "transport.take_over_trip", **over)
    by_driver = perform(post.actor(hub, "head", person_id=31), "acts.approve", {"proposal_id": proposal})
    assert by_driver.refusal["code"] == "acts.person_concerned"
    post.do(post.actor(hub, "head", person_id=24), "acts.approve", proposal_id=proposal)
    clock.advance(timedelta(minutes=20))
    assert post.refused(driver, "transport.call_at_stop", **at_hub) == "transport.trip_of_another"
    assert post.do(other, "transport.call_at_stop", **at_hub)["unloaded"] == [sent["dispatch"]]
    assert list(check_trips()) == list(check_bags()) == list(check_custody()) == []


@pytest.mark.feature(133)
def test_a_trip_of_yesterday_still_ends(post, clock, way):  # noqa: F811
    """A driver who does not call before midnight keeps no bag: the trip is found by its row, whatever the day."""
    office, hub, trip = way
    bag, _codes = pack(post, office, hub)
    dispatch, driver = put_aboard(post, clock, bag, office, hub, trip)
    clock.advance(timedelta(days=3))
    late = post.do(driver, "transport.call_at_stop", unit_id=hub, trip=trip.key, load=[])
    assert late["unloaded"] == [dispatch]
    assert list(check_trips()) == list(check_bags()) == list(check_custody()) == []


@pytest.mark.feature(133)
def test_an_operator_gets_what_is_for_it(post, way):  # noqa: F811
    """An item of our own province, or for another operator, is refused by its row; the right one goes."""
    office, _hub, _trip = way
    ours, theirs = (
        line["code"] for line in post.accept(office, post.draft("12103"), post.draft("", **TRAVELS))
    )
    clerk = post.actor(office, "teller")
    for partner, wanted in (("VTP", ["refused", "refused"]), ("TCT", ["refused", "done"])):
        scans = [Scan(post.key(), ours), Scan(post.key(), theirs)]
        lines = post.do(clerk, "mail.hand_to_partner", unit_id=office, partner_code=partner, scans=scans)[
            "lines"
        ]
        assert [line["status"] for line in lines] == wanted
        assert lines[0]["refusal"]["code"] == "mail.not_of_partner"
        assert lines[0]["refusal"]["row"] == 1
    assert state(theirs)[1] == "handed_over"


@pytest.mark.feature(133)
def test_a_missing_item_is_given_up_by_the_unit_that_answers_for_it(post, clock, way):  # noqa: F811
    """The opener who wrote it down as missing does not write it off, too."""
    office, hub, trip = way
    bag, codes = pack(post, office, hub)
    carry(post, clock, bag, office, hub, trip)
    sorter = post.actor(hub, "sorter", person_id=22)
    scans = [Scan(post.key(), code) for code in codes[1:]]
    post.do(sorter, "transport.open_received_bag", unit_id=hub, bag=bag, seal="S-001", scans=scans)
    second = post.actor(hub, "sorter", person_id=27)
    post.do(second, "transport.count_again", unit_id=hub, bag=bag, scans=[])
    lost = {"code": codes[0], "reason": "không tìm thấy"}
    opener = post.actor(hub, "head", person_id=24)
    assert post.refused(opener, "mail.write_off", unit_id=hub, **lost) == "mail.held_by_another"
    closer = post.actor(office, "head", person_id=25)
    proposal = post.do_proposed(closer, "mail.write_off", unit_id=office, **lost)
    post.do(post.actor(office, "controller", person_id=26), "acts.approve", proposal_id=proposal)
    assert state(codes[0]) == ("Z", "lost")
