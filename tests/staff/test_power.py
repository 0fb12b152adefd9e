"""Power over people: nobody gives what is not his to give, nor to himself; power by two; thresholds; makers who left."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from duongthu.acts.api import ActRecord, Proposal, all_checks, perform
from duongthu.acts.models import Threshold
from duongthu.kernel.clock import today, using_clock
from duongthu.network.api import actor_of
from duongthu.staff.api import HeldPost, NewStaff, Person, Post, Role
from duongthu.staff.models import PostEvent
from duongthu.staff.rules.posts import rule_between
from tests.province import post  # noqa: F401  (a fixture)
from tests.turns import turns

POWER = ("director", "accountant", "controller", "admin")


@pytest.fixture
def house(db, post):  # noqa: F811
    """Real people of the founded province: two who decide, an accountant, a head and his tellers, a head elsewhere."""

    class House:
        province, office, other = post.unit("province"), post.unit("district"), post.unit("district", 3)

        def hire(self, code, role, unit_id):
            line = NewStaff(post.key(), code, f"Lê Thị {code}", role, unit_id, today())
            assert post.do(post.founder(), "staff.take_on", people=[line])["lines"][0]["status"] == "done"

        def __getattr__(self, code):
            return actor_of(code, today())

        def by_two(self, maker, checker, act, **params):
            """What came of it: refused at once where it can never be done, else what the checker's yes came to."""
            asked = perform(maker, act, params)
            if asked.refusal:
                return asked
            assert asked.status == "proposed", asked.result
            return perform(checker, "acts.approve", {"proposal_id": asked.result["proposal_id"]})

    found = House()
    staff = [
        ("GD1", "director", found.province), ("QT1", "admin", found.province), ("GD2", "director", found.province),
        ("KT1", "accountant", found.province), ("TR1", "head", found.office), ("GDV1", "teller", found.office),
        ("GDV2", "teller", found.office), ("TR3", "head", found.other), ("QTH", "admin", found.office),
    ]  # fmt: skip
    for one in staff:
        found.hire(*one)
    return found


def params(code, role, unit_id, **more):
    return {"person_code": code, "role": role, "unit_id": unit_id, "from_on": today()} | more


def code_of(outcome):
    return outcome.refusal["code"] if outcome.refusal else outcome.status


@pytest.mark.feature(140)
@pytest.mark.parametrize("giver", ["GD1", "QT1", "TR1", "QTH"])
@pytest.mark.parametrize("role", list(Role))
def test_nobody_gives_himself_a_role(house, giver, role):
    """Not one of the fourteen, by no act, not in a list."""
    me = getattr(house, giver)
    before = Post.objects.count()
    wanted = params(giver, role, me.unit_id)
    assert perform(me, "staff.assign_post", wanted).refusal
    line = NewStaff(ActRecordKey.make(), giver, f"Lê Thị {giver}", role, me.unit_id, today())
    listed = perform(me, "staff.take_on", {"people": [line]})
    assert listed.refusal or listed.result["lines"][0]["status"] in {"refused", "duplicate"}
    if me.roles & {"director", "admin"} and giver != "QTH":
        other = house.GD2
        assert code_of(house.by_two(me, other, "staff.grant_power", **wanted)) == "staff.not_for_oneself"
        # as the checker: unless the role may not go with those he has, which is refused before anybody is asked
        refused = code_of(house.by_two(other, me, "staff.grant_power", **wanted))
        assert refused in {"staff.not_for_oneself", "staff.incompatible_roles", "staff.post_already_held"}
    assert Post.objects.count() == before


class ActRecordKey:
    """Keys of lines."""

    @staticmethod
    def make():
        import uuid

        return uuid.uuid4()


@pytest.mark.feature(140)
@pytest.mark.parametrize("role", POWER)
def test_power_is_given_by_two_at_the_province_only(house, role):
    """One alone: refused, whatever his role; a head, a district's administrator: refused; two of the province: done."""
    house.hire("MOI", "dispatcher", house.office)
    wanted = params("MOI", role, house.office)
    for giver in (house.GD1, house.QT1, house.TR1):
        assert code_of(perform(giver, "staff.assign_post", wanted)) == "staff.needs_two"
    assert code_of(perform(house.TR1, "staff.grant_power", wanted)) == "acts.role_not_allowed"
    assert code_of(perform(house.QTH, "staff.grant_power", wanted)) == "acts.only_at_province"
    asked = perform(house.GD1, "staff.grant_power", wanted)
    number = {"proposal_id": asked.result["proposal_id"]}
    assert code_of(perform(house.GD1, "acts.approve", number)) == "acts.maker_may_not_approve"
    assert code_of(perform(house.KT1, "acts.approve", number)) == "acts.role_not_allowed"
    assert not Post.objects.filter(person__code="MOI", role=role).exists()
    assert perform(house.QT1, "acts.approve", number).done
    assert Post.objects.filter(person__code="MOI", role=role).exists()


@pytest.mark.feature(140)
def test_a_head_gives_what_is_his_to_give_and_no_more(house):
    """Working roles to his own people; not another's people, not other roles, not another's unit; and what fits is done."""
    for role in ("courier", "driver"):
        assert perform(house.TR1, "staff.assign_post", params("GDV1", role, house.office)).done
    assert (
        code_of(perform(house.TR1, "staff.assign_post", params("GDV2", "head", house.office)))
        == "staff.beyond_own_power"
    )
    assert (
        code_of(perform(house.TR1, "staff.assign_post", params("GDV2", "dispatcher", house.office)))
        == "staff.beyond_own_power"
    )
    assert (
        code_of(perform(house.TR1, "staff.assign_post", params("GDV2", "courier", house.other)))
        == "acts.unit_out_of_reach"
    )
    assert (
        code_of(perform(house.TR1, "staff.assign_post", params("KT1", "driver", house.office)))
        == "staff.not_your_people"
    )
    assert (
        code_of(perform(house.TR1, "staff.move_home", {"person_code": "KT1", "unit_id": house.office}))
        == "staff.not_your_people"
    )
    assert perform(house.GD1, "staff.assign_post", params("GDV2", "head", house.office)).done


@pytest.mark.feature(140)
def test_home_is_said_and_no_post_elsewhere_moves_it(house):
    """A post at another unit, even one held longer, makes nobody act there; only ``staff.move_home`` does."""
    assert perform(house.GD1, "staff.assign_post", params("KT1", "driver", house.office)).done
    Post.objects.filter(person__code="KT1", role="driver").update(from_on=today() - timedelta(days=400))
    assert (house.KT1.unit_id, house.KT1.roles) == (house.province, {"accountant"})
    assert actor_of("KT1", today(), unit_id=house.office).roles == {"driver"}
    assert perform(house.GD1, "staff.move_home", {"person_code": "KT1", "unit_id": house.office}).done
    assert house.KT1.unit_id == house.office


@pytest.mark.feature(140)
def test_an_administrator_below_opens_no_door_above(house):
    """A district's administrator gives user names to his own people only, and resets nobody else's pass phrase."""
    for act, more in (
        ("staff.open_sign_in", {"user_name": "ke-toan"}),
        ("staff.reset_pass_phrase", {"phrase": "sông Luộc chảy qua"}),
    ):
        assert code_of(perform(house.QTH, act, {"person_code": "KT1", **more})) == "staff.unknown_person"
    assert perform(house.QTH, "staff.open_sign_in", {"person_code": "GDV1", "user_name": "quay-1"}).done
    assert perform(house.QT1, "staff.open_sign_in", {"person_code": "KT1", "user_name": "ke-toan"}).done


@pytest.mark.feature(140)
@pytest.mark.parametrize("days", [-1, -31, -7000])
def test_no_post_is_dated_back(house, days):
    """From today on, by every way."""
    wanted = params("GDV1", "courier", house.office, from_on=today() + timedelta(days=days))
    assert code_of(perform(house.TR1, "staff.assign_post", wanted)) == "staff.wrong_period"
    granted = house.by_two(
        house.GD1,
        house.QT1,
        "staff.grant_power",
        **params("TR3", "director", house.province) | {"from_on": wanted["from_on"]},
    )
    assert code_of(granted) == "staff.wrong_period"


@pytest.mark.feature(140)
def test_power_is_taken_at_the_province_and_two_always_stay(house):
    """A head cannot end a director's post at his unit; nobody can leave the province without two who decide together."""
    number = {
        person.code: Post.objects.get(person=person).pk
        for person in Person.objects.all()
        if person.posts.count() == 1
    }

    def end(actor, code):
        return code_of(
            perform(
                actor, "staff.end_post", {"post_id": number[code], "until_on": today() + timedelta(days=1)}
            )
        )

    assert end(house.TR1, "QTH") == "staff.beyond_own_power"
    assert end(house.TR1, "GDV1") == "done"
    assert (end(house.GD1, "QTH"), end(house.GD1, "QT1")) == ("done", "done")
    assert end(house.GD1, "GD2") == "staff.last_of_two"
    assert end(house.GD1, "KT1") == "done"


@pytest.mark.feature(5, 140)
def test_thresholds_need_two_tomorrow_a_known_key_and_keep_the_floor(house):
    """And what fits is done, and the old rows stay."""
    tomorrow = today() + timedelta(days=1)
    good = {"key": "ledger.post_paper", "bounds": [(0, 1), (100_000_000, 2)], "valid_from": tomorrow}
    assert perform(house.TR1, "acts.set_threshold", good).refusal["code"] == "acts.role_not_allowed"
    assert perform(house.QTH, "acts.set_threshold", good).refusal["code"] == "acts.only_at_province"
    wrong = [
        (good | {"valid_from": today()}, "acts.threshold_too_early"),
        (good | {"key": "ledger.postpaper"}, "acts.unknown_threshold"),
        (good | {"bounds": [(0, 0)]}, "acts.threshold_too_low"),
        (good | {"bounds": [(1_000_000, 1)]}, "acts.threshold_too_low"),
        (good | {"bounds": []}, "acts.threshold_too_low"),
        (good | {"key": "staff.power", "bounds": [(0, 0)]}, "acts.threshold_too_low"),
        (good | {"key": "acts.thresholds", "bounds": [(0, 0)]}, "acts.threshold_too_low"),
    ]
    for params_, code in wrong:
        assert code_of(house.by_two(house.GD1, house.QT1, "acts.set_threshold", **params_)) == code
    assert not Threshold.objects.exists()
    assert house.by_two(house.GD1, house.QT1, "acts.set_threshold", **good).done
    assert house.by_two(house.GD2, house.QT1, "acts.set_threshold", **good | {"bounds": [(0, 2)]}).done
    assert Threshold.objects.count() == 3
    from duongthu.acts.api import approvals_needed

    assert approvals_needed("ledger.post_paper", 5, tomorrow, 1) == 2
    assert approvals_needed("ledger.post_paper", 5, today(), 1) == 1


@pytest.mark.feature(140)
@pytest.mark.parametrize("edit", ["params", "maker_id", "unit_id", "needed", "act", "nothing"])
def test_a_proposal_is_carried_out_only_as_it_was_logged(house, real_posts, edit):
    """An edit of the waiting row, by SQL, makes it refused by name: the sealed row of the log is what counts."""
    house.hire("MOI", "dispatcher", house.office)
    asked = perform(house.GD1, "staff.grant_power", params("MOI", "director", house.office))
    row = Proposal.objects.filter(pk=asked.result["proposal_id"])
    changes = {
        "params": row.get().params.replace('"director"', '"admin"'), "maker_id": row.get().maker_id + 1_000,
        "unit_id": house.office, "needed": 0, "act": "staff.permit_reset",
    }  # fmt: skip
    if edit != "nothing":
        row.update(**{edit: changes[edit]})
    outcome = perform(house.QT1, "acts.approve", {"proposal_id": row.get().pk})
    assert code_of(outcome) == ("done" if edit == "nothing" else "acts.proposal_altered")
    assert Post.objects.filter(person__code="MOI").count() == (2 if edit == "nothing" else 1)


@pytest.mark.feature(140)
def test_a_proposal_dies_with_its_makers_post(house, real_posts, clock):
    """The post ended, or only its role: not carried out; the same proposal by one still in post is."""
    house.hire("MOI", "dispatcher", house.office)
    asked = perform(
        house.GD2,
        "staff.grant_power",
        params("MOI", "director", house.office, from_on=today() + timedelta(days=5)),
    )
    gd2 = Post.objects.get(person__code="GD2")
    assert perform(
        house.GD1, "staff.end_post", {"post_id": gd2.pk, "until_on": today() + timedelta(days=1)}
    ).done
    clock.advance(timedelta(days=1))
    number = {"proposal_id": asked.result["proposal_id"]}
    assert code_of(perform(house.QT1, "acts.approve", number)) == "acts.maker_left"
    assert Proposal.objects.get(pk=number["proposal_id"]).status == Proposal.OPEN
    again = params("MOI", "director", house.office)
    assert house.by_two(house.GD1, house.QT1, "staff.grant_power", **again).done


@pytest.mark.feature(140)
def test_what_was_done_to_posts_is_recounted(house):
    """The journal of posts is sealed; an edit of a post, of a home, a post out of nowhere: each is named by ``verify``."""
    check = all_checks()["staff.journal"]
    assert list(check()) == []
    assert PostEvent.objects.count() == 2 * Person.objects.count()
    Post.objects.filter(person__code="GDV1").update(role="head")
    Person.objects.filter(code="KT1").update(home_unit_id=house.office)
    Post.objects.create(
        person=Person.objects.get(code="GDV2"), role="director", unit_id=house.province, from_on=today()
    )
    codes = sorted(finding.code for finding in check())
    assert codes == ["staff.home_altered", "staff.post_altered", "staff.post_altered", "staff.post_altered"]


@pytest.mark.feature(4, 140)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(turns(3)))
def test_two_roles_kept_apart_are_never_held_by_a_race(turn, clock, actor):
    """Two commands at one moment, on both engines: one of them is refused, never both done."""
    from duongthu.acts.api import system_actor

    boss = system_actor("Sếp", frozenset({1, 2, 3}), 1, frozenset({"director", "admin"}))
    assert perform(boss, "staff.hire", {"code": "NV001", "name": "Đỗ Thị Bình", "unit_id": 2}).done
    outcomes, start = [], threading.Barrier(2)

    def give(role):
        with using_clock(clock):
            start.wait(10)
            outcomes.append(perform(boss, "staff.assign_post", params("NV001", role, 2)))
        connection.close()

    threads = [threading.Thread(target=give, args=(role,)) for role in ("teller", "controller")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(code_of(one) for one in outcomes) == ["done", "staff.incompatible_roles"]
    held = [HeldPost(Role(p.role), p.unit_id, p.from_on, p.until_on) for p in Post.objects.all()]
    assert not any(rule_between(a.role, b.role) and a.overlaps(b) for a in held for b in held if a is not b)
    assert ActRecord.objects.filter(act="staff.assign_post").count() == 2


@pytest.mark.feature(140)
def test_a_leave_is_for_who_gave_it_and_for_what_it_was_given(house, post):  # noqa: F811
    """Given for a teller it opens no controller's door, nobody else uses it, and a second one ends the first."""
    house.hire("LX1", "driver", house.office)
    assert perform(house.QTH, "staff.open_sign_in", {"person_code": "LX1", "user_name": "lai-xe-1"}).done
    why = {"person_code": "LX1", "reason": "quên mật khẩu"}
    reset = {"person_code": "LX1", "phrase": "sông Luộc chảy qua"}
    for _ in range(2):
        assert house.by_two(house.TR1, house.GD1, "staff.permit_staff_reset", **why).done
    assert code_of(perform(house.QTH, "staff.reset_pass_phrase", reset)) == "staff.needs_leave"
    assert perform(house.TR1, "staff.reset_pass_phrase", reset).done
    assert code_of(perform(house.TR1, "staff.reset_pass_phrase", reset)) == "staff.needs_leave"
    assert house.by_two(house.TR1, house.GD1, "staff.permit_staff_reset", **why).done
    power = params("LX1", "controller", house.province, from_on=today())
    granted = house.by_two(house.GD1, house.GD2, "staff.grant_power", **power)
    assert granted.done, granted.refusal
    assert code_of(perform(house.GD1, "staff.reset_pass_phrase", reset)) == "staff.needs_two"
