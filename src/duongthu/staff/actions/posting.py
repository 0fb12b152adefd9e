"""Acts about people and the posts they hold: hire, assign, end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duongthu.acts.api import Call, UnitOutOfReach, act
from duongthu.kernel.refusal import Refusal
from duongthu.kernel.text import clean_line, fold
from duongthu.staff.facts import PostAssigned, PostEnded
from duongthu.staff.models import Person, Post
from duongthu.staff.queries import held_by, person_by_code
from duongthu.staff.refusals import (
    PersonCodeTaken,
    PostAlreadyEnded,
    UnknownPost,
    WrongPeriod,
)
from duongthu.staff.rules import posts as rules
from duongthu.staff.rules.posts import HeldPost

MAY_STAFF = (rules.Role.DIRECTOR, rules.Role.HEAD, rules.Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Hired:
    """The person's number."""

    person_id: int
    code: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """The number of the post now held."""

    post_id: int


@dataclass(frozen=True, slots=True)
class NewStaff:
    """One line of ``staff.take_on``: a person (made if unknown) and a role at a unit."""

    key: UUID
    code: str
    name: str
    role: str
    unit_id: int
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class StaffLine:
    """What became of one line."""

    key: UUID
    status: str
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class TakenOn:
    """All lines, in the order given."""

    lines: list[StaffLine]


@act("staff.hire", roles=MAY_STAFF, unit="unit_id")
def hire(call: Call, *, code: str, name: str, unit_id: int) -> Hired:
    """Enter a person in the staff list; posts are assigned by ``staff.assign_post``."""
    person = _new_person(code, name, call.business_on)
    other = Person.objects.filter(code=code).first()
    if other is not None:
        raise PersonCodeTaken(field="code", person=code, name=other.name)
    person.save()
    return Hired(person.pk, person.code)


@act("staff.assign_post", roles=MAY_STAFF, unit="unit_id")
def assign_post(
    call: Call, *, person_code: str, role: str, unit_id: int, from_on: date, until_on: date | None = None
) -> Assigned:
    """Give a person a role at a unit from a day on, unless a rule keeps it from what they hold."""
    wanted = HeldPost(rules.role_of(role), unit_id, from_on, until_on)
    rules.check_period(from_on, until_on, call.business_on)
    person = person_by_code(person_code)
    rules.check_new_post(person.name, wanted, held_by(person))
    post = Post.objects.create(
        person=person,
        role=wanted.role,
        unit_id=unit_id,
        from_on=from_on,
        until_on=until_on,
        act_id=call.act_id,
    )
    call.record(PostAssigned(person.pk, wanted.role, unit_id, from_on))
    return Assigned(post.pk)


@act("staff.end_post", roles=MAY_STAFF)
def end_post(call: Call, *, post_id: int, until_on: date) -> Assigned:
    """End a post; ``until_on`` is the first day it no longer holds, today at the earliest."""
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None:
        raise UnknownPost(field="post_id", post_id=post_id)
    if post.unit_id not in call.actor.reach:
        raise UnitOutOfReach(field="post_id", unit=post.unit_id)
    if post.until_on is not None and post.until_on <= until_on:
        raise PostAlreadyEnded(field="post_id", ended=post.until_on.isoformat())
    _check_end(post, until_on, call.business_on)
    post.until_on = until_on
    post.save(update_fields=["until_on"])
    call.record(PostEnded(post.person_id, post.role, post.unit_id, until_on))
    return Assigned(post.pk)


def _check_end(post: Post, until_on: date, today: date) -> None:
    reason = ""
    if until_on <= post.from_on:
        reason = "ngày kết thúc không sau ngày bắt đầu"
    elif until_on < today:
        reason = "ngày kết thúc đã qua"
    if reason:
        raise WrongPeriod(
            field="until_on", since=post.from_on.isoformat(), until=until_on.isoformat(), reason=reason
        )


@act("staff.take_on", roles=(rules.Role.ADMIN, rules.Role.DIRECTOR), lines="people")
def take_on(call: Call, *, people: list[NewStaff]) -> TakenOn:
    """Hire and assign many at once; a wrong line stops no other, the same line again changes nothing."""
    known = {person.code: person for person in Person.objects.filter(code__in={line.code for line in people})}
    held = _held_by_all(known.values())
    persons: dict[str, Person] = dict(known)
    posts: list[tuple[str, HeldPost]] = []
    answers = []
    for line in people:
        try:
            status = _take_on_line(call, line, persons, held, posts)
            answers.append(StaffLine(line.key, status))
        except Refusal as refusal:
            answers.append(StaffLine(line.key, "refused", refusal.code, refusal.message))
    Person.objects.bulk_create([person for code, person in persons.items() if code not in known])
    Post.objects.bulk_create(
        Post(
            person=persons[code],
            role=post.role,
            unit_id=post.unit_id,
            from_on=post.from_on,
            until_on=post.until_on,
            act_id=call.act_id,
        )
        for code, post in posts
    )
    return TakenOn(answers)


def _take_on_line(
    call: Call,
    line: NewStaff,
    persons: dict[str, Person],
    held: dict[str, list[HeldPost]],
    posts: list[tuple[str, HeldPost]],
) -> str:
    wanted = HeldPost(rules.role_of(line.role), line.unit_id, line.from_on, line.until_on)
    mine = held.setdefault(line.code, [])
    person = persons.get(line.code)
    fresh = _new_person(line.code, line.name, call.business_on)
    if person is not None and person.name != fresh.name:
        raise PersonCodeTaken(field="code", person=line.code, name=person.name)
    if wanted in mine:
        return "duplicate"
    if line.unit_id not in call.actor.reach and "system" not in call.actor.roles:
        raise UnitOutOfReach(field="unit_id", unit=line.unit_id)
    rules.check_period(line.from_on, line.until_on, call.business_on)
    rules.check_new_post(fresh.name, wanted, mine)
    persons.setdefault(line.code, fresh)
    mine.append(wanted)
    posts.append((line.code, wanted))
    return "done"


def _held_by_all(persons: Iterable[Person]) -> dict[str, list[HeldPost]]:
    held: dict[str, list[HeldPost]] = {}
    for post in Post.objects.filter(person__in=list(persons)).select_related("person"):
        found = HeldPost(rules.Role(post.role), post.unit_id, post.from_on, post.until_on)
        held.setdefault(post.person.code, []).append(found)
    return held


def _new_person(code: str, name: str, today: date) -> Person:
    rules.check_person_code(code)
    clean = clean_line(name, "Họ tên", rules.NAME_MOST, required=True)
    rules.check_person_name(clean)
    return Person(code=code, name=clean, folded=fold(clean), hired_on=today)
