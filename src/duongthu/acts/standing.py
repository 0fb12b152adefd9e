"""What acts must know of people and units and rooms above answer: which roles somebody still holds, who answers for all.

Each answer is set once, when its room is ready; the room of acts knows neither posts nor units.
"""

from collections.abc import Callable
from datetime import date

from duongthu.acts.call import Actor

RolesHeld = Callable[[int, int, date], frozenset[str]]
AnswersForAll = Callable[[Actor, date], bool]
PostsHeld = Callable[[int, date], list[tuple[int, str]]]
UnitsBelow = Callable[[int, date], frozenset[int]]


class _Answers:
    """The answers in use; until a room gives one nobody holds a role any more and nobody answers for all."""

    roles_held: RolesHeld = staticmethod(lambda _person, _unit, _on: frozenset())
    posts_held: PostsHeld = staticmethod(lambda _person, _on: [])
    answers_for_all: AnswersForAll = staticmethod(lambda _actor, _on: False)
    units_below: UnitsBelow = staticmethod(lambda unit, _on: frozenset({unit}))


def set_roles_held(answer: RolesHeld) -> None:
    """Say which roles a person (id) holds at a unit (id) on a day."""
    _Answers.roles_held = staticmethod(answer)


def set_posts_held(answer: PostsHeld) -> None:
    """Say where (unit id) and as what (role) a person (id) is in post on a day."""
    _Answers.posts_held = staticmethod(answer)


def roles_over(person_id: int, unit_id: int, on: date) -> frozenset[str]:
    """The roles a person holds on a day at a unit or at one above it."""
    held = _Answers.posts_held(person_id, on)
    return frozenset(role for place, role in held if unit_id == place or unit_id in units_below(place, on))


def roles_anywhere(person_id: int, on: date) -> frozenset[str]:
    """The roles a person holds on a day, wherever."""
    return frozenset(role for _, role in _Answers.posts_held(person_id, on))


def roles_at(person_id: int, unit_id: int, on: date) -> frozenset[str]:
    """The roles a person holds on a day at this very unit."""
    return frozenset(role for place, role in _Answers.posts_held(person_id, on) if place == unit_id)


def set_answers_for_all(answer: AnswersForAll) -> None:
    """Say whether an actor's unit is the one above all others on a day."""
    _Answers.answers_for_all = staticmethod(answer)


def set_units_below(answer: UnitsBelow) -> None:
    """Say which units (ids) a unit is on a day: itself and all below it."""
    _Answers.units_below = staticmethod(answer)


def units_below(unit_id: int, on: date) -> frozenset[int]:
    """A unit and all below it on a day."""
    return _Answers.units_below(unit_id, on)


def roles_still_held(maker: Actor, on: date) -> frozenset[str]:
    """Those of the roles an actor acted with that he still holds at the unit he acted from; the program keeps its own."""
    if maker.person_id == 0:
        return maker.roles
    return maker.roles & _Answers.roles_held(maker.person_id, maker.unit_id, on)


def answers_for_all(actor: Actor, on: date) -> bool:
    """Whether the actor sits at the unit above all others, or is the program itself."""
    return "system" in actor.roles or _Answers.answers_for_all(actor, on)
