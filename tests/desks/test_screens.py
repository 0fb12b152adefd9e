"""The first screens: who sees what, what the public never sees, and sums that agree with their parts."""

import pytest
from django.contrib.auth import get_user_model

from duongthu.acts.api import ActRecord
from duongthu.desks.words import act_title
from duongthu.ledger.api import Entry

pytestmark = pytest.mark.django_db


PAGES = ("/hom-nay/", "/dieu-hanh/", "/so-quy/", "/khoa-so/")


@pytest.mark.parametrize("path", [*PAGES, "/dieu-hanh/don-vi.json", "/buu-gui/EA123456785VN/"])
def test_staff_pages_ask_for_a_sign_in(client, path):
    """Nothing of the post's inside is shown to a stranger."""
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_for_a_unit_head(enter, office, code, path):
    """On a unit with one item, and on a day with one round."""
    assert enter(office).get(path).status_code == 200


def test_public_tracking_tells_the_journey_and_nothing_about_people(client, code):
    """State and places; no name, phone, address or money."""
    page = client.get(f"/tra-cuu/?so={code.lower()}").content.decode()
    assert "Đã phát" in page
    assert "Giao bưu tá đi phát" in page
    assert "1900 54 54 81" in page
    for secret in ("Phạm Thị Nhận", "Lê Văn Gửi", "912345678", "Đào Xá", "250.000", "COD"):
        assert secret not in page


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        ("EA123456780VN", 422, "phải là 5"),
        ("EA123", 422, "phải đủ 13"),
        ("EA123456785VN", 404, "Chưa có bưu gửi"),
    ],
)
def test_wrong_numbers_are_explained(client, number, status, words):
    """A citizen who mistypes is told what is wrong, not that an error occurred."""
    answer = client.get(f"/tra-cuu/?so={number}")
    assert answer.status_code == status
    assert words in answer.content.decode()


@pytest.mark.feature(3)
def test_an_item_beyond_reach_is_not_shown_and_the_attempt_is_logged(enter, post, code):
    """A clerk of another district sees a page that says nothing, and the act log says who tried."""
    stranger = enter(post.unit("district", 4))
    answer = stranger.get(f"/buu-gui/{code}/")
    assert answer.status_code == 404
    assert "Phạm Thị Nhận" not in answer.content.decode()
    attempt = ActRecord.objects.get(act="network.look_beyond_reach")
    assert (attempt.status, code in attempt.params) == ("refused", True)


@pytest.mark.feature(8)
def test_the_item_page_shows_every_act_with_who_when_and_on_which_device(enter, office, code):
    """From the page each act opens with its three times, what was sent and what was answered."""
    client = enter(office)
    page = client.get(f"/buu-gui/{code}/").content.decode()
    for act in ("mail.accept_items", "mail.keep_here", "rounds.load", "mail.report"):
        assert act_title(act) in page
    record = ActRecord.objects.get(act="mail.report")
    opened = client.get(f"/so-quy/nghiep-vu/{record.seq}/").content.decode()
    for shown in ("Trên thiết bị lúc", "Máy chủ ghi lúc", "Ngày nghiệp vụ", "Thiết bị", "250.000"):
        assert shown in opened


@pytest.mark.feature(21)
def test_who_held_it_at_a_past_minute(enter, office, code, clock):
    """Asked for a minute after acceptance and before delivery the page names that minute's holder."""
    client = enter(office)
    assert "Người nhận</li>" in client.get(f"/buu-gui/{code}/").content.decode()
    before = client.get(f"/buu-gui/{code}/?luc=2020-08-14T07:00").content.decode()
    assert "<li>" not in before.split("Ai đang giữ")[1].split("</ol>")[0]


def test_the_day_book_adds_up_to_its_parts(enter, office, code):
    """The sum by kind is the sum of the entries it opens to."""
    client = enter(office)
    whole = client.get("/so-quy/").context["kinds"]
    parts = [client.get(row.href).context["entries"].foot[-1] for row in whole.rows]
    assert [row.cells[-1] for row in whole.rows] == parts
    assert whole.foot[-1] == sum(parts) == sum(Entry.objects.values_list("amount_dong", flat=True))


def test_closing_says_in_words_what_is_still_open(enter, office, code):
    """The button goes through the act; its refusal comes back as a sentence, twice the same for a double click."""
    client = enter(office)
    form = {"unit_id": office, "on": "2020-08-14", "command_id": "0173ea7b-0e80-70eb-af11-a0f1eb09707d"}
    for _ in range(2):
        page = client.post("/khoa-so/khoa/", form, follow=True).content.decode()
        assert "Bưu tá còn giữ tiền chưa nộp" in page
    assert ActRecord.objects.filter(act="closing.close_day").count() == 1


def test_the_demo_users_exist_only_in_the_demo(client, enter, office, settings):
    """Outside the demo the one-click sign-in does nothing."""
    enter(office)
    name = get_user_model().objects.get().username
    client.post("/dang-nhap/mau/", {"user": name})
    assert "_auth_user_id" not in client.session
    settings.DEMO = True
    client.post("/dang-nhap/mau/", {"user": name})
    assert "_auth_user_id" in client.session


def test_a_wrong_pass_phrase_is_refused(client, enter, office):
    """With a sentence, the form still filled, and no hint which of the two was wrong."""
    enter(office)
    answer = client.post("/dang-nhap/", {"user": "ai-do", "phrase": "sai"})
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer.content.decode()
