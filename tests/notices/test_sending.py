"""Messages to customers: made with what they tell, handed over once, tried again with patience, failing in the open."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from duongthu.acts.api import ActRecord, perform, system_actor
from duongthu.notices.api import Address, Folder, GatewayNotSet, Message, WrongGateway, gateway_from, send_due
from duongthu.notices.checks import check_messages
from duongthu.rounds.api import Round, Stop

pytestmark = pytest.mark.django_db


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.feature(38)
def test_a_message_names_item_hour_and_hotline_and_lies_whole_in_the_folder(outbox, tmp_path):
    """What a sender picks up holds the text with and without marks, and for how many short messages it is charged."""
    message = outbox.tell(outbox.item())
    handed = send_due(Folder(tmp_path))
    assert (handed.sent, handed.later, handed.failed) == (1, 0, 0)
    (file,) = tmp_path.iterdir()
    told = json.loads(file.read_text())
    assert file.name == f"{message.key}.json"
    assert told["phone"] == "+84912345678"
    assert message.about in told["text"]
    assert "10:00-11:00 ngày 14/08" in told["text"]
    assert told["text"].endswith("Đường dây nóng: 1900 54 54 81")
    assert told["plain"].isascii()
    assert (told["text_parts"], told["plain_parts"]) == (2, 1)
    message.refresh_from_db()
    assert (message.state, message.reference) == ("sent", file.name)


def test_what_was_taken_is_never_handed_over_again(outbox, gateway):
    """Run after run, the gateway has it once; the act log holds exactly the one attempt."""
    outbox.tell(outbox.item())
    door = Address(gateway.url, "bí mật".encode().hex())
    assert send_due(door).sent == 1
    assert send_due(door) == send_due(door)
    ((headers, body),) = gateway.got
    assert headers["Idempotency-Key"] == body["key"]
    assert headers["Authorization"].startswith("Bearer ")
    assert Message.objects.get().reference == "SMS-1"
    assert ActRecord.objects.filter(act="notices.note_attempt").count() == 1
    assert list(check_messages()) == []


def test_a_gateway_that_is_down_is_asked_again_later_and_later(outbox, gateway, clock):
    """Busy, broken and silent gateways are waited for, each time longer; the key stays the same."""
    message = outbox.tell(outbox.item(), hours=9)
    gateway.answers = [(503, "đang bảo trì"), (429, {}), (500, "")]
    waited = []
    for _ in range(3):
        assert send_due(Address(gateway.url)).later == 1
        assert send_due(Address(gateway.url)).later == 0
        message.refresh_from_db()
        waited.append(int((message.next_try_at - clock.now()).total_seconds() // 60))
        clock.set(message.next_try_at)
    assert waited == [1, 3, 10]
    assert "503" not in message.reason
    assert "500" in message.reason
    assert send_due(Address(gateway.url)).sent == 1
    assert len({body["key"] for _headers, body in gateway.got}) == 1


def test_after_the_last_try_it_has_failed_with_the_reason(outbox, clock):
    """Nobody listens at that port: five waits, then the screen must say so."""
    message = outbox.tell(outbox.item(), hours=9)
    door = Address("http://127.0.0.1:9/", timeout_seconds=2)
    while message.state == "waiting":
        clock.set(max(clock.now(), message.next_try_at))
        send_due(door)
        message.refresh_from_db()
    assert (message.state, message.tries) == ("failed", 6)
    assert "không trả lời" in message.reason


@pytest.mark.parametrize("status", [400, 401, 404, 302])
def test_a_refusal_of_the_gateway_is_for_good(outbox, gateway, status):
    """A wrong number or pass will not become right by asking again; a redirect is not followed."""
    outbox.tell(outbox.item())
    gateway.answers = [(status, "số máy\nkhông có")]
    assert send_due(Address(gateway.url)).failed == 1
    message = Message.objects.get()
    assert message.reason == f"cổng tin từ chối ({status}): số máy không có"
    assert len(gateway.got) == 1


def test_a_gateway_that_has_it_already_counts_as_sent(outbox, gateway):
    """After a crash between sending and noting the same key comes again: 409 says it is there."""
    outbox.tell(outbox.item())
    gateway.answers = [(409, {"reference": "SMS-7"})]
    assert send_due(Address(gateway.url)).sent == 1
    assert Message.objects.get().reference == "SMS-7"


def test_a_runner_that_died_leaves_its_messages_to_the_next(outbox, tmp_path, clock):
    """In hand they are nobody else's; when the claim has run out they are taken up again."""
    outbox.tell(outbox.item())
    runner = system_actor("thử", frozenset({outbox.unit}))
    taken = perform(runner, "notices.take_due", {"limit": 50}).result
    assert len(taken["messages"]) == 1
    assert send_due(Folder(tmp_path)).sent == 0
    clock.advance(timedelta(minutes=6))
    assert send_due(Folder(tmp_path)).sent == 1
    said = {"message": UUID(taken["messages"][0]), "outcome": "sent"}
    assert perform(runner, "notices.note_attempt", said).refusal["code"] == "notices.message_not_in_hand"


def test_a_newer_hour_takes_the_place_of_one_still_waiting(outbox, tmp_path):
    """Two messages with two hours would be worse than none."""
    thing = outbox.item()
    outbox.tell(thing, hours=2)
    outbox.tell(thing, hours=5)
    assert states() == ["replaced", "waiting"]
    send_due(Folder(tmp_path))
    (file,) = tmp_path.iterdir()
    assert "12:00-13:00" in file.read_text()


def test_what_is_no_longer_true_is_not_sent(outbox, tmp_path, clock):
    """The hour has passed, or the courier was there before the message."""
    outbox.tell(outbox.item(), hours=2)
    thing = outbox.item()
    outbox.tell(thing, hours=9)
    one = Round.objects.create(
        code="TP-9", unit_id=outbox.unit, on=clock.now().date(), shift=1, courier_id=7, state="out", planned_at=clock.now(),
    )  # fmt: skip
    Stop.objects.create(round=one, thing_id=thing, number=1, place=1, outcome="done", done_at=clock.now())
    clock.advance(timedelta(hours=3))
    assert send_due(Folder(tmp_path)).lapsed == 2
    assert list(tmp_path.iterdir()) == []


def test_without_a_number_it_fails_at_once_and_says_why(outbox, tmp_path):
    """Somebody must find another way to tell the customer; sending again is refused."""
    message = outbox.tell(outbox.item(recipient_phone=""))
    assert send_due(Folder(tmp_path)).sent == 0
    assert (message.state, message.reason) == ("failed", "người nhận không để lại số điện thoại")
    head = outbox.post.actor(outbox.unit, "head")
    params = {"unit_id": outbox.unit, "message": message.key}
    assert outbox.post.refused(head, "notices.send_again", **params) == "notices.message_without_phone"


def test_a_failed_message_is_sent_again_by_hand_until_its_hour(outbox, gateway, clock, tmp_path):
    """Not one that waits, not one of another unit, not after the hour it tells."""
    message = outbox.tell(outbox.item())
    head, params = outbox.post.actor(outbox.unit, "head"), {"unit_id": outbox.unit, "message": message.key}
    assert outbox.post.refused(head, "notices.send_again", **params) == "notices.message_not_failed"
    gateway.answers = [(400, "")]
    send_due(Address(gateway.url))
    elsewhere = {"unit_id": outbox.post.unit("district"), "message": message.key}
    assert outbox.post.refused(head, "notices.send_again", **elsewhere) == "notices.unknown_message"
    nobody = params | {"message": uuid4()}
    assert outbox.post.refused(head, "notices.send_again", **nobody) == "notices.unknown_message"
    assert outbox.post.do(head, "notices.send_again", **params)["state"] == "waiting"
    gateway.answers = [(400, "")]
    send_due(Address(gateway.url))
    clock.advance(timedelta(hours=4))
    assert outbox.post.refused(head, "notices.send_again", **params) == "notices.message_past_its_hour"


def test_a_full_folder_is_tried_again(outbox, tmp_path):
    """The folder vanished under way: a reason in words, and the message waits."""
    outbox.tell(outbox.item())
    gone = tmp_path / "gone"
    assert send_due(Folder(gone)).later == 1
    assert Message.objects.get().reason.startswith("không ghi được vào thư mục gửi tin")


@pytest.mark.parametrize(
    "setting",
    ["tin", "/không/có/đâu", "ftp://may/tin", "http://", "http://may:99999/", "http://[::1", "/etc/hostname"],
)
def test_a_wrong_setting_is_named(setting):
    """A stable code and a sentence with the setting, before anything is taken in hand."""
    with pytest.raises(WrongGateway) as wrong:
        gateway_from(setting)
    assert wrong.value.code == "notices.wrong_gateway"
    assert setting in wrong.value.message


def test_no_setting_is_told_apart_from_a_wrong_one():
    """Nothing set is no mistake, but nothing is sent either."""
    with pytest.raises(GatewayNotSet):
        gateway_from("")


def test_the_recount_finds_what_nobody_sent(outbox):
    """A message marked as sent by another hand is named with its unit."""
    message = outbox.tell(outbox.item())
    Message.objects.update(state="sent", sent_at=message.made_at)
    (found,) = check_messages()
    assert (found.code, found.unit) == ("notices.sending_differs", outbox.unit)
