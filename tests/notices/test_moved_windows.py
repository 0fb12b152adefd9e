"""From a window that moves to the file a sender picks up: for items, for tasks of every kind, for what goes back."""

import json
from datetime import timedelta

import pytest

from duongthu.acts.api import ActRecord
from duongthu.kernel.clock import local
from duongthu.mail.api import Custody, find_things
from duongthu.notices.api import Folder, Message, send_due
from duongthu.rounds.api import Handover, Round, Stop, Task
from tests.rounds.conftest import office  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
KINDS = ("dossier", "newspaper", "payout", "premium", "pickup")
PHONE, KEPT = "0987 654 321", "+84987654321"


def sent(folder) -> dict[str, dict]:
    """What a sender would pick up, by the number of the item or task."""
    found = [json.loads(file.read_text()) for file in folder.glob("*.json")]
    return {one["about"]: one for one in found}


@pytest.fixture
def turned(office):  # noqa: F811
    """A list of items and tasks with phones; ``turned()`` puts it in the opposite order: most windows move."""
    items = office.items(8, recipient_phone=PHONE)
    tasks = office.ask(
        *(office.task(kind, office.address(20 + n), phone=PHONE) for n, kind in enumerate(KINDS))
    )
    (code,) = office.plan(7)["rounds"]

    def turn() -> list[str]:
        last = Stop.objects.filter(round__code=code).order_by("-number").first().number
        order = {"unit_id": office.unit, "round_code": code, "order": list(range(last, 0, -1))}
        assert office.post.do(office.courier(7), "rounds.resequence", **order)["notices"] > 0
        return [*items, *tasks]

    return turn


@pytest.mark.feature(38)
def test_a_moved_window_is_sent_to_who_waits_for_an_item_or_a_task(turned, tmp_path):
    """Recipient, pensioner, insured and citizen alike: the number given with the thing is the number in the file."""
    things = turned()
    told = set(Message.objects.values_list("about", flat=True))
    assert {code[:2] for code in told} >= {"CV", "EA"}
    assert told <= set(things)
    assert send_due(Folder(tmp_path)).sent == len(told)
    assert {one["phone"] for one in sent(tmp_path).values()} == {KEPT}
    for line in Stop.objects.select_related("task").filter(task__code__in=told):
        hours = f"{local(line.window_from_at):%H:%M}-{local(line.window_until_at):%H:%M}"
        assert hours in sent(tmp_path)[line.task.code]["text"]


@pytest.mark.feature(38)
def test_whose_courier_fell_out_is_told_the_hour_of_the_other(office, clock, tmp_path):  # noqa: F811
    """The goods pass by scan later; the customer hears at once, and the new window stands on the line."""
    office.items(60, recipient_phone=PHONE)
    lists = list(office.plan(7, 8)["rounds"])
    for code in lists:
        office.load(code)
    clock.advance(timedelta(minutes=60))
    gone = Round.objects.get(code=lists[0]).courier_id
    office.post.do(office.head, "rounds.replan", unit_id=office.unit, shift=1, out_couriers=[gone])
    passing = {one.thing_id: one for one in Handover.objects.select_related("stop")}
    told = dict(Message.objects.filter(thing_id__in=list(passing)).values_list("thing_id", "good_until_at"))
    assert told
    assert all(passing[thing].stop.window_until_at == until for thing, until in told.items())
    assert all(passing[t].stop.window_from_at <= passing[t].arrival_at <= until for t, until in told.items())
    assert send_due(Folder(tmp_path)).sent == Message.objects.count()


def test_an_item_on_its_way_back_is_told_to_its_sender(outbox):
    """It is he who waits for it now; without his number the reason says so."""
    thing = outbox.item(sender_phone="0912345679")
    Custody.objects.filter(pk=thing).update(going_back=True)
    assert outbox.tell(thing).phone == "+84912345679"
    other = outbox.item()
    Custody.objects.filter(pk=other).update(going_back=True)
    assert "người gửi không để lại" in outbox.tell(other).reason


def test_a_wrong_number_is_refused_and_not_logged(office):  # noqa: F811
    """The line is named, its last digits are shown; the whole number stands in no log."""
    draft = office.task("premium", office.address(1), phone="0123 456 78")
    params = {"unit_id": office.unit, "tasks": [draft, office.task("payout", office.address(1), phone=PHONE)]}
    wrong, good = office.post.do(office.head, "rounds.add_tasks", **params)["lines"]
    assert (wrong["refusal"]["code"], wrong["refusal"]["row"]) == ("kernel.wrong_number", 1)
    assert wrong["refusal"]["field"] == "phone"
    assert Task.objects.get(code=good["code"]).phone == KEPT
    logged = " ".join(f"{a.params} {a.outcome}" for a in ActRecord.objects.all())
    assert not any(number in logged for number in (PHONE, KEPT, "0123 456"))


def test_what_a_partner_brings_has_its_numbers_checked(office):  # noqa: F811
    """A gateway takes E.164 only; a number nobody can call is found at the door and not when it is needed."""
    from duongthu.kernel import s10
    from duongthu.mail.api import InboundItem, Item

    def brought(serial: int, phone: str) -> InboundItem:
        return InboundItem(
            office.post.key(), s10.make("EB", serial), "ems", "Lê Văn Gửi", "Phạm Thị Nhận", office.address(1), office.commune,
            300, recipient_phone=phone,
        )  # fmt: skip

    items = [brought(1, "0169 234 5678"), brought(2, "12345")]
    params = {"unit_id": office.unit, "partner_code": "TCT", "items": items}
    taken, refused = office.post.do(office.clerk, "mail.take_from_partner", **params)["lines"]
    assert Item.objects.get(pk=find_things([taken["code"]])[taken["code"]]).recipient_phone == "+84392345678"
    assert (refused["refusal"]["code"], refused["refusal"]["field"]) == (
        "kernel.wrong_number",
        "recipient_phone",
    )


def test_a_gateway_that_repeats_the_number_does_not_bring_it_into_the_log(outbox, gateway):
    """Senders of short messages like to say which number was wrong."""
    from duongthu.notices.api import Address

    outbox.tell(outbox.item())
    gateway.answers = [(400, "thuê bao +84912345678 (0912 345 678) không có; mã 400123456789")]
    send_due(Address(gateway.url))
    assert Message.objects.get().reason == (
        "cổng tin từ chối (400): thuê bao …5678 (… 678) không có; mã 400123456789"
    )
    assert not any("912345678" in act.params for act in ActRecord.objects.filter(act="notices.note_attempt"))
