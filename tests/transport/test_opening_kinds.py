"""What is read at an opening is an item or is not taken: a bag or a pouch does not become one by being scanned."""

import pytest

from duongthu.mail.api import Custody, Scan, custody_of, find_things
from duongthu.mail.checks import check_custody
from tests.transport.test_transport import carry, pack, way  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.feature(133)]


def test_a_lost_bag_read_at_an_opening_is_no_item(post, clock, way):  # noqa: F811
    """Given up as lost, its number read in another bag: it is told as unknown, and stays lost to every act on items."""
    office, hub, trip = way
    lost, _inside = pack(post, office, hub)
    thing = find_things([lost])[lost]
    Custody.objects.filter(thing_id=thing).update(holder="Z", state="lost")
    bag, codes = pack(post, office, hub, seal="S-002")
    carry(post, clock, bag, office, hub, trip)
    sorter = post.actor(hub, "sorter", person_id=22)
    scans = [Scan(post.key(), code) for code in (*codes, lost, bag)]
    opened = post.do(sorter, "transport.open_received_bag", unit_id=hub, bag=bag, seal="S-002", scans=scans)
    assert (opened["over"], opened["unknown"], opened["short"]) == ([], [lost], [])
    assert custody_of(thing).state == "lost"
    for act, more in (("mail.recall", {"reason": "rút"}), ("mail.give_back", {})):
        assert (
            post.refused(
                sorter if more else post.actor(hub, "teller", person_id=23),
                act,
                unit_id=hub,
                code=lost,
                **more,
            )
            == "mail.unknown_thing"
        )
    assert [one.row for one in check_custody()] == [thing]
