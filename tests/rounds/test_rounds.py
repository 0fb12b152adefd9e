"""A courier's day: planned, loaded, reported, brought back, closed; and the unit's day with both proofs."""

import pytest

from duongthu.closing.api import custody_proof
from duongthu.kernel.clock import today
from duongthu.ledger.api import notes_for, till_code
from duongthu.mail.api import Custody, Report, Scan
from duongthu.rounds.api import progress_of, rounds_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(office):
    return office.unit


@pytest.fixture
def ready(post, unit):
    """Codes of six items that wait at their own delivery office, two of them with COD."""
    commune = next(post.communes[c] for c, found in post.units.items() if found == unit)
    drafts = [
        post.draft(commune, cod_dong=100_000 * (n < 2), recipient_address=f"Thôn {n % 3}") for n in range(6)
    ]
    codes = [line["code"] for line in post.accept(unit, *drafts)]
    clerk = post.actor(unit, "sorter", person_id=21)
    post.do(clerk, "mail.keep_here", unit_id=unit, scans=[Scan(post.key(), c) for c in codes])
    return codes


@pytest.mark.feature(24)
def test_a_courier_s_round_from_plan_to_close(post, unit, ready):
    """What was loaded is reported or brought back; the round closes when item and đồng are out of his hands."""
    head, courier = post.actor(unit, "head", person_id=40), post.actor(unit, "courier", person_id=7)
    planned = post.do(head, "rounds.plan", unit_id=unit, shift=1, couriers=[7], publish=True)
    (code,) = planned["rounds"]
    assert post.do(head, "rounds.plan", unit_id=unit, shift=2, couriers=[7], publish=True)["items"] == 0
    left_out, loaded = ready[5], ready[:5]
    stranger = Scan(post.key(), "EA123456785VN")
    lines = post.do(
        courier,
        "rounds.load",
        unit_id=unit,
        round_code=code,
        scans=[Scan(post.key(), c) for c in loaded] + [stranger],
    )
    assert [line["status"] for line in lines["lines"]] == ["done"] * 5 + ["refused"]
    reports = [Report(post.key(), c, "delivered", receiver="Chủ nhà") for c in (*loaded[:4], left_out)]
    reports.append(Report(post.key(), loaded[4], "failed", reason="R04"))
    answers = post.do(courier, "mail.report", unit_id=unit, reports=reports)["lines"]
    assert [a["status"] for a in answers] == ["done"] * 4 + ["refused", "done"]
    assert post.refused(head, "rounds.close", unit_id=unit, round_code=code) == "rounds.still_in_hand"
    back = [Scan(post.key(), loaded[4])]
    clerk = post.actor(unit, "sorter", person_id=21)
    post.do(clerk, "mail.bring_back", unit_id=unit, courier_id=7, scans=back)
    assert post.refused(head, "rounds.close", unit_id=unit, round_code=code) == "rounds.cash_still_in_hand"
    teller = post.actor(unit, "teller", person_id=1000 + unit)
    paid = {
        "unit_id": unit,
        "till": till_code(unit, "till"),
        "courier_id": 7,
        "notes": notes_for(200_000),
    }
    post.do(teller, "ledger.courier_pays_in", **paid)
    post.do(head, "rounds.close", unit_id=unit, round_code=code)
    assert post.refused(head, "rounds.close", unit_id=unit, round_code=code) == "rounds.round_closed"
    (progress,) = progress_of(rounds_of(frozenset({unit}), today()))
    assert (progress.items, progress.loaded, progress.in_hand) == (6, 5, 0)


def test_the_day_closes_with_both_proofs(post, unit, ready):
    """Open rounds keep the day open; then items and đồng are proven, and a forged state is refused."""
    head = post.actor(unit, "head", person_id=40)
    (code,) = post.do(head, "rounds.plan", unit_id=unit, shift=1, couriers=[7], publish=True)["rounds"]
    assert post.refused(head, "closing.close_day", unit_id=unit, on=today()) == "ledger.tills_still_open"
    till = till_code(unit, "till")
    teller = post.actor(unit, "teller", person_id=1000 + unit)
    held = post.do(teller, "ledger.count_till", unit_id=unit, till=till, notes=[], reason="thử")["book_dong"]
    post.do(teller, "ledger.count_till", unit_id=unit, till=till, notes=notes_for(held), reason="đếm lại")
    post.do(teller, "ledger.close_till", unit_id=unit, till=till, notes=notes_for(held))
    assert post.refused(head, "closing.close_day", unit_id=unit, on=today()) == "rounds.rounds_still_out"
    post.do(head, "rounds.close", unit_id=unit, round_code=code)
    Custody.objects.filter(holder=f"U{unit}").first().delete()
    assert post.refused(head, "closing.close_day", unit_id=unit, on=today()) == "closing.items_unaccounted"


def test_a_closed_day_opens_the_next_with_its_stock(post, unit, ready):
    """Stock then + taken − given = stock now, over the close."""
    head = post.actor(unit, "head", person_id=40)
    teller = post.actor(unit, "teller", person_id=1000 + unit)
    held = sum(line["postage_dong"] for line in post.accept(unit))
    assert held == 0
    till = till_code(unit, "till")
    book = post.do(teller, "ledger.count_till", unit_id=unit, till=till, notes=[], reason="thử")["book_dong"]
    post.do(
        teller,
        "ledger.close_till",
        unit_id=unit,
        till=till,
        notes=notes_for(0) + notes_for(0),
        reason=f"{book}",
    )
    closed = post.do(head, "closing.close_day", unit_id=unit, on=today())
    assert (closed["items"]["opening"], closed["items"]["taken"], closed["items"]["stock"]) == (0, 6, 6)
    assert closed["items"]["given"] == 0
    assert custody_proof(unit).opening == 6
