"""What is taken back comes into nobody's hands behind his back: he asks, he says yes, or it waits for him."""

import json
from datetime import timedelta

import pytest

from duongthu.acts.api import Actor, ActRecord, Proposal, ask, perform, waiting_proposals_query
from duongthu.mail.api import Report, Scan, custody_of, item_by_code
from duongthu.mail.checks import check_custody
from duongthu.rounds.api import Round
from tests.transport.test_transport import carry, pack, way  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.feature(133, 138)]
TRAVELS = {"recipient_address": "Hà Nội", "partner_code": "TCT", "province_code": "01"}


def last(act):
    return ActRecord.objects.filter(act=act, status="done").latest("seq").seq


def holder(code):
    return custody_of(item_by_code(code).pk).holder


def propose(maker, seq, amount=0):
    """The number of a proposal to take an act back, or the code it was refused with."""
    asked = {"act_id": seq, "reason": "nhầm bưu gửi", "amount_dong": amount}
    outcome = perform(maker, "acts.undo", json.dumps(asked))
    return outcome.result.get("proposal_id") or outcome.refusal["code"]


def said_yes(actor, number):
    """What came of a yes."""
    outcome = perform(actor, "acts.approve", {"proposal_id": number})
    return "done" if outcome.done else outcome.refusal["code"]


def within(post, actor, *units):
    """The same person, who sees these units only."""
    return Actor(actor.person_id, actor.name, actor.unit_id, actor.roles, frozenset(units))


def seen(actor):
    return [row.id for row in ask(actor, waiting_proposals_query).rows]


@pytest.fixture
def reported(post):
    """An item without COD that courier 7 reported delivered; gives office and code."""
    office = post.unit("culture_post")
    commune = next(post.communes[code] for code, unit in post.units.items() if unit == office)
    (line,) = post.accept(office, post.draft(commune))
    clerk, courier = post.actor(office, "sorter", person_id=21), post.actor(office, "courier", person_id=7)
    post.do(clerk, "mail.keep_here", unit_id=office, scans=[Scan(post.key(), line["code"])])
    head = post.actor(office, "head", person_id=40)
    planned = post.do(head, "rounds.plan", unit_id=office, shift=1, couriers=[7], publish=True)
    code = Round.objects.get(code=next(iter(planned["rounds"]))).code
    post.do(courier, "rounds.load", unit_id=office, round_code=code, scans=[Scan(post.key(), line["code"])])
    said = [Report(post.key(), line["code"], "delivered", receiver="Ai Đó")]
    post.do(courier, "mail.report", unit_id=office, reports=said)
    return office, line["code"]


def test_a_delivery_comes_back_to_its_courier_with_his_yes(post, reported):
    """Head and controller alone do not put it on his name: the proposal waits, he sees it and says yes; a colleague does not."""
    office, code = reported
    head, controller = (
        post.actor(office, "head", person_id=40),
        post.actor(office, "controller", person_id=41),
    )
    number = propose(head, last("mail.report"))
    assert said_yes(controller, number) == "mail.receiver_not_there"
    assert holder(code) == "R"
    courier, colleague = (post.actor(office, "courier", person_id=n) for n in (7, 8))
    assert (seen(courier), seen(colleague)) == ([number], [])
    assert said_yes(colleague, number) == "mail.receiver_not_there"
    assert said_yes(courier, number) == "done"
    assert holder(code) == "P7"
    assert list(check_custody()) == []


def test_two_couriers_supervise_nobody(post, reported):
    """A colleague asks, the courier himself says yes: no supervisor has seen it."""
    office, code = reported
    colleague = post.actor(office, "courier", person_id=8)
    number = propose(colleague, last("mail.report"))
    assert said_yes(post.actor(office, "courier", person_id=7), number) == "acts.role_not_allowed"
    assert holder(code) == "R"


def test_a_cancelled_delivery_needs_the_courier_too(post, reported):
    """The same through the act of that name: by head and controller it is refused, with the courier it is done."""
    office, code = reported
    head, controller = (
        post.actor(office, "head", person_id=40),
        post.actor(office, "controller", person_id=41),
    )
    asked = {"unit_id": office, "code": code, "courier_id": 7, "reason": "nhầm"}
    number = post.do_proposed(head, "mail.cancel_delivery", **asked)
    assert said_yes(controller, number) == "mail.receiver_not_there"
    assert said_yes(post.actor(office, "courier", person_id=7), number) == "done"
    assert holder(code) == "P7"


def test_what_was_given_to_an_operator_comes_back_to_its_unit(post):
    """Two of a unit above do not put it on an office that knows nothing of it; with one of the office it is done."""
    office, above = post.unit("culture_post"), post.unit("district")
    (line,) = post.accept(office, post.draft("", **TRAVELS))
    clerk = post.actor(office, "sorter", person_id=21)
    given = {"unit_id": office, "partner_code": "TCT", "scans": [Scan(post.key(), line["code"])]}
    post.do(clerk, "mail.hand_to_partner", **given)
    there, other = post.actor(above, "head", person_id=51), post.actor(above, "controller", person_id=52)
    number = propose(there, last("mail.hand_to_partner"))
    assert said_yes(other, number) == "mail.receiver_not_there"
    assert holder(line["code"]) == "XTCT"
    assert said_yes(post.actor(office, "head", person_id=53), number) == "done"
    assert holder(line["code"]) == f"U{office}"


def test_a_courier_does_not_speak_for_the_office_he_gives_back_to(post, reported):
    """He is in post there, too: but what leaves his hands another takes."""
    office, _code = reported
    commune = next(post.communes[code] for code, unit in post.units.items() if unit == office)
    (line,) = post.accept(office, post.draft(commune))
    clerk = post.actor(office, "sorter", person_id=21)
    post.do(clerk, "mail.keep_here", unit_id=office, scans=[Scan(post.key(), line["code"])])
    head = post.actor(office, "head", person_id=40)
    planned = post.do(head, "rounds.plan", unit_id=office, shift=2, couriers=[7], publish=True)
    scans = [Scan(post.key(), line["code"])]
    code = next(iter(planned["rounds"]))
    courier = post.actor(office, "courier", person_id=7)
    post.do(courier, "rounds.load", unit_id=office, round_code=code, scans=scans)
    above = post.unit("district")
    number = propose(post.actor(above, "head", person_id=51), last("rounds.load"))
    himself = post.actor(office, "courier", "head", person_id=7)
    assert said_yes(himself, number) == "mail.receiver_not_there"
    assert said_yes(head, number) == "done"


def test_a_find_goes_back_to_the_unit_that_answers(post, clock, way):  # noqa: F811
    """Found here, missing there: undone only with somebody of there, who sees the proposal though it is beyond his line."""
    office, hub, trip = way
    bag, codes = pack(post, office, hub)
    carry(post, clock, bag, office, hub, trip)
    short_by_two(post, hub, bag, codes[1:])
    clock.advance(timedelta(minutes=1))
    sorter = post.actor(hub, "sorter", person_id=22)
    post.do(sorter, "mail.find", unit_id=hub, scans=[Scan(post.key(), codes[0])])
    number = propose(sorter, last("mail.find"))
    assert said_yes(post.actor(hub, "controller", person_id=24), number) == "mail.receiver_not_there"
    closer = within(post, post.actor(office, "head", person_id=25), office)
    elsewhere = post.unit("culture_post", 7)
    stranger = within(post, post.actor(elsewhere, "head", person_id=26), elsewhere)
    assert (seen(closer), seen(stranger)) == ([number], [])
    assert said_yes(stranger, number) == "acts.unit_out_of_reach"
    assert said_yes(closer, number) == "done"
    assert holder(codes[0]) == f"U{office}"
    assert list(check_custody()) == []


def short_by_two(post, hub, bag, found):
    """Open a bag in which one lacks."""
    scans = [Scan(post.key(), code) for code in found]
    opening = {"unit_id": hub, "bag": bag, "seal": "S-001", "scans": scans}
    post.do(post.actor(hub, "sorter", person_id=22), "transport.open_received_bag", **opening)
    again = {"unit_id": hub, "bag": bag, "scans": []}
    post.do(post.actor(hub, "sorter", person_id=27), "transport.count_again", **again)


def test_an_act_of_repeats_alone_is_not_undone(post):
    """All its lines were known: there is nothing to take back, and it says so instead of done."""
    office = post.unit("culture_post")
    commune = next(post.communes[code] for code, unit in post.units.items() if unit == office)
    (line,) = post.accept(office, post.draft(commune))
    clerk = post.actor(office, "sorter", person_id=21)
    scans = [Scan(post.key(), line["code"])]
    for status in ("done", "duplicate"):
        (again,) = post.do(clerk, "mail.keep_here", unit_id=office, scans=scans)["lines"]
        assert again["status"] == status
    assert propose(clerk, last("mail.keep_here")) == "acts.nothing_to_undo"
    assert not Proposal.objects.exists()
