"""The dispatcher's desk: rounds of a post and of the province, one round, moves and re-plans shown before they are done."""

import json
import re
from urllib.parse import urlencode

import pytest

from duongthu.kernel.clock import today
from duongthu.network.api import network_on
from duongthu.rounds.api import Plan, Round, Stop
from duongthu.staff.api import Role

pytestmark = pytest.mark.django_db
BOARD = "/dieu-hanh/tuyen-phat/"


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.feature(38)
def test_a_plan_is_drawn_looked_at_and_published_at_the_desk(office, couriers, waiting, enter):
    """From the form to the lists; each step is a page."""
    client = enter(office, Role.HEAD)
    form = client.get(BOARD + "lap/").content.decode()
    assert form.count('name="couriers"') == 3
    sent = {
        "don-vi": office,
        "ngay": today().isoformat(),
        "ca": 1,
        "couriers": couriers[:2],
        "command_id": _key(form),
    }
    drawn = client.post(BOARD + "lap/nhap/", sent)
    page = client.get(drawn.url)
    assert "Bưu tá Một" in text(page)
    assert "Giá quy ước" in text(page)
    assert not Round.objects.exists()
    client.post(drawn.url + "ban-hanh/", {"command_id": _key(page.content.decode())})
    assert Round.objects.count() == 2
    assert "Bưu tá Hai" in text(client.get(BOARD))


def test_nobody_chosen_is_said_in_words(office, couriers, enter):
    """The refusal of the act is what the page says."""
    client = enter(office, Role.HEAD)
    form = client.get(BOARD + "lap/").content.decode()
    sent = {"don-vi": office, "ngay": today().isoformat(), "ca": 1, "command_id": _key(form)}
    answer = client.post(BOARD + "lap/nhap/", sent, follow=True)
    assert "Chưa chọn bưu tá" in text(answer)


def test_the_board_shows_rounds_and_their_lines(office, rounds, enter):
    """Each round with its figures; the map gets a line for each and a point for each stop."""
    client = enter(office, Role.HEAD)
    page = text(client.get(BOARD))
    assert "Bưu tá Một" in page
    assert "chưa nhận hàng" in page
    question = urlencode({"don-vi": office, "ngay": today().isoformat()})
    lines = json.loads(client.get(f"{BOARD}tuyen.json?{question}").content)["features"]
    trips = [line["properties"]["id"] for line in lines if line["properties"]["kind"] == "trip"]
    assert sorted(trips) == sorted(rounds)
    points = json.loads(client.get(f"{BOARD}diem.json?{question}").content)["features"]
    assert len(points) == 1 + Stop.objects.values("round_id", "number").distinct().count()


def test_the_province_has_a_line_for_each_post(post, office, rounds, enter):
    """The director sees posts and opens one."""
    client = enter(post.unit("province"), Role.DIRECTOR)
    answer = client.get(BOARD)
    name = network_on(today()).units[office].name
    assert name in text(answer)
    assert f"don-vi={office}" in answer.content.decode()
    assert "Lập phương án" not in text(answer)


def test_the_province_s_posts_are_paged_the_belated_first(post, office, rounds, enter):
    """A hundred and seventy posts were thirty telephone screens: a page has 25, and every post is on one of them."""
    pattern = Round.objects.get(code=rounds[0])
    delivering = [unit.id for unit in network_on(today()).delivering.values()]
    others = [unit for unit in dict.fromkeys(delivering) if unit != office][:30]
    for number, unit in enumerate(others):
        Round.objects.create(
            code=f"BD13-{unit}-{number}", unit_id=unit, courier_id=9_000 + number, on=pattern.on, shift=1,
            planned_at=pattern.planned_at, leaves_at=pattern.leaves_at, until_at=pattern.until_at,
        )  # fmt: skip
    client = enter(post.unit("province"), Role.DIRECTOR)
    pages = [client.get(f"{BOARD}?trang={n}").content.decode() for n in (1, 2)]
    rows = [re.findall(r'<a class="open" href="[^"]*don-vi=(\d+)', page) for page in pages]
    assert [len(page) for page in rows] == [25, 6]
    assert sorted(map(int, rows[0] + rows[1])) == sorted([*others, office])


def test_beyond_one_s_reach_there_is_nothing(post, office, rounds, enter):
    """A head of another post finds neither the board nor the round."""
    client = enter(post.unit("culture_post", 5), Role.HEAD)
    assert client.get(f"{BOARD}?don-vi={office}").status_code == 404
    assert client.get(f"{BOARD}{rounds[0]}/").status_code == 404


@pytest.mark.feature(38)
def test_moving_stops_shows_the_price_and_then_does_it(office, rounds, enter):
    """The first answer is a rehearsal; the confirmation moves what was marked."""
    client = enter(office, Role.HEAD)
    one, other = rounds
    page = client.get(f"{BOARD}{one}/").content.decode()
    codes = re.findall(r'name="codes" value="([^"]+)"', page)
    assert len(codes) == Stop.objects.filter(round__code=one).count()
    shown = client.post(f"{BOARD}{one}/chuyen/", {"codes": codes[:3], "to_round": other})
    assert "Thêm giá" in text(shown)
    assert Stop.objects.filter(round__code=other).count() == 12 - len(codes)
    sent = {"codes": codes[:3], "to_round": other, "command_id": _key(shown.content.decode())}
    done = client.post(f"{BOARD}{one}/chuyen/", sent, follow=True)
    assert "Đã chuyển 3" in text(done)
    assert Stop.objects.filter(round__code=other).count() == 12 - len(codes) + 3


def test_nothing_marked_is_said(office, rounds, enter):
    """An empty move says what is missing."""
    client = enter(office, Role.HEAD)
    answer = client.post(f"{BOARD}{rounds[0]}/chuyen/", {"to_round": rounds[1]}, follow=True)
    assert "Chọn ít nhất một điểm" in text(answer)


@pytest.mark.feature(38)
def test_a_re_plan_tells_what_changes_and_why(office, couriers, rounds, enter):
    """A courier falls out, another comes: shown first, then done."""
    client = enter(office, Role.HEAD)
    form = client.get(BOARD + "lap-lai/").content.decode()
    assert form.count('name="out"') == 2
    assert form.count('name="more"') == 1
    sent = {"don-vi": office, "ngay": today().isoformat(), "ca": 1, "out": couriers[0], "more": couriers[2]}
    shown = client.post(BOARD + "lap-lai/xem/", sent)
    assert "bưu tá nghỉ giữa ca" in text(shown)
    assert "100%" in text(shown)
    assert Stop.objects.filter(round__courier_id=couriers[0]).count() > 0
    client.post(BOARD + "lap-lai/xem/", sent | {"command_id": _key(shown.content.decode())})
    assert Stop.objects.filter(round__courier_id=couriers[0]).count() == 0
    assert Stop.objects.count() == 12


def test_a_closed_road_is_asked_for_at_the_desk(office, rounds, enter):
    """Two hamlets and the longer way; the confirmation asks the same again; half a road is refused in words."""
    client = enter(office, Role.HEAD)
    form = client.get(BOARD + "lap-lai/").content.decode()
    hamlets = re.findall(r'<option value="([^"/]+/[^"]+)">', form)
    lines = Stop.objects.filter(round__code=rounds[0]).order_by("number")
    places = [f"{line.commune_code}/{line.hamlet}" for line in lines]
    one, other = next((a, b) for a, b in zip(places[1:], places[2:], strict=False) if a != b)
    assert sorted(hamlets) == sorted(2 * list(dict.fromkeys(hamlets)))
    sent = {"don-vi": office, "ngay": today().isoformat(), "ca": 1, "road_one": one, "road_other": other}
    page = client.post(BOARD + "lap-lai/xem/", sent | {"road_minutes": "25"})
    assert "Giá quy ước" in text(page)
    again = re.findall(r'name="road_(\w+)" value="([^"]+)"', page.content.decode())
    assert again == [("one", one), ("other", other), ("minutes", "25")]
    done = client.post(
        BOARD + "lap-lai/xem/",
        sent | {"road_minutes": "25", "command_id": _key(page.content.decode())},
        follow=True,
    )
    assert "Đã chuyển" in text(done)
    half = client.post(BOARD + "lap-lai/xem/", sent | {"road_other": "", "road_minutes": "25"})
    assert "Không danh sách nào của ca còn đi thôn «(trống)»" in text(half)
    no_time = client.post(BOARD + "lap-lai/xem/", sent | {"road_minutes": "năm"})
    assert "phải từ 1 đến" in text(no_time)


@pytest.mark.feature(39)
def test_what_is_left_out_says_what_would_mend_it(post, office, couriers, waiting, enter):
    """The draft's page names the missing minutes of the shift, not a code."""
    figure = {
        "unit_id": office,
        "name": "shift_closes_minutes.1",
        "value": 545,
        "valid_from": today(),
        "basis": "thử",
    }
    post.do(post.actor(office, "dispatcher", person_id=41), "rounds.set_figure", **figure)
    params = {"unit_id": office, "shift": 1, "couriers": couriers[:1]}
    drawn = post.do(post.actor(office, "head", person_id=40), "rounds.plan", **params)
    assert drawn["left"] > 0
    page = text(enter(office, Role.HEAD).get(f"{BOARD}phuong-an/{drawn['plan']}/"))
    assert re.search(r"thiếu \d+ phút ca làm", page)


def test_a_change_that_is_refused_says_why(office, rounds, enter):
    """The rehearsal already tells what the act would refuse."""
    client = enter(office, Role.HEAD)
    shown = client.post(f"{BOARD}{rounds[0]}/chuyen/", {"codes": ["EA1"], "to_round": rounds[1]})
    assert "Chưa đổi được" in text(shown)


def test_who_only_looks_gets_no_buttons(post, office, rounds, enter):
    """A controller sees the round and can change nothing."""
    page = enter(office, Role.CONTROLLER).get(f"{BOARD}{rounds[0]}/").content.decode()
    assert 'name="codes"' not in page
    assert Plan.objects.count() == 1


def _key(page: str) -> str:
    return re.search(r'name="command_id" value="([^"]+)"', page).group(1)
