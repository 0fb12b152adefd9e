"""Messages to customers on the screen: what failed stands first with its reason, and can be sent again."""

import pytest

from duongthu.notices.api import Folder, Message, send_due
from duongthu.staff.api import Role
from tests.notices.conftest import Outbox

pytestmark = pytest.mark.django_db
HERE = "/dieu-hanh/tin-bao/"
COMMAND = "0173ea7b-0e80-70eb-af11-a0f1eb09711a"


@pytest.fixture
def outbox(post, office):
    return Outbox(post, office)


@pytest.mark.feature(38)
def test_a_failed_message_stands_first_and_is_sent_again(enter, post, outbox, tmp_path):
    """Reason, text and number are there; the button puts it back into the queue, once."""
    message = outbox.tell(outbox.item())
    Message.objects.update(state=Message.FAILED, reason="cổng tin từ chối (400): số máy không có", tries=1)
    client = enter(post.unit("province"), Role.DISPATCHER)
    page = client.get(HERE).content.decode()
    assert "cổng tin từ chối (400)" in page
    assert message.text in page
    form = {"message": str(message.key), "command_id": COMMAND}
    assert "sẽ được gửi lại" in client.post(HERE + "gui-lai/", form, follow=True).content.decode()
    client.post(HERE + "gui-lai/", form)
    assert [row.cells[0] for row in client.get(f"{HERE}?xem=cho").context["messages"].rows] == [message.about]
    send_due(Folder(tmp_path))
    assert "đã gửi" in client.get(f"{HERE}?xem=gui").content.decode()


def test_the_screen_says_when_no_message_can_leave(enter, post, outbox, settings, tmp_path):
    """No gateway, a wrong one, a good one."""
    client = enter(post.unit("province"), Role.DISPATCHER)
    assert "Chưa đặt cổng gửi tin" in client.get(HERE).content.decode()
    settings.NOTICES = "/không/có"
    assert "không có thư mục này" in client.get(HERE).content.decode()
    settings.NOTICES = str(tmp_path)
    assert client.get(HERE).context["trouble"] == ""


def test_out_of_reach_nothing_is_seen_or_sent(enter, post, outbox):
    """Another office's customers are not this one's to read of; a made-up key is answered in words."""
    message = outbox.tell(outbox.item(recipient_phone=""))
    far = enter(post.unit("culture_post", 9))
    assert message.about not in far.get(HERE).content.decode()
    for key, said in ((str(message.key), "Không có tin báo này"), ("không phải khóa", "«message»")):
        answer = far.post(HERE + "gui-lai/", {"message": key, "command_id": COMMAND}, follow=True)
        assert said in answer.content.decode()
    near = enter(outbox.unit)
    form = {"message": str(message.key), "command_id": COMMAND}
    assert "không có số điện thoại" in near.post(HERE + "gui-lai/", form, follow=True).content.decode()


def test_only_who_may_have_to_call_a_customer_reads_the_whole_number(enter, post, outbox):
    """A director or a sorter needs no customer's number: here and on the item's page they see its last digits."""
    message = outbox.tell(outbox.item())
    Message.objects.update(state=Message.FAILED)
    whole, last = "0912\xa0345\xa0678", "…5678"
    for role, seen, unseen in (
        (Role.DISPATCHER, whole, last),
        (Role.DIRECTOR, last, whole),
        (Role.SORTER, last, whole),
    ):
        client = enter(post.unit("province"), role)
        board = client.get(HERE)
        assert (board.status_code == 403) == (role == Role.SORTER)
        for address in (HERE, f"/buu-gui/{message.about}/")[role == Role.SORTER :]:
            page = client.get(address).content.decode()
            assert seen in page
            assert unseen not in page
