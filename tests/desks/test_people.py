"""The people desk: each act about a person from its page, and the security log on a screen."""

from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from duongthu.acts.api import ActRecord, Proposal, find_act
from duongthu.desks.people.forms import CONTROLS
from duongthu.kernel.clock import today
from duongthu.staff.api import Device, NewStaff, Person, Post, Role, SecurityEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def sit(post):
    """Somebody real of a role at a unit, signed in."""

    def make(code, role, unit_id):
        line = NewStaff(post.key(), code, f"Bùi Thị {code}", role, unit_id, today())
        assert post.do(post.founder(), "staff.take_on", people=[line])["lines"][0]["status"] == "done"
        post.do(post.founder(), "staff.open_sign_in", person_code=code, user_name=f"nv-{code.lower()}")
        client = Client()
        client.force_login(get_user_model().objects.get(username=f"nv-{code.lower()}"))
        return client

    return make


def unit_code(post, unit_id):
    return next(code for code, found in post.units.items() if found == unit_id)


def send(client, path, **form):
    return client.post(path, {"command_id": str(uuid4()), **form})


def test_a_head_staffs_his_office_from_the_screen(post, sit, office):
    """Hire, assign, a device, a pass phrase shown once, and the end of a post."""
    head = sit("TRUONG", Role.HEAD, office)
    made = send(head, "/nhan-su/moi/", code="GDV9", name="Mai Thị Quầy", unit_id=unit_code(post, office))
    assert made.headers["Location"] == "/nhan-su/GDV9/"
    page = "/nhan-su/GDV9/"
    form = {"role": "teller", "unit_id": unit_code(post, office), "from_on": today().isoformat()}
    assert send(head, f"{page}phan-cong/", **form).status_code == 302
    assert send(head, f"{page}thiet-bi/", code="MAY-9").status_code == 302
    assert Device.objects.get(code="MAY-9").person.code == "GDV9"
    post.do(post.founder(), "staff.open_sign_in", person_code="GDV9", user_name="gdv9")
    alone = send(head, f"{page}mat-khau/")
    assert "hai người cho phép" in alone.content.decode()
    assert send(head, f"{page}phep-nhan-vien/", reason="nhân viên mới").status_code == 302
    proposal = Proposal.objects.get(act="staff.permit_staff_reset").pk
    post.do(post.actor(office, "controller", person_id=88), "acts.approve", proposal_id=proposal)
    assert send(head, f"{page}mat-khau/").status_code == 302
    shown = head.get(page).content.decode()
    assert "Mật khẩu tạm" in shown
    assert "Mật khẩu tạm" not in head.get(page).content.decode()
    held = Post.objects.get(person__code="GDV9")
    ended = send(head, f"{page}thoi/", post_id=held.pk, until_on="2020-08-20")
    assert ended.status_code == 302
    held.refresh_from_db()
    assert held.until_on.isoformat() == "2020-08-20"


@pytest.mark.feature(140)
def test_what_is_refused_is_said_beside_its_form(post, sit, office):
    """A head's attempt to give what is not his, and to look at somebody beyond his reach."""
    head = sit("TRUONG", Role.HEAD, office)
    sit("XA", Role.HEAD, post.unit("district", 4))
    form = {"role": "dispatcher", "unit_id": unit_code(post, office), "from_on": today().isoformat()}
    answer = send(head, "/nhan-su/TRUONG/phan-cong/", **form)
    assert answer.status_code == 422
    assert "cho chính mình" in answer.content.decode()
    assert head.get("/nhan-su/XA/").status_code == 404
    assert SecurityEvent.objects.filter(kind="beyond_reach", detail="XA").exists()
    assert send(head, "/nhan-su/TRUONG/khong-co/").status_code == 404
    assert "trao-quyen" not in head.get("/nhan-su/TRUONG/").content.decode()


@pytest.mark.feature(140)
def test_power_is_proposed_on_the_page_and_checked_by_another(post, sit):
    """The administrator proposes, the director says yes at the approvals page; nobody alone."""
    top = post.unit("province")
    admin, director = sit("QT", Role.ADMIN, top), sit("GD", Role.DIRECTOR, top)
    sit("MOI", Role.DISPATCHER, top)
    form = {"role": "controller", "unit_id": unit_code(post, top), "from_on": today().isoformat()}
    assert send(admin, "/nhan-su/MOI/trao-quyen/", **form).status_code == 302
    proposal = Proposal.objects.get()
    page = director.get(f"/cho-duyet/{proposal.pk}/").content.decode()
    assert "kiểm soát viên" in page
    assert "Bùi Thị MOI" in page
    send(director, f"/cho-duyet/{proposal.pk}/duyet/")
    assert Post.objects.filter(person__code="MOI", role="controller").exists()


def test_a_threshold_is_proposed_on_its_page(post, sit):
    """And a floor too low is not even proposed: the form says why."""
    top = post.unit("province")
    admin, director = sit("QT", Role.ADMIN, top), sit("GD", Role.DIRECTOR, top)
    form = {
        "key": "ledger.post_paper",
        "first": 1,
        "bound": 50_000_000,
        "second": 2,
        "valid_from": "2020-08-15",
    }
    assert send(admin, "/nguong/lap/", **form).status_code == 302
    send(director, f"/cho-duyet/{Proposal.objects.get().pk}/duyet/")
    page = director.get("/nguong/").content.decode()
    assert "50.000.000" in page
    refused = send(admin, "/nguong/lap/", **form | {"first": 0})
    assert refused.status_code == 422
    assert "không được dưới" in refused.content.decode()
    assert not Proposal.objects.filter(status="open").exists()


def test_every_act_about_people_has_its_control(post):
    """Each of the people desk's acts exists, and each act of the room stands on a desk or is the program's own."""
    on_pages = {control.act for control in CONTROLS.values()} | {
        "staff.hire", "staff.change_pass_phrase", "staff.add_totp", "staff.add_passkey", "staff.end_second_factor",
        "staff.end_sitting", "staff.issue_token", "staff.end_token",
    }  # fmt: skip
    from duongthu.acts.api import all_acts

    of_people = {s.name for s in all_acts() if s.name.startswith("staff.") and s.roles != {"system"}}
    assert of_people - on_pages == {"staff.take_on"}
    assert all(find_act(name).roles for name in on_pages)


def test_the_security_log_is_read_at_the_province_only(post, sit, office):
    """By day and kind; a district's administrator is shown the door."""
    top = sit("QT", Role.ADMIN, post.unit("province"))
    below, courier = sit("QTH", Role.ADMIN, office), sit("BT", Role.COURIER, office)
    courier.get("/so-quy/")
    page = top.get("/an-ninh/?loai=beyond_roles").content.decode()
    assert "GET /so-quy/" in page
    assert "Bùi Thị BT" in page
    assert below.get("/an-ninh/").status_code == 403
    assert "GET /so-quy/" not in top.get("/an-ninh/?ngay=2020-08-13").content.decode()


def test_a_person_in_post_elsewhere_says_where_he_works(post, sit, office):
    """Home is said: without a post there the page offers the other units, and the choice holds for this sign-in."""
    client, other = sit("CHUYEN", Role.SORTER, office), post.unit("district", 2)
    Post.objects.filter(person__code="CHUYEN").update(unit_id=other)
    assert client.get("/hom-nay/").status_code == 403
    assert client.post("/tai-khoan/noi-lam/", {"unit_id": other}).status_code == 302
    assert client.get("/hom-nay/").status_code == 200
    client.post("/tai-khoan/noi-lam/", {"unit_id": post.unit("province")})
    assert client.get("/hom-nay/").wsgi_request.actor.unit_id == other
    assert Person.objects.get(code="CHUYEN").home_unit_id == office
    assert not ActRecord.objects.filter(act="staff.move_home").exists()


def test_a_pasted_list_takes_on_the_right_rows_and_gives_back_the_wrong_ones(post, sit, office):
    """By row: done, or why not; what was wrong stands in the form again; sent twice it is one command."""
    admin = sit("QTRI", Role.ADMIN, post.unit("province"))
    assert "/nhan-su-danh-sach/" in admin.get("/nhan-su/").content.decode()
    unit = unit_code(post, office)
    rows = [
        f"BT901\tHoàng Văn Một\tbưu tá\t{unit}\t{today():%d/%m/%Y}",
        f"GD902; Hoàng Thị Hai; Giao dịch viên; {unit}",
        f"GD903; Hoàng Thị Ba; thợ điện; {unit}",
        "GD904; Hoàng Thị Bốn; giao dịch viên; 999999",
        f"GD905; Hoàng Thị Năm; giao dịch viên; {unit}; 31/02/2020",
        f"KT906; Hoàng Thị Sáu; kế toán; {unit}",
        "GD907; Hoàng Thị Bảy",
    ]
    form = {"command_id": str(uuid4()), "rows": "\n".join([*rows[:2], "", *rows[2:]])}
    for _twice in range(2):
        page = admin.post("/nhan-su-danh-sach/", form)
        said = [(row.cells[0], row.cells[2].text) for row in page.context["answers"].rows]
        assert said == [
            (1, "đã nhận"), (2, "đã nhận"), *((number, "không nhận") for number in range(4, 9)),
        ]  # fmt: skip
        assert all(row.cells[3] for row in page.context["answers"].rows[2:])
        assert page.context["rows"].splitlines() == rows[2:]
    assert sorted(Post.objects.filter(person__name__startswith="Hoàng").values_list("person__code", "role")) == [
        ("BT901", "courier"), ("GD902", "teller"),
    ]  # fmt: skip
    assert admin.post("/nhan-su-danh-sach/", form | {"rows": "x\n" * 600}).status_code == 422
    assert sit("TRUONG", Role.HEAD, office).get("/nhan-su-danh-sach/").status_code == 403
