"""What an office keeps beyond its term: from the first notice, by service and place, and what is nobody's after six months."""

from datetime import date, timedelta

import pytest

from duongthu.kernel.clock import today
from duongthu.mail.api import Report, Scan, held_over
from duongthu.mail.rules.holding import last_day

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("service", "urban", "noticed", "until"),
    [
        ("parcel", True, date(2020, 8, 3), date(2020, 8, 18)),
        ("parcel", False, date(2020, 8, 3), date(2020, 9, 3)),  # 2 September is a holiday
        ("letter", True, date(2020, 8, 7), date(2020, 8, 24)),  # a Saturday moves to Monday
        ("ems", False, date(2020, 8, 5), date(2020, 8, 11)),
    ],
)
def test_the_term_by_service_and_place(service, urban, noticed, until):
    """15 days in town, 30 in the country, 6 for express; a day off moves on."""
    assert last_day(service, noticed, date(2020, 8, 1), urban=urban, going_back=False) == until


def test_what_goes_back_is_nobodys_after_six_months():
    """Whatever the service: six months after acceptance; of no known service nothing is said."""
    accepted = date(2020, 8, 31)
    assert last_day("ems", date(2020, 9, 9), accepted, urban=True, going_back=True) == date(2021, 3, 1)
    assert last_day("zzz", date(2020, 9, 9), accepted, urban=True, going_back=False) is None


def test_the_list_counts_from_the_first_notice(post, clock):
    """Held, tried again, held again: the term of the first notice runs; not before its last day is over, and not elsewhere."""
    office = post.unit("culture_post")
    commune = next(post.communes[c] for c, unit in post.units.items() if unit == office)
    (line,) = post.accept(office, post.draft(commune, cod_dong=200_000))
    clerk, head = post.actor(office, "sorter", person_id=21), post.actor(office, "head", person_id=40)
    courier = post.actor(office, "courier", person_id=7)

    def scan():
        return [Scan(post.key(), line["code"])]

    post.do(clerk, "mail.keep_here", unit_id=office, scans=scan())
    post.do(clerk, "mail.hold", unit_id=office, scans=scan())
    first = today()
    clock.advance(timedelta(days=3))
    (code,) = post.do(head, "rounds.plan", unit_id=office, shift=1, couriers=[7], publish=True)["rounds"]
    post.do(courier, "rounds.load", unit_id=office, round_code=code, scans=scan())
    missed = Report(post.key(), line["code"], "failed", reason="R04")
    post.do(courier, "mail.report", unit_id=office, reports=[missed])
    post.do(clerk, "mail.bring_back", unit_id=office, courier_id=7, scans=scan())
    until = last_day("ems", first, first, urban=False, going_back=False)
    assert held_over([office], until) == []
    (over,) = held_over([office], until + timedelta(days=2))
    assert (over.code, over.noticed_on, over.kept_until, over.days_over) == (line["code"], first, until, 2)
    assert (over.due, over.cod_dong, over.unit_id) == ("return", 200_000, office)
    assert held_over([post.unit("culture_post", 1)], until + timedelta(days=2)) == []
