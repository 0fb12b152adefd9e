"""Keys of lines, moments of lines, and values that are the same at every door: wrong ones are refused by row."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from duongthu.acts.api import all_checks
from duongthu.kernel.ids import line_key
from duongthu.ledger.api import Entry, balances_of
from duongthu.mail.api import InboundItem, PartnerNews, Report, Scan, find_things
from duongthu.mail.checks import check_custody, check_items
from duongthu.mail.models import CustodyEvent, Item
from duongthu.rounds.api import TaskDraft

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(post):
    return post.unit("culture_post")


@pytest.fixture
def commune(post, office):
    return next(post.communes[code] for code, unit in post.units.items() if unit == office)


def codes_of(lines):
    """Status of each line, or the code of its refusal."""
    return [line["refusal"]["code"] if line["refusal"] else line["status"] for line in lines]


@pytest.mark.feature(135)
def test_two_drafts_under_one_key_are_not_one_parcel(post, office, commune):
    """The second row is refused by its number; a later draft of other content under the key, too; the same again is known."""
    key = post.key()
    first, second = post.draft(commune, key=key), post.draft(commune, key=key, recipient_name="Người Khác")
    lines = post.accept(office, first, second)
    assert codes_of(lines) == ["done", "acts.key_repeated"]
    assert lines[1]["refusal"]["row"] == 2
    assert codes_of(post.accept(office, second)) == ["mail.line_reused"]
    assert codes_of(post.accept(office, first)) == ["duplicate"]
    assert Item.objects.count() == 1


@pytest.mark.feature(135)
def test_a_key_of_the_money_book_cannot_keep_cod_out_of_it(post, office, commune, clock):
    """The key that an acceptance's entry bears is no line key; sent under any other, COD is booked with the delivery."""
    (line,) = post.accept(office, post.draft(commune, cod_dong=900_000))
    entry = Entry.objects.get(subject=line["code"], kind="postage")
    till = f"U{office}-till-1"
    teller = post.actor(office, "teller", person_id=1000 + office)
    scans = [Scan(post.key(), line["code"])]
    post.do(teller, "mail.keep_here", unit_id=office, scans=scans)
    post.do(teller, "mail.hold", unit_id=office, scans=[Scan(post.key(), line["code"])])
    for key in (entry.key, line_key(uuid4(), 1)):
        stolen = Report(key, line["code"], "delivered", receiver="B")
        lines = post.do(teller, "mail.deliver_at_counter", unit_id=office, till=till, reports=[stolen])[
            "lines"
        ]
        assert codes_of(lines) == ["acts.key_reserved"]
    said = Report(post.key(), line["code"], "delivered", receiver="B")
    post.do(teller, "mail.deliver_at_counter", unit_id=office, till=till, reports=[said])
    assert balances_of("cod") == {f"U{office}": 900_000}
    assert list(check_items()) == []


@pytest.mark.feature(135)
def test_a_report_under_a_known_key_is_another_report(post, office, commune):
    """Scanned once, the key belongs to that item and that event."""
    first, second = (line["code"] for line in post.accept(office, post.draft(commune), post.draft(commune)))
    clerk, key = post.actor(office, "sorter"), post.key()
    assert codes_of(post.do(clerk, "mail.keep_here", unit_id=office, scans=[Scan(key, first)])["lines"]) == [
        "done"
    ]
    again = post.do(
        clerk, "mail.keep_here", unit_id=office, scans=[Scan(key, second), Scan(post.key(), second)]
    )["lines"]
    assert codes_of(again) == ["mail.line_reused", "done"]
    held = post.do(clerk, "mail.hold", unit_id=office, scans=[Scan(key, first)])["lines"]
    assert codes_of(held) == ["mail.line_reused"]
    assert CustodyEvent.objects.filter(thing_id=find_things([first])[first]).count() == 2


@pytest.mark.feature(135)
def test_no_inbound_item_without_its_move(post, commune):
    """A key used before, a key twice in the list: refused by row, no item stays that nobody holds."""
    centre = post.unit("centre")
    clerk, key = post.actor(centre, "sorter"), post.key()

    def take(*items):
        return codes_of(
            post.do(clerk, "mail.take_from_partner", unit_id=centre, partner_code="TCT", items=list(items))[
                "lines"
            ]
        )

    item = InboundItem(key, "EA123456785VN", "ems", "Shop", "Phạm Nhận", "Thôn 1", commune, 300)
    other = InboundItem(key, "RB000000005VN", "ems", "Shop", "Phạm Nhận", "Thôn 1", commune, 300)
    assert take(item, other) == ["done", "acts.key_repeated"]
    assert (
        post.refused(clerk, "mail.take_from_partner", unit_id=centre, partner_code="TCT", items=[other])
        == "mail.line_reused"
    )
    assert Item.objects.count() == 1
    assert list(check_items()) == list(check_custody()) == []


WRONG = [
    ({"weight_grams": -100}, "mail.wrong_weight"),
    ({"cod_dong": -5}, "mail.cod_too_high"),
    ({"cod_dong": 10**13}, "mail.cod_too_high"),
    ({"service": "zzz"}, "mail.unknown_service"),
    ({"recipient_phone": "12345"}, "kernel.wrong_number"),
    ({"recipient_name": " "}, "kernel.text_empty"),
    ({"code": "EA123456785XX"}, "kernel.s10_wrong_country"),
]


@pytest.mark.parametrize(("changes", "code"), WRONG)
def test_the_partners_door_checks_as_the_counter_does(post, office, commune, changes, code):
    """One set of values for both: what the counter refuses, the partner's list does by row."""
    centre = post.unit("centre")
    said = {
        "key": post.key(), "code": "EA123456785VN", "service": "ems", "sender_name": "Shop", "recipient_name": "Phạm Nhận",
        "recipient_address": "Thôn 1", "commune_code": commune, "weight_grams": 300,
    }  # fmt: skip
    wrong = InboundItem(**(said | changes))
    lines = post.do(
        post.actor(centre, "sorter"),
        "mail.take_from_partner",
        unit_id=centre,
        partner_code="TCT",
        items=[wrong],
    )
    assert codes_of(lines["lines"]) == [code]
    if changes != {"cod_dong": 10**13}:
        assert codes_of(post.accept(office, post.draft(commune, **changes))) == [code]


def test_a_number_is_kept_as_it_is_written_on_the_parcel(post, commune):
    """Small letters and spaces are one number with the printed one: the second is a repeat, not another parcel."""
    centre = post.unit("centre")
    clerk = post.actor(centre, "sorter")
    for text, status in (("rb 000 000 005 vn", "done"), ("RB000000005VN", "duplicate")):
        item = InboundItem(post.key(), text, "ems", "Shop", "Phạm Nhận", "Thôn 1", commune, 300)
        lines = post.do(clerk, "mail.take_from_partner", unit_id=centre, partner_code="TCT", items=[item])[
            "lines"
        ]
        assert codes_of(lines) == [status]
    assert set(find_things(["RB000000005VN"])) == {"RB000000005VN"}


MOMENTS = ["0001-01-01", "1970-01-01", "2020-08-13", "2020-08-15", "2099-01-01", "9999-12-31"]


@pytest.mark.feature(137)
@pytest.mark.parametrize("day", MOMENTS)
def test_a_line_with_a_moment_out_of_bounds_is_refused_by_row(post, office, commune, clock, day):
    """Scans, reports, acceptances, a partner's news: the wrong row is named, the right ones stand."""
    at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    lines = post.accept(office, post.draft(commune), post.draft(commune, at=at))
    assert codes_of(lines)[0] == "done"
    assert codes_of(lines)[1] in {"acts.time_in_future", "acts.time_too_late"}
    code, clerk = lines[0]["code"], post.actor(office, "sorter")
    scanned = post.do(clerk, "mail.keep_here", unit_id=office, scans=[Scan(post.key(), code, at)])["lines"]
    assert codes_of(scanned)[0].startswith("acts.time_")
    if at > clock.now() or at.year < 2000:
        news = [PartnerNews(post.key(), code, "EMI", at)]
        said = post.do(post.actor(office, "system"), "mail.partner_news", partner_code="TCT", news=news)[
            "lines"
        ]
        assert codes_of(said)[0].startswith("acts.time_")
    assert all(
        list(check()) == [] for name, check in all_checks().items() if name.startswith(("mail.", "ledger."))
    )


@pytest.mark.feature(135)
def test_a_task_under_a_known_key_is_another_task(post, office, commune, clock):
    """Asked once, the key belongs to that task."""
    head, key = post.actor(office, "head"), post.key()
    draft = TaskDraft(key, "pickup", "Thu gom", "Thôn 1", commune, clock.now().date())
    other = TaskDraft(key, "pickup", "Thu gom nơi khác", "Thôn 9", commune, clock.now().date())
    asked = post.do(head, "rounds.add_tasks", unit_id=office, tasks=[draft, other])["lines"]
    assert codes_of(asked) == ["done", "acts.key_repeated"]
    assert codes_of(post.do(head, "rounds.add_tasks", unit_id=office, tasks=[other])["lines"]) == [
        "mail.line_reused"
    ]
    assert codes_of(post.do(head, "rounds.add_tasks", unit_id=office, tasks=[draft])["lines"]) == [
        "duplicate"
    ]


def test_a_late_scan_counts_from_where_devices_tell(post, office, commune, clock):
    """The door of devices gives more room than a desk; both are bounded."""
    from duongthu.acts.api import TOLD_BY_DEVICE, perform

    (line,) = post.accept(office, post.draft(commune))
    clock.advance(timedelta(hours=3))
    scan = Scan(post.key(), line["code"], clock.now() - timedelta(hours=2))
    params = {"unit_id": office, "scans": [scan]}
    told = perform(post.actor(office, "sorter"), "mail.keep_here", params, told_within=TOLD_BY_DEVICE)
    assert codes_of(told.result["lines"]) == ["done"]
