"""Signing in: delays that bar the guesser and not the owner, pass phrases by acts, the second step, sittings that end."""

from datetime import date, timedelta

import pyotp
import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from duongthu.acts.api import ActRecord
from duongthu.kernel.clock import now, today
from duongthu.staff.api import NewStaff, Person, Role, SecurityEvent, Sitting, person_in_post, set_pass_phrase

pytestmark = pytest.mark.django_db
PHRASE, OTHER = "mười hai con giáp", "sông Luộc chảy qua Hưng Hà"


@pytest.fixture
def person(post, office):
    """Somebody of a role with a pass phrase: the user name."""

    def make(role=Role.TELLER, code="NGUOI", unit_id=None):
        line = NewStaff(post.key(), code, "Vũ Thị Ngồi", role, unit_id or office, today())
        assert post.do(post.founder(), "staff.take_on", people=[line])["lines"][0]["status"] == "done"
        post.do(post.founder(), "staff.open_sign_in", person_code=code, user_name=code.lower())
        set_pass_phrase(code.lower(), PHRASE)
        return code.lower()

    return make


def enter(client, user, phrase=PHRASE, **more):
    return client.post("/dang-nhap/", {"user": user, "phrase": phrase}, **more)


def actor_of(code):
    from duongthu.network.api import actor_of

    return actor_of(code, today())


@pytest.mark.feature(142)
def test_sixty_wrong_a_minute_are_barred_and_the_owner_still_comes_in(person, clock):
    """The guesser is let try a handful of times an hour; the browser that was let in before is judged for itself."""
    user, honest, guesser = person(), Client(), Client(REMOTE_ADDR="10.9.8.7")
    assert enter(honest, user).status_code == 302
    honest.post("/dang-xuat/")
    answers = []
    for _ in range(120):  # two minutes, one a second
        answers.append(enter(guesser, user, "sai rồi sai nữa").status_code)
        clock.advance(timedelta(seconds=1))
    assert answers.count(422) < 12
    assert answers.count(429) > 100
    assert enter(honest, user).status_code == 302
    assert enter(Client(REMOTE_ADDR="10.9.8.7"), user).status_code == 429
    clock.advance(timedelta(hours=2))
    assert enter(Client(REMOTE_ADDR="10.9.8.7"), user).status_code == 302


@pytest.mark.feature(142)
def test_a_name_guessed_from_everywhere_is_open_again_within_a_minute(person, clock):
    """A thousand addresses cannot lock the owner out for ever: his name alone is barred for a minute at most."""
    user = person()
    for n in range(60):
        enter(Client(REMOTE_ADDR=f"10.1.{n}.1"), user, "sai rồi sai nữa")
    barred = enter(Client(REMOTE_ADDR="10.2.0.1"), user)
    assert barred.status_code == 429
    assert int(barred.headers["Retry-After"]) <= 60
    clock.advance(timedelta(seconds=61))
    assert enter(Client(REMOTE_ADDR="10.2.0.1"), user).status_code == 302


def test_each_try_stands_in_the_security_log(person):
    """Who came in, who tried, from where; never the pass phrase."""
    user = person()
    enter(Client(REMOTE_ADDR="10.0.0.9"), user, "không phải đâu")
    enter(Client(REMOTE_ADDR="10.0.0.9"), user)
    lines = list(SecurityEvent.objects.order_by("seq").values_list("kind", "user_name", "address"))
    assert lines == [("wrong_sign_in", user, "10.0.0.9"), ("signed_in", user, "10.0.0.9")]
    assert not SecurityEvent.objects.filter(detail__contains="không phải").exists()


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("ngắn", "ít nhất 12"),
        ("1q2w3e4r5t6y", "ai cũng biết"),
        ("aaaaaaaaaaaaaaa", "dễ đoán"),
        ("Vũ Thị Ngồi 1", "dễ đoán"),
    ],
)
def test_a_weak_pass_phrase_is_refused_and_says_why(person, post, phrase, reason):
    """Short, known to everybody, repeated, or one's own name."""
    from duongthu.acts.api import perform

    person()
    outcome = perform(actor_of("NGUOI"), "staff.change_pass_phrase", {"current": PHRASE, "phrase": phrase})
    assert outcome.refusal["code"] == "staff.phrase_too_weak"
    assert reason in outcome.refusal["message"]


def test_changing_the_pass_phrase_ends_every_other_sign_in(person):
    """The page goes on where it was changed; a thief's browser is out, and no log holds either phrase."""
    user = person()
    mine, thief = Client(), Client()
    enter(mine, user)
    enter(thief, user)
    form = {
        "current": PHRASE,
        "phrase": OTHER,
        "again": OTHER,
        "command_id": "0173ea7b-0e80-70eb-af11-a0f1eb09707d",
    }
    assert mine.post("/tai-khoan/mat-khau/", form).status_code == 302
    assert mine.get("/hom-nay/").status_code == 200
    assert thief.get("/hom-nay/").status_code == 302
    assert enter(Client(), user, OTHER).status_code == 302
    logged = ActRecord.objects.get(act="staff.change_pass_phrase").params
    assert PHRASE not in logged
    assert OTHER not in logged


def test_a_pass_phrase_set_by_another_opens_only_the_page_where_it_is_changed(person, post, office, clock):
    """And only for a day; nobody resets his own that way."""
    user = person()
    boss, controller = (
        post.actor(office, "head", person_id=77),
        post.actor(office, "controller", person_id=78),
    )
    reset = {"person_code": "NGUOI", "phrase": OTHER}
    assert post.refused(boss, "staff.reset_pass_phrase", **reset) == "staff.needs_leave"
    leave = post.do_proposed(boss, "staff.permit_staff_reset", person_code="NGUOI", reason="quên mật khẩu")
    post.do(controller, "acts.approve", proposal_id=leave)
    post.do(boss, "staff.reset_pass_phrase", **reset)
    assert post.refused(boss, "staff.reset_pass_phrase", **reset) == "staff.needs_leave"  # once
    client = Client()
    enter(client, user, OTHER)
    assert client.get("/hom-nay/").headers["Location"] == "/tai-khoan/mat-khau/"
    assert client.get("/tai-khoan/mat-khau/").status_code == 200
    clock.advance(timedelta(hours=25))
    assert enter(Client(), user, OTHER).status_code == 422
    own = actor_of("NGUOI")
    own = type(own)(own.person_id, own.name, own.unit_id, own.roles | {"head"}, own.reach)
    assert (
        post.refused(own, "staff.reset_pass_phrase", person_code="NGUOI", phrase=OTHER)
        == "staff.not_for_oneself"
    )


@pytest.mark.feature(140)
def test_nobody_alone_sets_the_pass_phrase_of_one_with_power(person, post):
    """Else an administrator could sit down as the accountant: two at the province give leave, once, for a day."""
    person(Role.ACCOUNTANT, "KETOAN", post.unit("province"))
    admin = post.actor(post.unit("province"), "admin", person_id=77)
    params = {"person_code": "KETOAN", "phrase": OTHER}
    assert post.refused(admin, "staff.reset_pass_phrase", **params) == "staff.needs_two"
    from duongthu.acts.api import perform

    asked = perform(admin, "staff.permit_reset", {"person_code": "KETOAN", "reason": "quên mật khẩu"})
    assert asked.status == "proposed"
    own = post.actor(post.unit("province"), "director", person_id=person_in_post("KETOAN", today()).person_id)
    number = {"proposal_id": asked.result["proposal_id"]}
    assert post.refused(own, "acts.approve", **number) == "staff.not_for_oneself"
    post.do(post.actor(post.unit("province"), "director", person_id=78), "acts.approve", **number)
    post.do(admin, "staff.reset_pass_phrase", **params)
    assert post.refused(admin, "staff.reset_pass_phrase", **params) == "staff.needs_two"


@pytest.mark.feature(142)
@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.ACCOUNTANT, Role.ADMIN, Role.CONTROLLER])
def test_power_needs_a_second_step(person, post, settings, clock, role):
    """Such a person first adds a generator, and from then on signs in with both; a code works once."""
    settings.SECOND_FACTOR_FROM = date(2020, 1, 1)
    user, client = person(role, "QUYEN", post.unit("province")), Client()
    enter(client, user)
    assert client.get("/hom-nay/").headers["Location"] == "/tai-khoan/buoc-hai/"
    page = client.get("/tai-khoan/buoc-hai/").content.decode()
    assert "data:image/svg+xml" in page
    generator = pyotp.TOTP(client.session["totp_secret"])
    form = {
        "name": "máy của tôi",
        "code": generator.at(now()),
        "command_id": "0173ea7b-0e80-70eb-af11-a0f1eb09707d",
    }
    assert client.post("/tai-khoan/buoc-hai/", form).status_code == 302
    assert client.get("/hom-nay/").status_code == 200
    again = Client()
    assert enter(again, user).headers["Location"] == "/dang-nhap/buoc-hai/"
    assert again.get("/hom-nay/").status_code == 302, "the pass phrase alone opens nothing"
    assert again.post("/dang-nhap/buoc-hai/", {"code": generator.at(now())}).status_code == 422, (
        "used already"
    )
    clock.advance(timedelta(seconds=40))
    assert again.post("/dang-nhap/buoc-hai/", {"code": generator.at(now())}).status_code == 302
    assert again.get("/hom-nay/").status_code == 200
    assert generator.secret not in "".join(ActRecord.objects.values_list("params", flat=True))


def test_codes_cannot_be_guessed(person, post, settings, clock):
    """A million codes, five tries, then a wait that doubles."""
    user, client = person(Role.TELLER, "QUYEN"), Client()
    from duongthu.acts.api import perform

    secret = pyotp.random_base32()
    params = {"name": "máy", "secret": secret, "code": pyotp.TOTP(secret).at(now())}
    assert perform(actor_of("QUYEN"), "staff.add_totp", params).done
    enter(client, user)
    for _ in range(8):
        client.post("/dang-nhap/buoc-hai/", {"code": "000000"})
    clock.advance(timedelta(seconds=60))
    right = {"code": pyotp.TOTP(secret).at(now())}
    barred = [client.post("/dang-nhap/buoc-hai/", {"code": "000000"}).status_code for _ in range(3)]
    assert 429 in barred
    assert client.post("/dang-nhap/buoc-hai/", right).status_code == 429


@pytest.mark.feature(142)
def test_a_sitting_ends_when_it_is_not_used_and_when_it_is_old(person, clock):
    """Half an hour unused, or twelve hours in all, and the next click meets the sign-in page."""
    user = person()
    idle, old = Client(), Client()
    enter(idle, user)
    enter(old, user)
    clock.advance(timedelta(minutes=31))
    assert idle.get("/hom-nay/").status_code == 302
    enter(old, user)
    for _ in range(26):
        assert old.get("/hom-nay/").status_code == 200
        clock.advance(timedelta(minutes=28))
    assert old.get("/hom-nay/").status_code == 302
    assert set(Sitting.objects.values_list("ended_why", flat=True)) >= {"idle", "age"}


def test_own_sign_ins_are_seen_told_and_ended(person):
    """A sign-in from a browser not seen before is told at the other one, and ended there."""
    user, mine, thief = person(), Client(), Client(HTTP_USER_AGENT="Trinh duyet la", REMOTE_ADDR="10.6.6.6")
    enter(mine, user)
    enter(thief, user)
    page = mine.get("/hom-nay/").content.decode()
    assert "Trinh duyet la" in page
    assert "10.6.6.6" in page
    listed = mine.get("/tai-khoan/").content.decode()
    assert "Trinh duyet la" in listed
    other = Sitting.objects.get(address="10.6.6.6")
    form = {"command_id": "0173ea7b-0e80-70eb-af11-a0f1eb09707d"}
    assert mine.post(f"/tai-khoan/dang-nhap/{other.pk}/bo/", form).status_code == 302
    assert thief.get("/hom-nay/").status_code == 302
    mine.post("/tai-khoan/da-xem/")
    assert "Trinh duyet la" not in mine.get("/hom-nay/").content.decode()
    assert Person.objects.filter(sittings__ended_why="person").exists()


def test_money_is_approved_only_by_who_has_just_shown_himself(person, post, office, clock):
    """A desk left open for six minutes approves nothing before the pass phrase was given again."""
    from duongthu.acts.api import ActRecord, Proposal, perform

    user, client = person(Role.HEAD), Client()
    enter(client, user)
    line = post.accept(
        office, post.draft(next(post.communes[c] for c, u in post.units.items() if u == office))
    )[0]
    accepted = ActRecord.objects.get(act="mail.accept_items").seq
    undone = {"act_id": accepted, "reason": "gửi nhầm", "amount_dong": line["postage_dong"]}
    teller = post.actor(office, "teller", person_id=1000 + office)
    number = perform(teller, "acts.undo", undone).result["proposal_id"]
    clock.advance(timedelta(minutes=6))
    form = {"command_id": "0173ea7b-0e80-70eb-af11-a0f1eb09707d"}
    answer = client.post(f"/cho-duyet/{number}/duyet/", form)
    assert answer.headers["Location"].startswith("/xac-nhan/")
    assert Proposal.objects.get(pk=number).status == Proposal.OPEN
    assert client.post("/xac-nhan/", {"phrase": "sai rồi sai nữa"}).status_code == 422
    assert (
        client.post("/xac-nhan/", {"phrase": PHRASE, "next": f"/cho-duyet/{number}/"}).headers["Location"]
        == f"/cho-duyet/{number}/"
    )
    client.post(f"/cho-duyet/{number}/duyet/", form)
    assert SecurityEvent.objects.filter(kind="confirmed").count() == 1
    assert (
        Proposal.objects.get(pk=number).status != Proposal.OPEN
        or client.get(f"/cho-duyet/{number}/").status_code == 200
    )


def test_the_demo_asks_for_no_second_step(person, post, settings):
    """One click stays one click, and only in the demo."""
    settings.SECOND_FACTOR_FROM, settings.DEMO = date(2020, 1, 1), True
    user, client = person(Role.DIRECTOR, "QUYEN", post.unit("province")), Client()
    client.post("/dang-nhap/mau/", {"user": user})
    assert client.get("/hom-nay/").status_code == 200
    settings.DEMO = False
    other = Client()
    other.post("/dang-nhap/mau/", {"user": user})
    assert other.get("/hom-nay/").status_code == 302
    assert get_user_model().objects.filter(username=user).exists()
