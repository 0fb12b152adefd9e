"""The mechanism every state change goes through."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from duongthu.acts.api import ActRecord, Command, find_act, perform, perform_in_chunks, perform_many
from duongthu.acts.models import Proposal, Threshold
from duongthu.kernel.ids import IdMaker
from tests.people import in_post, out_of_post

pytestmark = pytest.mark.django_db


def test_a_command_is_carried_out_and_logged(actor, clock):
    """One row tells who, what, where and the three times."""
    outcome = perform(
        actor("teller"),
        "trial.grow",
        {"unit_id": 2, "height": 170},
        device_at=clock.now() - timedelta(minutes=20),
    )
    record = ActRecord.objects.get(seq=outcome.act_id)
    assert outcome.done
    assert outcome.result["height"] == 170
    assert (record.act, record.actor_id, record.unit_id, record.status) == ("trial.grow", 1, 2, "done")
    assert record.server_at == clock.now()
    assert record.device_at == clock.now() - timedelta(minutes=20)
    assert record.business_on == date(2020, 8, 14)


def test_the_same_command_twice_has_one_effect_and_one_answer(actor):
    """A retry after a lost answer must be harmless, also when its parameters were mangled on the way."""
    command = IdMaker().make(__import__("datetime").datetime(2020, 8, 14, tzinfo=UTC))
    first = perform(actor("teller"), "trial.grow", {"unit_id": 2, "height": 170}, command_id=command)
    again = perform(actor("teller"), "trial.grow", {"unit_id": 2, "height": 170}, command_id=command)
    assert again.repeated
    assert (again.result, again.act_id, again.status) == (first.result, first.act_id, first.status)
    assert Threshold.objects.count() == 1


@pytest.mark.feature(64)
def test_the_same_command_twice_in_one_batch(actor, clock):
    """Inside one transaction the second copy must find the first."""
    same = IdMaker().make(clock.now())
    batch = [Command(same, "trial.grow", {"unit_id": 1, "height": 150})] * 2
    first, again = perform_many(actor("teller"), batch)
    assert not first.repeated
    assert again.repeated
    assert again.result == first.result
    assert ActRecord.objects.count() == Threshold.objects.count() == 1


def test_a_command_id_cannot_be_used_for_another_act(actor, clock):
    """Answering another act's outcome would tell the sender a lie."""
    same = IdMaker().make(clock.now())
    perform(actor("teller"), "trial.grow", {"unit_id": 1, "height": 150}, command_id=same)
    other = perform(actor("teller"), "trial.spend", {"amount_dong": 5}, command_id=same)
    assert other.refusal["code"] == "acts.command_reused"


@pytest.mark.feature(134)
@pytest.mark.parametrize(
    "first", [{"unit_id": 1, "height": 150}, {"unit_id": 1, "height": 301}, {"unit_id": 1, "height": "x"}]
)
@pytest.mark.parametrize(
    ("person", "params"),
    [
        (1, {"unit_id": 1, "height": 151}),
        (1, {"unit_id": 2, "height": 150}),
        (1, {"unit_id": "x"}),
        (2, None),
    ],
)
def test_a_command_id_belongs_to_its_person_and_parameters(actor, clock, first, person, params):
    """Done or refused: other parameters or another person are told that the id is taken, and see nothing of the answer."""
    same = IdMaker().make(clock.now())
    answered = perform(actor("teller"), "trial.grow", first, command_id=same)
    other = perform(actor("teller", person_id=person), "trial.grow", params or first, command_id=same)
    assert other.refusal["code"] == "acts.command_reused"
    assert (other.result, other.repeated) == ({}, False)
    again = perform(actor("teller"), "trial.grow", first, command_id=same)
    assert (again.repeated, again.result, again.refusal) == (True, answered.result, answered.refusal)


@pytest.mark.feature(134)
def test_a_command_id_in_one_batch_belongs_to_its_first_content(actor, clock):
    """The second of two commands under one id in one batch does not hear the first one's answer either."""
    same = IdMaker().make(clock.now())
    batch = [Command(same, "trial.grow", {"unit_id": 1, "height": height}) for height in (150, 151)]
    first, second = perform_many(actor("teller"), batch)
    assert first.done
    assert second.refusal["code"] == "acts.command_reused"


@pytest.mark.feature(137)
@pytest.mark.parametrize(
    "moment", ["0001-01-01", "1970-01-01", "2020-08-13", "2020-08-15", "2099-01-01", "9999-12-31"]
)
def test_a_moment_out_of_bounds_is_refused(actor, moment):
    """Before there was a post, days ago, tomorrow, the end of time: nothing is booked on such a day."""
    at = datetime.fromisoformat(f"{moment}T12:00:00+00:00")
    outcome = perform(actor("teller"), "trial.grow", {"unit_id": 1, "height": 150}, device_at=at)
    assert outcome.refusal["code"] in {"acts.time_in_future", "acts.time_too_late"}
    assert outcome.refusal["field"] == "device_at"
    assert Threshold.objects.count() == 0


def test_a_refused_line_leaves_nothing_and_stops_nobody(actor, clock):
    """A thousand lines with one wrong one are a thousand answers."""
    ids = IdMaker()
    heights = [150, 301, 160]
    commands = [Command(ids.make(clock.now()), "trial.grow", {"unit_id": 1, "height": h}) for h in heights]
    outcomes = perform_many(actor("teller"), commands)
    assert [o.status for o in outcomes] == ["done", "refused", "done"]
    assert outcomes[1].refusal == {
        "code": "trial.too_tall", "message": "Cao 301 cm là quá.", "field": "height", "row": None, "details": {"height": 301},
    }  # fmt: skip
    assert Threshold.objects.count() == 2
    assert ActRecord.objects.filter(status="refused").count() == 1


def test_a_refusal_is_kept_as_the_answer(actor, clock):
    """An offline device that resends must hear the same no, not a later yes it will not show anybody."""
    same = IdMaker().make(clock.now())
    first = perform(actor("teller"), "trial.grow", {"unit_id": 1, "height": 301}, command_id=same)
    again = perform(actor("teller"), "trial.grow", {"unit_id": 1, "height": 301}, command_id=same)
    assert again.repeated
    assert again.refusal == first.refusal


@pytest.mark.feature(3)
def test_beyond_ones_unit_is_refused_and_logged(actor):
    """A clerk of district A acting on district B leaves a trace, not an effect."""
    outcome = perform(actor("teller"), "trial.grow", {"unit_id": 99, "height": 150})
    assert outcome.refusal["code"] == "acts.unit_out_of_reach"
    assert ActRecord.objects.get(seq=outcome.act_id).status == "refused"
    assert not Threshold.objects.exists()


@pytest.mark.parametrize(
    ("act", "params", "code", "field"),
    [
        ("trial.nothing", {}, "acts.unknown_act", ""),
        ("trial.grow", {"unit_id": 1}, "acts.wrong_parameter", "height"),
        ("trial.grow", {"unit_id": 1, "height": 1.5}, "acts.wrong_parameter", "height"),
        ("trial.grow", {"unit_id": 1, "height": True}, "acts.wrong_parameter", "height"),
        ("trial.grow", {"unit_id": 1, "height": "170"}, "acts.wrong_parameter", "height"),
        ("trial.grow", {"unit_id": 1, "height": 1, "x": 2}, "acts.wrong_parameter", "x"),
        ("trial.grow", '{"unit_id": 1, "height": 1', "acts.wrong_parameter", "tham số"),
    ],
)
def test_wrong_requests_are_refused_by_name(actor, act, params, code, field):
    """Every malformed request is a named refusal, never a crash or a half effect."""
    outcome = perform(actor("teller"), act, params)
    assert (outcome.refusal["code"], outcome.refusal["field"]) == (code, field)


def test_a_role_is_needed(actor):
    """A sorter may not sell."""
    assert (
        perform(actor("sorter"), "trial.grow", {"unit_id": 1, "height": 1}).refusal["code"]
        == "acts.role_not_allowed"
    )


def test_the_device_may_not_run_ahead(actor, clock):
    """A future time would let an item be delivered before it arrives."""
    late = clock.now() + timedelta(hours=1)
    outcome = perform(actor("teller"), "trial.grow", {"unit_id": 1, "height": 1}, device_at=late)
    assert outcome.refusal["code"] == "acts.time_in_future"


def test_a_dry_run_answers_the_same_and_leaves_nothing(actor, clock):
    """What a dry run promises, the real one does."""
    same = IdMaker().make(clock.now())
    dry = perform(actor("teller"), "trial.grow", {"unit_id": 1, "height": 9}, command_id=same, dry_run=True)
    assert ActRecord.objects.count() == Threshold.objects.count() == 0
    real = perform(actor("teller"), "trial.grow", {"unit_id": 1, "height": 9}, command_id=same)
    assert dry.result == real.result
    assert not real.repeated


def test_facts_wake_reactions_in_the_same_transaction(actor, reactions):
    """Upper rooms hear of what happened, and only if it did."""
    perform(actor("teller"), "trial.grow", {"unit_id": 1, "height": 170})
    perform(actor("teller"), "trial.grow", {"unit_id": 1, "height": 301})
    assert [fact.height for fact in reactions] == [170]


def test_chunks_resume_where_a_kill_stopped_them(actor, clock):
    """After half of the chunks a restart repeats nothing."""
    ids = IdMaker()
    commands = [Command(ids.make(clock.now()), "trial.grow", {"unit_id": 1, "height": h}) for h in range(10)]
    list(perform_in_chunks(actor("teller"), commands[:4], size=2))
    outcomes = list(perform_in_chunks(actor("teller"), commands, size=3))
    assert [o.repeated for o in outcomes] == [True] * 4 + [False] * 6
    assert Threshold.objects.count() == 10


@pytest.mark.feature(5)
@pytest.mark.parametrize(("amount", "needed"), [(499_999_999, 1), (500_000_000, 2)])
def test_each_size_needs_exactly_its_checkers(actor, clock, amount, needed):
    """Two approvals from 500 million đồng on, one below."""
    bounds = [(0, 1), (500_000_000, 2)]
    setting = {"key": "trial.spend", "bounds": bounds, "valid_from": date(2020, 8, 15)}
    asked = perform(actor("director"), "acts.set_threshold", setting)
    number = {"proposal_id": asked.result["proposal_id"]}
    assert perform(actor("director", person_id=2), "acts.approve", number).done
    clock.advance(timedelta(days=1))
    proposed = perform(actor("teller"), "trial.spend", {"amount_dong": amount})
    assert (proposed.status, proposed.result["needed"]) == ("proposed", needed)
    for person in range(2, 2 + needed):
        approved = perform(
            actor("head", person_id=in_post(person, "head", 1)),
            "acts.approve",
            {"proposal_id": proposed.result["proposal_id"]},
        )
        assert approved.result["carried_out"] == (person == needed + 1)
    assert approved.result["result"] == {"checked_by": list(range(2, 2 + needed))}


def test_nobody_approves_their_own_or_twice(actor):
    """Four eyes are two people."""
    proposed = perform(actor("teller", "head"), "trial.spend", {"amount_dong": 7})
    number = {"proposal_id": proposed.result["proposal_id"]}
    assert perform(actor("head"), "acts.approve", number).refusal["code"] == "acts.maker_may_not_approve"
    assert (
        perform(actor("sorter", person_id=2), "acts.approve", number).refusal["code"]
        == "acts.role_not_allowed"
    )
    assert perform(actor("head", person_id=2), "acts.approve", number).done
    assert (
        perform(actor("head", person_id=3), "acts.approve", number).refusal["code"]
        == "acts.proposal_not_open"
    )
    assert Proposal.objects.get().status == Proposal.CARRIED_OUT


def test_a_yes_of_somebody_who_left_counts_no_more(actor, clock):
    """Two must say yes, the first leaves his post before the second does: it takes a third."""
    asked = perform(
        actor("director"),
        "acts.set_threshold",
        {"key": "trial.spend", "bounds": [(0, 2)], "valid_from": date(2020, 8, 15)},
    )
    number = {"proposal_id": asked.result["proposal_id"]}
    assert perform(actor("director", person_id=2), "acts.approve", number).done
    clock.advance(timedelta(days=1))
    spend = perform(actor("teller"), "trial.spend", {"amount_dong": 7}).result["proposal_id"]
    first, second, third = (actor("head", person_id=in_post(number, "head", 1)) for number in (2, 3, 4))
    assert not perform(first, "acts.approve", {"proposal_id": spend}).result["carried_out"]
    out_of_post(2)
    assert not perform(second, "acts.approve", {"proposal_id": spend}).result["carried_out"]
    done = perform(third, "acts.approve", {"proposal_id": spend}).result
    assert done["result"] == {"checked_by": [3, 4]}


def test_a_rejected_proposal_is_never_carried_out(actor):
    """A no is final."""
    number = {
        "proposal_id": perform(actor("teller"), "trial.spend", {"amount_dong": 7}).result["proposal_id"]
    }
    assert perform(actor("head", person_id=2), "acts.reject", {**number, "reason": "sai số"}).done
    assert (
        perform(actor("head", person_id=3), "acts.approve", number).refusal["code"]
        == "acts.proposal_not_open"
    )


@pytest.mark.feature(55)
@pytest.mark.parametrize("statement", ["UPDATE acts_act SET device = 'x'", "DELETE FROM acts_act"])
def test_the_database_refuses_to_change_the_act_log(actor, statement):
    """The guard sits below the program."""
    perform(actor("teller"), "trial.grow", {"unit_id": 1, "height": 1})
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_every_act_has_a_schema_and_a_purpose():
    """Forms, OpenAPI and the audit page are made from the registry."""
    spec = find_act("trial.grow")
    assert spec.schema()["required"] == ["unit_id", "height"]
    assert spec.purpose
