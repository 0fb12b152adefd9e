"""Searches made ahead of their act: outside its transaction, reading only, refused like the act itself."""

from uuid import uuid4

import pytest
from django.db import connection

from duongthu.acts.api import ActRecord, Call, Command, FourEyes, act, perform, perform_many
from duongthu.acts.models import Threshold
from duongthu.acts.prepare import PrepareWrites
from duongthu.kernel.refusal import Refusal

SEEN: list[tuple[str, bool]] = []


class TooDeep(Refusal):
    code = "trial.too_deep"
    sentence = "Sâu {depth} m là quá."


def sound(call: Call, *, unit_id: int, depth: int) -> int:
    SEEN.append(("ahead", connection.in_atomic_block))
    if depth > 300:
        raise TooDeep(field="depth", depth=depth)
    if depth < 0:
        Threshold.objects.create(key="written ahead", approvals=1, valid_from=call.business_on)
    return Threshold.objects.count() + depth


@act("trial.dive", "Nghiệp vụ thử", roles=("teller",), unit="unit_id", prepare=sound)
def dive(call: Call, *, unit_id: int, depth: int) -> dict[str, int]:
    """Answers what was found ahead, or that nothing was."""
    SEEN.append(("act", connection.in_atomic_block))
    return {"found": -1 if call.prepared is None else call.prepared}


@pytest.fixture(autouse=True)
def seen():
    SEEN.clear()
    return SEEN


@pytest.mark.django_db(transaction=True)
def test_the_search_runs_before_the_transaction_and_a_repeat_does_not_search(actor, seen):
    """What takes seconds must not hold the write lock; a known command is answered from the log."""
    command = uuid4()
    for _ in range(2):
        said = perform(actor("teller"), "trial.dive", {"unit_id": 2, "depth": 7}, command_id=command)
        assert said.result == {"found": 7}
    assert seen == [("ahead", False), ("act", True)]


@pytest.mark.django_db(transaction=True)
def test_a_refusal_met_ahead_is_the_act_s_refusal(actor, seen):
    """It is logged with its code, unit and parameters, and the act is not begun."""
    said = perform(actor("teller"), "trial.dive", {"unit_id": 2, "depth": 301})
    assert (said.refusal["code"], said.refusal["field"]) == ("trial.too_deep", "depth")
    record = ActRecord.objects.get(seq=said.act_id)
    assert (record.status, record.unit_id, '"depth":301' in str(record.params)) == ("refused", 2, True)
    assert seen == [("ahead", False)]


@pytest.mark.django_db
@pytest.mark.parametrize(("roles", "unit"), [(("courier",), 2), (("teller",), 99)])
def test_who_may_not_act_makes_no_search(actor, seen, roles, unit):
    """A stranger's request costs nothing."""
    assert perform(actor(*roles), "trial.dive", {"unit_id": unit, "depth": 7}).refusal
    assert seen == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_ahead(actor):
    """Acts are the only writers: a search that writes is an error of ours and leaves nothing."""
    with pytest.raises(PrepareWrites):
        perform(actor("teller"), "trial.dive", {"unit_id": 2, "depth": -1})
    assert not Threshold.objects.exists()


@pytest.mark.django_db
def test_in_a_batch_the_act_does_without(actor, seen):
    """Commands before it in the same transaction may change what it would have read."""
    batch = [Command(uuid4(), "trial.dive", {"unit_id": 2, "depth": 7}) for _ in range(2)]
    assert [one.result for one in perform_many(actor("teller"), batch)] == [{"found": -1}] * 2
    assert [word for word, _ in seen] == ["act", "act"]


def test_what_waits_for_checkers_is_not_searched_ahead():
    """Between proposal and approval lie hours."""
    with pytest.raises(ValueError, match="stale"):
        act(
            "trial.late", "Nghiệp vụ thử", roles=("teller",), four_eyes=FourEyes("trial.late"), prepare=sound
        )(dive)
