"""The life of an item: accepted, moved, delivered or not, with its money, and always with one holder."""

import uuid
from datetime import timedelta

import pytest

from duongthu.acts.api import perform
from duongthu.kernel.s10 import parse
from duongthu.ledger.api import balances_of, entries_about, person_owner
from duongthu.mail.api import (
    Event,
    InboundItem,
    Move,
    PartnerNews,
    Report,
    Scan,
    custody_of,
    find_things,
    history_of,
    holder_at,
    item_by_code,
    move_lines,
    partner_state,
)
from duongthu.mail.checks import check_custody, check_items
from duongthu.mail.models import CustodyEvent, Item

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(post):
    return post.unit("culture_post")


@pytest.fixture
def commune(post, office):
    return next(post.communes[code] for code, unit in post.units.items() if unit == office)


@pytest.fixture
def on_round(post, office, commune):
    """Codes of items that courier 7 carries on his round; made at the delivery office itself."""

    def make(*drafts_changes):
        drafts = [post.draft(commune, **changes) for changes in drafts_changes]
        codes = [line["code"] for line in post.accept(office, *drafts)]
        things, here, now = find_things(codes), f"U{office}", drafts and drafts[0]
        assert now
        _move(post, office, [(things[c], c, Event.TO_OFFICE, here, here) for c in codes])
        _move(post, office, [(things[c], c, Event.LOAD, here, "P7") for c in codes])
        return codes

    return make


def _move(post, unit_id, moves):
    from duongthu.acts.api import Call
    from duongthu.kernel.clock import now, today

    call = Call(post.actor(unit_id, "sorter"), unit_id, post.key(), 1, now(), now(), today())
    made = [
        Move(post.key(), thing, code, event, giver, taker, now(), unit_id)
        for thing, code, event, giver, taker in moves
    ]
    results = move_lines(call, made).each()
    assert [r.status for r in results] == ["done"] * len(moves), results


@pytest.mark.feature(12)
def test_numbers_come_from_the_offices_block_and_never_twice(post, office, commune):
    """Valid S10 numbers in order; another office has another block; a changed digit is refused at the scan."""
    other = post.unit("culture_post", 5)
    first = [line["code"] for line in post.accept(office, *[post.draft(commune) for _ in range(3)])]
    second = [line["code"] for line in post.accept(other, *[post.draft(commune) for _ in range(3)])]
    assert [parse(code).serial - parse(first[0]).serial for code in first] == [0, 1, 2]
    assert not set(first) & set(second)
    wrong = first[0][:9] + str((int(first[0][9]) + 1) % 10) + first[0][10:]
    line = post.accept(office, post.draft(commune, code=wrong))[0]
    assert line["refusal"]["code"] == "kernel.s10_wrong_check_digit"


def test_acceptance_takes_item_and_money_together(post, office, commune):
    """Postage is in the till, split into revenue and VAT; the item is at the office; the promise is J+1 for express."""
    (line,) = post.accept(office, post.draft(commune))
    item = item_by_code(line["code"])
    assert custody_of(item.pk).holder == f"U{office}"
    assert (
        sum(e.amount_dong for e in entries_about(line["code"])) == line["postage_dong"] == item.postage_dong
    )
    assert line["promised_on"] == "2020-08-17"
    assert balances_of("till") == {f"U{office}-till-1": line["postage_dong"]}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recipient_name": ""}, "kernel.text_empty"),
        ({"recipient_name": "x" * 10_000_000}, "kernel.text_too_long"),
        ({"recipient_name": "Ho\x07ng"}, "kernel.text_unprintable"),
        ({"weight_grams": 0}, "mail.wrong_weight"),
        ({"weight_grams": -5}, "mail.wrong_weight"),
        ({"weight_grams": 2_000_000}, "mail.wrong_weight"),
        ({"weight_grams": 900_000}, "mail.no_tariff"),
        ({"service": "zzz"}, "mail.unknown_service"),
        ({"sides_mm": (10, 0, 5)}, "mail.wrong_sides"),
        ({"sides_mm": (10, -2, 5)}, "mail.wrong_sides"),
        ({"code": "EA123456785XX"}, "kernel.s10_wrong_country"),
        ({"province_code": "01"}, "mail.destination_unclear"),
        ({"partner_code": "TCT"}, "mail.destination_unclear"),
        ({"partner_code": "TCT", "province_code": "01"}, "mail.destination_unclear"),
        ({"partner_code": "TCT", "province_code": "33", "commune_code": ""}, "mail.own_province"),
        ({"partner_code": "TCT", "province_code": "99", "commune_code": ""}, "mail.unknown_province"),
        ({"partner_code": "ABC", "province_code": "01", "commune_code": ""}, "mail.unknown_partner"),
        ({"cod_dong": -1}, "mail.cod_too_high"),
        ({"commune_code": "99999"}, "network.unknown_commune"),
        ({"recipient_phone": "12345"}, "kernel.wrong_number"),
        ({"code": "EA123456780VN"}, "kernel.s10_wrong_check_digit"),
    ],
)
def test_a_wrong_line_is_refused_by_name_and_the_others_enter(post, office, commune, changes, code):
    """Two right lines around a wrong one: the wrong one is named with its row, and nothing of it is left."""
    lines = post.accept(office, post.draft(commune), post.draft(commune, **changes), post.draft(commune))
    assert [line["status"] for line in lines] == ["done", "refused", "done"]
    assert (lines[1]["refusal"]["code"], lines[1]["refusal"]["row"]) == (code, 2)
    assert Item.objects.count() == 2
    assert list(check_items()) == []


def test_the_same_line_again_is_the_same_item(post, office, commune):
    """A counter that lost the answer asks again, in a new command: one item, one payment, the same number."""
    draft = post.draft(commune)
    (first,), (again,) = post.accept(office, draft), post.accept(office, draft)
    assert (again["status"], again["code"]) == ("duplicate", first["code"])
    assert Item.objects.count() == 1
    assert balances_of("till") == {f"U{office}-till-1": first["postage_dong"]}


def test_decomposed_letters_are_kept_composed(post, office, commune):
    """A phone that types NFD must not make a second name."""
    import unicodedata

    (line,) = post.accept(
        office, post.draft(commune, recipient_name=unicodedata.normalize("NFD", "Nguyễn Thị Hồng"))
    )
    assert item_by_code(line["code"]).recipient_name == "Nguyễn Thị Hồng"


def test_cod_moves_in_the_second_of_the_scan(post, office, on_round):
    """Delivered with COD: courier owes it, we owe it on; the same report again changes nothing."""
    (code,) = on_round({"cod_dong": 359_000})
    courier = post.actor(office, "courier", person_id=7)
    said = Report(post.key(), code, "delivered", receiver="Phạm Thị Nhận", relation="chính chủ")
    for status in ("done", "duplicate"):
        (line,) = post.do(courier, "mail.report", unit_id=office, reports=[said])["lines"]
        assert line["status"] == status
    assert balances_of("courier") == {person_owner(7, office): 359_000}
    assert balances_of("cod") == {f"U{office}": 359_000}
    assert custody_of(item_by_code(code).pk).state == "delivered"
    assert list(check_items()) == []


@pytest.mark.feature(24)
def test_what_was_not_loaded_cannot_be_delivered(post, office, commune):
    """An item still at the office is not this courier's to deliver."""
    (line,) = post.accept(office, post.draft(commune, cod_dong=100_000))
    courier = post.actor(office, "courier", person_id=7)
    said = Report(post.key(), line["code"], "delivered", receiver="A")
    (answer,) = post.do(courier, "mail.report", unit_id=office, reports=[said])["lines"]
    assert answer["refusal"]["code"] == "mail.wrong_moment"
    assert balances_of("courier") == {}


def test_a_failed_item_comes_back_and_is_held_forwarded_or_returned(post, office, commune, on_round):
    """Reason with an allowed solution, back to the office, then home to the sender; its COD is gone."""
    kept, sent_on, refused_one = on_round({"cod_dong": 50_000}, {}, {})
    courier = post.actor(office, "courier", person_id=7)
    reports = [
        Report(post.key(), code, "failed", reason="R12", solution="return") for code in (kept, sent_on)
    ]
    reports.append(Report(post.key(), refused_one, "failed", reason="R12", solution="forward"))
    lines = post.do(courier, "mail.report", unit_id=office, reports=reports)["lines"]
    assert [line["status"] for line in lines] == ["done", "done", "refused"]
    assert lines[2]["refusal"]["code"] == "mail.wrong_reason"
    scans = [Scan(post.key(), code) for code in (kept, sent_on)]
    clerk, other = post.actor(office, "teller"), post.unit("culture_post", 9)
    post.do(clerk, "mail.bring_back", unit_id=office, courier_id=7, scans=scans)
    target = next(post.communes[c] for c, unit in post.units.items() if unit == other)
    post.do(clerk, "mail.return_to_sender", unit_id=office, code=kept, reason="đổi ý")
    post.do(clerk, "mail.forward", unit_id=office, code=sent_on, commune_code=target, address="Thôn mới")
    assert item_by_code(kept).office_to_id == office
    assert custody_of(item_by_code(kept).pk).going_back
    assert item_by_code(sent_on).office_to_id == other
    assert post.refused(clerk, "mail.give_back", unit_id=office, code=kept) == "mail.other_hands_needed"
    post.do(post.actor(office, "head", person_id=3), "mail.give_back", unit_id=office, code=kept)
    assert custody_of(item_by_code(kept).pk).state == "returned"
    assert balances_of("cod") == {}
    assert list(check_items()) == list(check_custody()) == []


def test_an_item_is_recalled_before_delivery_only(post, office, commune, on_round):
    """The sender owns it until it is delivered."""
    clerk = post.actor(office, "teller")
    (line,) = post.accept(office, post.draft(commune))
    post.do(clerk, "mail.recall", unit_id=office, code=line["code"], reason="gửi nhầm")
    (code,) = on_round({})
    said = Report(post.key(), code, "delivered", receiver="B")
    post.do(post.actor(office, "courier", person_id=7), "mail.report", unit_id=office, reports=[said])
    assert post.refused(clerk, "mail.recall", unit_id=office, code=code, reason="muộn") == "mail.wrong_moment"


def test_two_couriers_cannot_hold_one_item(post, office, on_round):
    """The second to report it is told who has it."""
    (code,) = on_round({})
    said = Report(post.key(), code, "delivered", receiver="B")
    (line,) = post.do(
        post.actor(office, "courier", person_id=8), "mail.report", unit_id=office, reports=[said]
    )["lines"]
    assert line["refusal"]["code"] == "mail.held_by_another"
    assert "P7" in line["refusal"]["message"]


@pytest.mark.feature(27)
def test_partner_events_twice_and_out_of_order(post, commune, clock):
    """Whatever the order of arrival, the state is what the operator's newest event says."""
    foreign = PartnerNews(post.key(), "EA123456785VN", "EMA", clock.now())
    centre, system = post.unit("centre"), post.actor(post.unit("centre"), "system")
    (line,) = post.do(system, "mail.partner_news", partner_code="TCT", news=[foreign])["lines"]
    assert line["refusal"]["code"] == "mail.not_of_partner"
    item = InboundItem(post.key(), "EA123456785VN", "ems", "Shop", "Phạm Nhận", "Thôn 1", commune, 300)
    post.do(
        post.actor(centre, "sorter"),
        "mail.take_from_partner",
        unit_id=centre,
        partner_code="TCT",
        items=[item],
    )
    times = [clock.now() - timedelta(hours=h) for h in (5, 3, 1)]
    news = [
        PartnerNews(post.key(), "EA123456785VN", code, at)
        for code, at in zip(("EMA", "EMD", "EMI"), times, strict=True)
    ]
    for batch in ([news[2]], [news[0], news[2]], [news[1], news[0]]):
        post.do(system, "mail.partner_news", partner_code="TCT", news=batch)
    state = partner_state("EA123456785VN")
    assert (state.code, state.at) == ("EMI", times[2])


def test_inbound_items_are_ours_from_the_centre_on(post, office, commune):
    """Taken from the corporation at the processing centre; the same list again is known; wrong numbers are named."""
    centre = post.unit("centre")
    clerk = post.actor(centre, "sorter")
    item = InboundItem(
        post.key(), "EA123456785VN", "ems", "Shop", "Phạm Nhận", "Thôn 1", commune, 300, 250_000
    )
    wrong = InboundItem(post.key(), "EA123456780VN", "ems", "Shop", "Phạm Nhận", "Thôn 1", commune, 300)
    lines = post.do(clerk, "mail.take_from_partner", unit_id=centre, partner_code="TCT", items=[item, wrong])[
        "lines"
    ]
    assert [line["status"] for line in lines] == ["done", "refused"]
    lines = post.do(clerk, "mail.take_from_partner", unit_id=centre, partner_code="TCT", items=[item])[
        "lines"
    ]
    assert lines[0]["status"] == "duplicate"
    first = history_of(item_by_code("EA123456785VN").pk).get()
    assert (first.from_holder, first.to_holder) == ("XTCT", f"U{centre}")


@pytest.mark.feature(21)
def test_one_holder_at_every_past_minute(post, office, commune, on_round, clock):
    """From acceptance on every minute has one holder; a report with an earlier device time cannot open a gap."""
    start = clock.now()
    (code,) = on_round({})
    clock.advance(timedelta(minutes=5))
    said = Report(post.key(), code, "delivered", receiver="B", at=start - timedelta(minutes=20))
    post.do(post.actor(office, "courier", person_id=7), "mail.report", unit_id=office, reports=[said])
    thing = item_by_code(code).pk
    assert holder_at(thing, start - timedelta(minutes=1)) is None
    assert holder_at(thing, clock.now()) == "R"
    events = list(CustodyEvent.objects.filter(thing_id=thing).order_by("seq"))
    assert all(
        a.to_holder == b.from_holder and a.at <= b.at for a, b in zip(events, events[1:], strict=False)
    )
    assert list(check_custody()) == []


def test_tampered_custody_is_named(post, office, commune):
    """A state changed behind the program's back is found with item, day and unit."""
    from duongthu.mail.models import Custody

    (line,) = post.accept(office, post.draft(commune))
    thing = item_by_code(line["code"]).pk
    Custody.objects.filter(thing_id=thing).update(holder="P99")
    (finding,) = check_custody()
    assert (finding.row, finding.day, finding.unit) == (thing, "2020-08-14", office)


def test_commands_with_random_ids_work_too(post, office, commune):
    """Devices should send UUIDv7, but a v4 must not break the duplicate check."""
    draft = post.draft(commune, key=uuid.uuid4())
    (first,) = post.accept(office, draft)
    (again,) = post.accept(office, draft)
    assert (first["status"], again["status"]) == ("done", "duplicate")
    assert perform(post.actor(office, "teller"), "mail.hold", {"unit_id": office, "scans": []}).done
