"""The driver's desk and the bags at its end, in a real Chromium: clean for axe, and a trip driven to its end by its buttons."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model

from duongthu.kernel.clock import now, today
from duongthu.mail.api import custody_of, find_things
from duongthu.staff.api import NewStaff, Role
from duongthu.transport.api import Bag, SpecialTrip, trip_by_key
from tests.province import working_province

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/chuyen-cua-toi/"


def hired(made, unit_id, role, name):
    """Somebody in that role with a sign-in."""
    line = NewStaff(made.key(), name.upper(), "Phạm Văn Đường", role, unit_id, today())
    made.do(made.founder(), "staff.take_on", people=[line])
    made.do(made.founder(), "staff.open_sign_in", person_code=name.upper(), user_name=name)
    return get_user_model().objects.get(username=name)


def special_trip(post):
    """A van of its own from a district's post to a commune's and back, now: the timetable has none on Sundays."""
    hub, office = post.unit("centre"), post.unit("commune_post")
    stops = [[hub, 0, 5], [office, 30, 35], [hub, 60, 60]]
    SpecialTrip.objects.create(
        key=f"XT/{today()}/1", name="Xe tăng cường", vehicle="van", on=today(), departs_at=now(), stops=stops
    )
    return trip_by_key(f"XT/{today()}/1", today())


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_a_trip_is_driven_by_its_buttons(page, live_server, transactional_db, enter, clean, width, theme):
    """Packed by a sorter, a trip chosen, begun, called stop by stop with the bag; then the unit takes it on its own page."""
    made, _day = working_province("2026-11-23")
    trip = special_trip(made)
    office, end = trip.stops[1].unit_id, trip.stops[-1].unit_id
    codes = [line["code"] for line in made.accept(office, made.draft("12103"), made.draft("12103"))]
    enter(hired(made, office, Role.SORTER, "dongtui"))
    page.goto(live_server.url + "/dong-tui/")
    page.select_option("#to-unit", str(end))
    page.fill("#scanned", "\n".join(codes))
    page.fill("#seal", "N-2026")
    page.click("main form.sheet button.primary")
    page.wait_for_load_state()
    bag = Bag.objects.get().code
    clean({"packed": live_server.url + f"/dong-tui/?den={end}"}, width, theme, "packing")
    page.click("section[aria-labelledby=waiting] button")
    page.wait_for_load_state()
    enter(hired(made, made.unit("province"), Role.DRIVER, "laixe"))
    clean({"choose": live_server.url + HERE + "?ca-ngay=1"}, width, theme, "driving")
    clean({"begin": live_server.url + HERE + "?" + urlencode({"chuyen": trip.key})}, width, theme, "driving")
    for number, _stop in enumerate(trip.stops):
        if number in {1, len(trip.stops) - 1}:
            clean({"second" if number == 1 else "last": live_server.url + HERE}, width, theme, "driving")
        page.click("main form.sheet button.primary")
        page.wait_for_load_state()
    assert "Bạn không chạy chuyến nào" in page.content()
    clean({"mine": live_server.url + "/tui-thu/"}, width, theme, "driving-bags")
    enter(hired(made, end, Role.SORTER, "khaithac"))
    clean({"put-down": live_server.url + "/tui-thu/"}, width, theme, "driving-bags")
    assert bag in page.content()
    page.click("main form.sheet button.primary")
    page.wait_for_load_state()
    assert custody_of(find_things([bag])[bag]).holder == f"U{end}"
