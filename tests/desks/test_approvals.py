"""The second pair of eyes on screen, and the rehearsals that say what would happen before it does."""

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from duongthu.acts.api import ActRecord, Proposal, all_acts, perform
from duongthu.desks.words import PARAM_TITLES
from duongthu.ledger.api import Entry, Note, PaperLine, Voucher, till_code
from duongthu.mail.api import CustodyEvent, Report, Scan
from duongthu.network.api import network_on
from duongthu.staff.api import NewStaff, Role, person_of_user

pytestmark = pytest.mark.django_db
AMOUNT = 20_000_000


@pytest.fixture
def top(post):
    return post.unit("province")


@pytest.fixture
def seat(post, top):
    """Takes somebody on at the province with a role; gives their client and person number."""

    def make(role: Role, code: str, unit: int | None = None):
        boss = post.founder()
        line = NewStaff(post.key(), code, f"Bùi Thị {code}", role, unit or top, date(2020, 8, 14))
        assert post.do(boss, "staff.take_on", people=[line])["lines"][0]["status"] == "done"
        post.do(boss, "staff.open_sign_in", person_code=code, user_name=code.lower())
        user = get_user_model().objects.get(username=code.lower())
        client = Client()
        client.force_login(user)
        return client, person_of_user(user.pk).pk

    return make


@pytest.fixture
def accountant(seat):
    return seat(Role.ACCOUNTANT, "KTV")


@pytest.fixture
def paper(post, top, accountant):
    """A paper of twenty million that the accountant proposed; gives its number."""

    def propose(purpose: str = "capital_received") -> int:
        maker = post.actor(top, "accountant", person_id=accountant[1])
        lines = [PaperLine(top, AMOUNT)]
        params = {"purpose": purpose, "title": "Cấp vốn đầu năm", "amount_dong": AMOUNT, "lines": lines}
        outcome = perform(maker, "ledger.post_paper", params)
        assert outcome.status == "proposed", outcome.refusal
        return outcome.result["proposal_id"]

    return propose


def text(answer) -> str:
    return answer.content.decode()


def test_each_sees_what_waits_for_them_and_what_they_made(seat, accountant, paper):
    """The checker's list has it to check, the maker's only under what they made; other units have nothing."""
    number = paper()
    director, _ = seat(Role.DIRECTOR, "GDT")
    assert f"/cho-duyet/{number}/" in text(director.get("/cho-duyet/"))
    assert f"/cho-duyet/{number}/" in text(director.get("/hom-nay/"))
    assert f"/cho-duyet/{number}/" not in text(accountant[0].get("/cho-duyet/"))
    assert f"/cho-duyet/{number}/" in text(accountant[0].get("/cho-duyet/?cua=toi"))


def test_a_proposal_beyond_reach_is_not_there(seat, post, paper):
    """A district's head neither sees nor decides what the province proposed."""
    number = paper()
    head, _ = seat(Role.HEAD, "TBC", post.unit("district"))
    assert f"/cho-duyet/{number}/" not in text(head.get("/cho-duyet/"))
    assert head.get(f"/cho-duyet/{number}/").status_code == 404
    head.post(f"/cho-duyet/{number}/duyet/", {"command_id": uuid4()})
    assert Proposal.objects.get(pk=number).status == Proposal.OPEN


def test_the_page_says_exactly_what_would_happen_and_nothing_has(seat, paper):
    """Paper, sum in words and entries of the rehearsal; afterwards journals and act log are as before; then it happens so."""
    number = paper()
    director, _ = seat(Role.DIRECTOR, "GDT")
    before = [model.objects.count() for model in (ActRecord, Entry, Voucher, CustodyEvent)]
    page = text(director.get(f"/cho-duyet/{number}/"))
    assert [model.objects.count() for model in (ActRecord, Entry, Voucher, CustodyEvent)] == before
    for told in (
        "CT-2020/000001",
        "Cấp vốn đầu năm",
        "20.000.000",
        "Hai mươi triệu đồng",
        "1121",
        "411",
        "Trần Thị",
    ):
        assert told in page
    said = director.post(f"/cho-duyet/{number}/duyet/", {"command_id": uuid4()}, follow=True)
    assert "Đã duyệt và thực hiện." in text(said)
    assert Voucher.objects.get().code == "CT-2020/000001"
    assert Entry.objects.get().amount_dong == AMOUNT
    assert Proposal.objects.get().status == Proposal.CARRIED_OUT
    assert "Đã duyệt và thực hiện" in text(director.get(f"/cho-duyet/{number}/"))


@pytest.mark.feature(5)
def test_the_maker_sees_it_but_cannot_approve(accountant, paper):
    """No button; and whoever sends the form all the same is refused by name."""
    number, (client, _) = paper(), accountant
    page = text(client.get(f"/cho-duyet/{number}/"))
    assert "người khác phải duyệt" in page
    assert "20.000.000" in page
    assert "/duyet/" not in page
    assert "/khong/" not in page
    client.post(f"/cho-duyet/{number}/duyet/", {"command_id": uuid4()})
    refused = ActRecord.objects.get(act="acts.approve")
    assert "acts." in refused.outcome
    assert Proposal.objects.get().status == Proposal.OPEN


def test_who_may_not_check_this_kind_is_told_so(seat, paper):
    """An auditor in reach may look; the post does not let them decide."""
    number = paper()
    auditor, _ = seat(Role.AUDITOR, "KTNB")
    page = text(auditor.get(f"/cho-duyet/{number}/"))
    assert "không được duyệt loại đề nghị này" in page
    assert "/duyet/" not in page


def test_a_no_needs_its_reason(seat, paper):
    """Without a reason the form comes back; with one the proposal is over for good."""
    number = paper()
    director, _ = seat(Role.DIRECTOR, "GDT")
    empty = director.post(f"/cho-duyet/{number}/khong/", {"command_id": uuid4(), "reason": " "})
    assert (empty.status_code, "Ghi lý do" in text(empty)) == (422, True)
    form = {"command_id": uuid4(), "reason": "Sai nguồn vốn"}
    assert "đã ghi lý do" in text(director.post(f"/cho-duyet/{number}/khong/", form, follow=True))
    assert "Sai nguồn vốn" in ActRecord.objects.get(act="acts.reject").params
    late = director.post(f"/cho-duyet/{number}/duyet/", {"command_id": uuid4()}, follow=True)
    assert "không còn chờ duyệt" in text(late)
    assert not Entry.objects.exists()


def test_a_double_click_approves_once(seat, paper):
    """The form carries its command's id: the second click gets the first one's answer."""
    number, form = paper(), {"command_id": uuid4()}
    director, _ = seat(Role.DIRECTOR, "GDT")
    for _ in range(2):
        assert "Đã duyệt và thực hiện." in text(
            director.post(f"/cho-duyet/{number}/duyet/", form, follow=True)
        )
    assert Entry.objects.count() == 1


def test_what_could_not_be_carried_out_says_why(seat, post, top, paper):
    """A paper that would overdraw an account: the checker reads the refusal before deciding."""
    checker = post.actor(top, "director", person_id=98)
    post.do(checker, "acts.approve", proposal_id=paper())
    first, number = paper("capital_returned"), paper("capital_returned")
    post.do(checker, "acts.approve", proposal_id=first)  # and the bank is empty again
    director, _ = seat(Role.DIRECTOR, "GDT")
    page = director.get(f"/cho-duyet/{number}/")
    assert page.context["foreseen"].refusal.code == "ledger.not_enough_money"
    assert "Sẽ không thực hiện được" in text(page)


def test_a_moved_unit_is_told_with_both_parents_and_the_network_stays(seat, post, top):
    """The rehearsal changes the network and undoes it: nobody sees the new parent before the yes."""
    office = post.unit("culture_post")
    day = network_on(date(2020, 8, 20))
    old = day.unit(office).parent_id
    new = next(u.id for u in day.units.values() if u.kind == day.unit(old).kind and u.id != old)
    maker = post.actor(top, "dispatcher", person_id=77)
    params = {"unit_id": office, "parent_id": new, "from_on": date(2020, 8, 20)}
    outcome = perform(maker, "network.move_unit", params)
    director, _ = seat(Role.DIRECTOR, "GDT")
    page = director.get(f"/cho-duyet/{outcome.result['proposal_id']}/")
    assert page.context["foreseen"].refusal is None
    (sentence,) = page.context["foreseen"].sentences
    for told in (day.unit(office).name, day.unit(old).name, day.unit(new).name, "20/08/2020"):
        assert told in sentence
    assert network_on(date(2020, 8, 20)).unit(office).parent_id == old


def test_a_delivery_taken_back_is_told_with_its_holders(enter, post, office):
    """Hủy báo phát: the item would go from the recipient back to the courier."""
    commune = next(post.communes[c] for c, unit in post.units.items() if unit == office)
    (line,) = post.accept(office, post.draft(commune))
    clerk, courier = post.actor(office, "sorter", person_id=21), post.actor(office, "courier", person_id=7)
    post.do(clerk, "mail.keep_here", unit_id=office, scans=[Scan(post.key(), line["code"])])
    planned = post.do(
        post.actor(office, "head", person_id=40),
        "rounds.plan",
        unit_id=office,
        shift=1,
        couriers=[7],
        publish=True,
    )
    scans = [Scan(post.key(), line["code"])]
    (round_code,) = planned["rounds"]
    post.do(courier, "rounds.load", unit_id=office, round_code=round_code, scans=scans)
    post.do(
        courier,
        "mail.report",
        unit_id=office,
        reports=[Report(post.key(), line["code"], "delivered", receiver="A")],
    )
    params = {"unit_id": office, "code": line["code"], "courier_id": 7, "reason": "nhầm nhà"}
    number = perform(courier, "mail.cancel_delivery", params).result["proposal_id"]
    page = enter(office).get(f"/cho-duyet/{number}/")
    (sentence,) = page.context["foreseen"].sentences
    assert "Hủy báo phát" in sentence
    assert "Người nhận →" in sentence
    assert "nhầm nhà" in text(page)


def test_every_proposed_parameter_has_a_name():
    """A checker decides on words, not on codes."""
    house = [spec for spec in all_acts() if spec.handler.__module__.startswith("duongthu.")]
    checked = {name for spec in house if spec.four_eyes for name in spec.schema()["properties"]}
    assert checked <= set(PARAM_TITLES)


def test_the_close_is_previewed_with_what_stands_in_the_way(enter, office, code):
    """A round is still out: the preview names it, and the day stays open."""
    page = enter(office).get("/khoa-so/xem-truoc/")
    assert "Chưa khóa được" in text(page)
    assert "Chưa kết thúc các tuyến phát" in text(page)
    assert "Chưa đóng hết ca quỹ" in text(page)
    assert "/khoa-so/khoa/" not in text(page)


def test_the_close_is_previewed_in_figures_and_leaves_nothing(enter, post, office):
    """Money and items as the close would prove them; the button then closes for good."""
    commune = next(post.communes[c] for c, unit in post.units.items() if unit == office)
    (line,) = post.accept(office, post.draft(commune))
    teller = post.actor(office, "teller", person_id=1000 + office)
    notes = [Note(1_000, line["postage_dong"] // 1_000)]
    params = {"unit_id": office, "till": till_code(office, "till"), "notes": notes, "reason": "lẻ"}
    closed = perform(teller, "ledger.close_till", params)
    assert closed.done, closed.refusal
    client, before = enter(office), ActRecord.objects.count()
    page = client.get("/khoa-so/xem-truoc/")
    assert ActRecord.objects.count() == before
    assert page.context["refusal"] is None
    assert "Khóa được" in text(page)
    form = {"unit_id": office, "on": "2020-08-14", "command_id": uuid4()}
    assert "Đã khóa sổ" in text(client.post("/khoa-so/khoa/", form, follow=True))
