"""People and the posts they hold: hiring, roles that exclude each other, periods, devices, sign-ins."""

import unicodedata
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.contrib.auth import authenticate
from hypothesis import given, strategies as st

from duongthu.acts.api import ActRecord, all_checks, perform, system_actor
from duongthu.staff.api import (
    APART_RULES,
    ROLE_NAMES,
    Device,
    HeldPost,
    NewStaff,
    NoPostHeld,
    Person,
    Post,
    Role,
    UnknownPerson,
    person_in_post,
    person_of_user,
    rule_between,
    set_pass_phrase,
    staff_of,
)

TODAY = date(2020, 8, 14)
NAME = "Đỗ Thị Hoà Bình"


@pytest.fixture
def boss(db):
    """The program itself, as when a post is founded: it alone appoints anybody to anything at units 1 to 3."""
    return system_actor("Lập bưu điện", frozenset({1, 2, 3}), 1, frozenset({"director", "admin"}))


@pytest.fixture
def binh(boss):
    """A person without a post."""
    assert perform(boss, "staff.hire", {"code": "NV001", "name": NAME, "unit_id": 2}).done
    return Person.objects.get(code="NV001")


def assign(boss, role, unit_id=2, **more):
    """Give NV001 a role from today."""
    params = {"person_code": "NV001", "role": role, "unit_id": unit_id, "from_on": TODAY} | more
    return perform(boss, "staff.assign_post", params)


@pytest.mark.feature(4)
def test_making_and_approving_the_same_money_is_refused_with_the_rules_name(boss, binh):
    """Line 4: a teller is not made a controller; the answer names the rule, and nothing is written."""
    assert assign(boss, "teller").done
    refused = assign(boss, "controller", unit_id=3)
    assert refused.refusal["code"] == "staff.incompatible_roles"
    assert refused.refusal["details"]["rule"] == "người lập khác người duyệt"
    assert "«người lập khác người duyệt»" in refused.refusal["message"]
    assert Post.objects.count() == 1
    assert ActRecord.objects.filter(act="staff.assign_post", status="refused").count() == 1


@pytest.mark.feature(4)
@pytest.mark.parametrize(
    ("a", "b", "rule"),
    [
        ("teller", "director", "người lập khác người duyệt"),
        ("courier", "controller", "người lập khác người duyệt"),
        ("cashier", "accountant", "kế toán không giữ tiền"),
        ("sorter", "teller", "khai thác viên không chạm tiền"),
        ("driver", "sorter", "lái xe không mở túi"),
        ("auditor", "head", "kiểm tra nội bộ chỉ xem"),
        ("admin", "cashier", "quản trị hệ thống không giữ tiền"),
        ("partner", "teller", "người của đối tác không giữ chức danh bưu điện"),
        ("head", "teller", None),
        ("courier", "teller", None),
        ("controller", "head", None),
    ],
)
def test_rules_between_roles(a, b, rule):
    """Each pair of §9.2 has its rule, in either order; a small point's head may serve and deliver."""
    assert rule_between(Role(a), Role(b)) == rule_between(Role(b), Role(a)) == rule


@pytest.mark.feature(4)
@given(st.sampled_from(list(Role)), st.sampled_from(list(Role)))
def test_the_rules_are_symmetric_and_forbid_no_role_to_itself(a, b):
    """Nobody slips through by taking the roles in the other order."""
    assert rule_between(a, b) == rule_between(b, a)
    assert rule_between(a, a) is None


def test_roles_that_follow_each_other_are_allowed(boss, binh):
    """A teller may become controller when the first post has ended: the last day is not counted."""
    first = assign(boss, "teller", until_on=TODAY + timedelta(days=10)).result["post_id"]
    assert assign(boss, "controller", from_on=TODAY + timedelta(days=9)).status == "refused"
    assert assign(boss, "controller", from_on=TODAY + timedelta(days=10)).done
    assert Post.objects.get(pk=first).until_on == TODAY + timedelta(days=10)
    assert list(all_checks()["staff.posts"]()) == []


def test_the_recount_names_roles_somebody_put_together_behind_our_back(boss, binh):
    """A row written past the acts is found, with person, rule and unit."""
    for role in ("cashier", "accountant"):
        Post.objects.create(person=binh, role=role, unit_id=3, from_on=TODAY)
    found = list(all_checks()["staff.posts"]())
    assert [finding.unit for finding in found] == [3]
    assert "kế toán không giữ tiền" in found[0].message


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"role": "king"}, "staff.unknown_role"),
        ({"role": "x" * 10_000}, "staff.unknown_role"),
        ({"person_code": "NV999"}, "staff.unknown_person"),
        ({"unit_id": 9}, "acts.unit_out_of_reach"),
        ({"until_on": TODAY}, "staff.wrong_period"),
        ({"from_on": date(2020, 7, 1)}, "staff.wrong_period"),
        ({"from_on": date(2022, 1, 1)}, "staff.wrong_period"),
        ({"from_on": "hôm nay"}, "acts.wrong_parameter"),
    ],
)
def test_wrong_posts_are_refused_by_name(boss, binh, more, code):
    """Unknown roles, persons, foreign units and impossible days write nothing and are answered briefly."""
    outcome = assign(boss, **({"role": "teller"} | more))
    assert outcome.refusal["code"] == code
    assert len(outcome.refusal["message"]) < 300
    assert not Post.objects.exists()


def test_the_same_post_twice_is_refused(boss, binh):
    """One holds a role at a unit once."""
    assert assign(boss, "teller").done
    assert assign(boss, "teller").refusal["code"] == "staff.post_already_held"


@pytest.mark.parametrize(
    ("code", "name", "refusal"),
    [
        ("nv1", NAME, "staff.wrong_person_code"),
        ("Đ1", NAME, "staff.wrong_person_code"),
        ("NV2", "  ", "kernel.text_empty"),
        ("NV2", "12345", "staff.wrong_person_name"),
        ("NV2", "Lê\x00Lợi", "kernel.text_unprintable"),
        ("NV2", "L" * 121, "kernel.text_too_long"),
        ("NV2", "L" * 90_000, "kernel.text_too_long"),
        ("NV2", "L" * 10_000_000, "acts.wrong_parameter"),
        ("NV001", "Người khác", "staff.person_code_taken"),
    ],
)
def test_wrong_persons_are_refused_by_name(boss, binh, code, name, refusal):
    """Codes, names and fields of any size are answered with one sentence and leave nothing."""
    outcome = perform(boss, "staff.hire", {"code": code, "name": name, "unit_id": 2})
    assert outcome.refusal["code"] == refusal
    assert len(outcome.refusal["message"]) < 300
    assert Person.objects.count() == 1


def test_names_are_kept_composed_and_found_without_accents(boss):
    """A name typed in NFD is the same name."""
    perform(boss, "staff.hire", {"code": "NV7", "name": unicodedata.normalize("NFD", NAME), "unit_id": 2})
    person = Person.objects.get(code="NV7")
    assert (person.name, person.folded) == (NAME, "do thi hoa binh")


def test_ending_a_post(boss, binh, actor):
    """From the day on it no longer holds; never lengthened, ended in the past or by a stranger."""
    post = assign(boss, "teller").result["post_id"]
    stranger = actor("director", reach=frozenset({1}))
    tomorrow = TODAY + timedelta(days=1)

    def end(who, on):
        return perform(who, "staff.end_post", {"post_id": post, "until_on": on})

    assert end(stranger, tomorrow).refusal["code"] == "acts.unit_out_of_reach"
    assert end(boss, TODAY - timedelta(days=1)).refusal["code"] == "staff.wrong_period"
    assert end(boss, tomorrow).done
    assert end(boss, tomorrow + timedelta(days=5)).refusal["code"] == "staff.post_already_ended"
    assert person_in_post("NV001", TODAY).roles == {"teller"}
    with pytest.raises(NoPostHeld):
        person_in_post("NV001", tomorrow)
    missing = perform(boss, "staff.end_post", {"post_id": 10**9, "until_on": tomorrow})
    assert missing.refusal["code"] == "staff.unknown_post"


def test_one_acts_from_one_unit_with_the_roles_held_there(boss, binh):
    """The roles at one unit give no rights at another: a head elsewhere is only a teller here."""
    assert assign(boss, "teller", unit_id=2).done
    assert assign(boss, "head", unit_id=3).done
    assert person_in_post("NV001", TODAY).roles == {"teller"}
    there = person_in_post("NV001", TODAY, unit_id=3)
    assert (there.unit_id, there.roles) == (3, {"head"})
    with pytest.raises(UnknownPerson):
        person_in_post("NV404", TODAY)


def test_a_station_lists_its_people_by_given_name(boss):
    """Vietnamese lists go by the last word: An before Đức before Hoà."""
    for number, name in enumerate(("Lê Văn Hoà", "Trần Đức", "Vũ Thị An"), start=1):
        perform(boss, "staff.hire", {"code": f"NV{number}", "name": name, "unit_id": 2})
        params = {"person_code": f"NV{number}", "role": "courier", "unit_id": 2, "from_on": TODAY}
        perform(boss, "staff.assign_post", params)
    assert [one.name for one in staff_of([2], TODAY, role="courier")] == [
        "Vũ Thị An",
        "Trần Đức",
        "Lê Văn Hoà",
    ]
    assert staff_of([2], TODAY, role="teller") == []


def test_taking_on_many_at_once_line_by_line(db, actor):
    """A wrong line stops no other; the same lines again change nothing, also within one list."""
    boss = actor("director", "admin", person_id=900)

    def line(number, role, unit_id=2, code=None):
        return NewStaff(UUID(int=number), code or f"NV{number}", NAME, role, unit_id, TODAY)

    lines = [line(1, "teller"), line(2, "king"), line(3, "courier"), line(4, "courier", unit_id=9)]
    lines += [line(5, "controller", code="NV1"), line(6, "teller", code="NV1"), line(7, "head", code="NV1")]
    first = perform(boss, "staff.take_on", {"people": lines}).result["lines"]
    assert [one["status"] for one in first] == [
        "done",
        "refused",
        "done",
        "refused",
        "refused",
        "duplicate",
        "done",
    ]
    assert [one["code"] for one in first if one["code"]] == [
        "staff.unknown_role", "acts.unit_out_of_reach", "staff.incompatible_roles",
    ]  # fmt: skip
    again = perform(boss, "staff.take_on", {"people": lines}).result["lines"]
    assert {one["status"] for one in again} == {"duplicate", "refused"}
    assert (Person.objects.count(), Post.objects.count()) == (2, 3)


def test_the_same_command_takes_effect_once(boss):
    """A retry after a lost answer hires nobody twice."""
    command = UUID(int=77)
    params = {"people": [NewStaff(UUID(int=1), "NV1", NAME, "teller", 2, TODAY)]}
    first = perform(boss, "staff.take_on", params, command_id=command)
    second = perform(boss, "staff.take_on", params, command_id=command)
    assert first.result == second.result
    assert second.repeated
    assert Post.objects.count() == 1


def test_only_those_who_staff_may_hire(db, actor):
    """A teller hires nobody."""
    outcome = perform(actor("teller"), "staff.hire", {"code": "NV1", "name": NAME, "unit_id": 1})
    assert outcome.refusal["code"] == "acts.role_not_allowed"


def test_devices(boss, binh):
    """A device belongs to one unit; registering it again changes nothing, elsewhere is refused."""
    params = {"code": "pda-01", "unit_id": 2, "person_code": "NV001"}
    assert perform(boss, "staff.register_device", params).done
    assert perform(boss, "staff.register_device", params).done
    assert Device.objects.get().person == binh
    assert (
        perform(boss, "staff.register_device", params | {"unit_id": 3}).refusal["code"]
        == "staff.device_code_taken"
    )
    wrong = perform(boss, "staff.register_device", params | {"code": "máy số 1"})
    assert wrong.refusal["code"] == "staff.wrong_device_code"


def test_sign_in(boss, binh):
    """A user is one person; the pass phrase never stands in the act log."""
    opened = perform(boss, "staff.open_sign_in", {"person_code": "NV001", "user_name": "binh"})
    phrase = "mười hai con giáp"
    set_pass_phrase("binh", phrase)
    user = authenticate(username="binh", password=phrase)
    assert user is not None
    assert person_of_user(user.pk) == binh
    assert not any("con giáp" in params for params in ActRecord.objects.values_list("params", flat=True))
    assert opened.result["user_id"] == user.pk
    again = perform(boss, "staff.open_sign_in", {"person_code": "NV001", "user_name": "binh2"})
    assert again.refusal["code"] == "staff.sign_in_taken"
    wrong = perform(boss, "staff.open_sign_in", {"person_code": "NV001", "user_name": "Bình"})
    assert wrong.refusal["code"] == "staff.wrong_sign_in"


def test_every_role_and_rule_has_a_vietnamese_name():
    """Screens and refusals name them."""
    assert set(ROLE_NAMES) == set(Role)
    assert len({rule.name for rule in APART_RULES}) == len(APART_RULES)


@given(st.data())
def test_periods_overlap_when_some_day_lies_in_both(data):
    """The overlap of two periods is the same as asking every day of a year, and symmetric."""
    day = st.dates(date(2020, 1, 1), date(2020, 12, 31))
    posts = []
    for _ in range(2):
        start = data.draw(day)
        end = data.draw(st.none() | st.dates(start + timedelta(days=1), date(2021, 1, 31)))
        posts.append(HeldPost(Role.TELLER, 1, start, end))
    year = [date(2020, 1, 1) + timedelta(days=n) for n in range(400)]
    both = any(all(p.from_on <= d and (p.until_on is None or d < p.until_on) for p in posts) for d in year)
    assert posts[0].overlaps(posts[1]) == posts[1].overlaps(posts[0]) == both
