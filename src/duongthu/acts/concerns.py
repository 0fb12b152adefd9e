"""Persons an act concerns: none of those who do it, approve it or take it back may be one of them."""

from duongthu.acts.call import Call
from duongthu.acts.journals import write_row
from duongthu.acts.models import Concern
from duongthu.acts.refusals import PersonConcerned


def concerns(call: Call, person_id: int, *, field: str) -> None:
    """Say whom the running act concerns; kept, so that undoing it is closed to that person, too.

    Raises:
        PersonConcerned: the person is the maker or one of the checkers.
    """
    _demand_others(call, {person_id}, field)
    keep_concerned(call, person_id)


def demand_other_checkers(call: Call, person_id: int, *, field: str) -> None:
    """Refuse when this person says yes to what he had a hand in before; he may make the act itself.

    Raises:
        PersonConcerned.
    """
    if person_id in call.approved_by:
        raise PersonConcerned(field=field)


def keep_concerned(call: Call, person_id: int) -> None:
    """Say whom an act concerns that the person does himself: it is undone by others."""
    write_row(Concern(act_id=call.act_id, person_id=person_id))


def demand_unconcerned(call: Call, act_seq: int, *, field: str) -> None:
    """Refuse when one of those who act now is a person whom an earlier act concerned.

    Raises:
        PersonConcerned.
    """
    _demand_others(
        call, set(Concern.objects.filter(act_id=act_seq).values_list("person_id", flat=True)), field
    )


def _demand_others(call: Call, persons: set[int], field: str) -> None:
    if persons & {call.actor.person_id, *call.approved_by}:
        raise PersonConcerned(field=field)
