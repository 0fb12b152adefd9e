"""Acts about people and the posts they hold: hire, assign, end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from duongthu.acts.api import (
    Call,
    FourEyes,
    Reason,
    Reference,
    UnitOutOfReach,
    act,
    answers_for_all,
    concerns,
    held_at,
)
from duongthu.kernel.refusal import Refusal
from duongthu.kernel.text import clean_line, fold
from duongthu.staff.actions.journal import changed, journal
from duongthu.staff.facts import PostAssigned, PostEnded
from duongthu.staff.models import Person, Post, PostEvent
from duongthu.staff.queries.reading import held_by, person_by_code, posts_on
from duongthu.staff.refusals import (
    BeyondOwnPower,
    LastOfTwo,
    NeedsTwo,
    NotForOneself,
    NotYourPeople,
    PersonCodeTaken,
    PostAlreadyEnded,
    StillHolds,
    UnknownPost,
    WrongPeriod,
)
from duongthu.staff.rules import posts as rules
from duongthu.staff.rules.posts import HeldPost

PostRef = Annotated[int, Reference("post")]
"""Number of a post; looked up with its row locked."""
MAY_STAFF = (rules.Role.DIRECTOR, rules.Role.HEAD, rules.Role.ADMIN)
STAFFING = frozenset({rules.Role.DIRECTOR, rules.Role.ADMIN})
BOTH = 2  # so many directors and administrators always stay: power is given by two
POWER_EYES = FourEyes("staff.power", roles=(rules.Role.DIRECTOR, rules.Role.ADMIN), province=True)


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


@act("staff.hire", "Tuyển nhân viên", roles=MAY_STAFF, unit="unit_id")
def hire(call: Call, *, code: str, name: str, unit_id: int) -> Hired:
    """Enter a person in the staff list, at home at a unit; posts are assigned by ``staff.assign_post``."""
    person = _new_person(code, name, unit_id, call.business_on)
    other = Person.objects.filter(code=code).first()
    if other is not None:
        raise PersonCodeTaken(field="code", person=code, name=other.name)
    person.save()
    changed(call, PostEvent.HIRED, person.pk, "", unit_id, call.business_on)
    return Hired(person.pk, person.code)


@act("staff.assign_post", "Phân công vị trí", roles=MAY_STAFF, unit="unit_id")
def assign_post(
    call: Call, *, person_code: str, role: str, unit_id: int, from_on: date, until_on: date | None = None
) -> Assigned:
    """Give one of one's people a role at a unit from today or later, unless a rule keeps it from what they hold.

    Roles that give power go through ``staff.grant_power``.

    Raises:
        UnknownRole, WrongPeriod, UnknownPerson, NotForOneself, NotYourPeople, BeyondOwnPower, NeedsTwo, IncompatibleRoles,
        PostAlreadyHeld.
    """
    wanted = HeldPost(rules.role_of(role), unit_id, from_on, until_on)
    person = locked_person(person_code)
    _check_wanted(call, person, wanted)
    if "system" not in call.actor.roles:
        _check_granter(call, person, wanted.role)
    return _assign(call, person, wanted)


@act(
    "staff.grant_power",
    "Trao chức danh có quyền lớn",
    roles=(rules.Role.DIRECTOR, rules.Role.ADMIN),
    four_eyes=POWER_EYES,
)
def grant_power(
    call: Call, *, person_code: str, role: str, unit_id: int, from_on: date, until_on: date | None = None
) -> Assigned:
    """Make somebody else director, accountant, controller or administrator: by two at the province, none of them himself.

    Raises:
        UnknownRole, WrongPeriod, UnknownPerson, NotForOneself, UnitOutOfReach, IncompatibleRoles, PostAlreadyHeld.
    """
    wanted = HeldPost(rules.role_of(role), unit_id, from_on, until_on)
    person = locked_person(person_code)
    if person.pk in {call.actor.person_id, *call.approved_by}:
        raise NotForOneself(field="person_code")
    if unit_id not in call.actor.reach:
        raise UnitOutOfReach(field="unit_id", unit=unit_id)
    _check_wanted(call, person, wanted)
    return _assign(call, person, wanted)


def locked_person(code: str) -> Person:
    """The person, held until the transaction's end: two commands about one person's posts follow each other.

    Raises:
        UnknownPerson: none of that code.
    """
    known = person_by_code(code)
    return Person.objects.select_for_update().get(pk=known.pk)


def _check_granter(call: Call, person: Person, role: rules.Role) -> None:
    """Refuse what one person may not give this person alone."""
    if role in rules.POWER_ROLES:
        titles = rules.ROLE_NAMES[role]
        raise NeedsTwo(field="role", name=person.name, roles=titles, act="staff.grant_power")
    if person.pk == call.actor.person_id:
        raise NotForOneself(field="person_code")
    rules.check_granter(role, call.actor.roles)
    if person.home_unit_id is not None and person.home_unit_id not in call.actor.reach:
        raise NotYourPeople(field="person_code", name=person.name)


def _check_wanted(call: Call, person: Person, wanted: HeldPost) -> None:
    """Refuse days and roles that do not fit, whoever asks."""
    rules.check_period(wanted.from_on, wanted.until_on, call.business_on)
    rules.check_new_post(person.name, wanted, held_by(person))


def _assign(call: Call, person: Person, wanted: HeldPost) -> Assigned:
    post = Post.objects.create(
        person=person, role=wanted.role, unit_id=wanted.unit_id, from_on=wanted.from_on, until_on=wanted.until_on,
        act_id=call.act_id,
    )  # fmt: skip
    changed(call, PostEvent.ASSIGNED, person.pk, wanted.role, wanted.unit_id, wanted.from_on, wanted.until_on)
    call.record(PostAssigned(person.pk, wanted.role, wanted.unit_id, wanted.from_on))
    return Assigned(post.pk)


@act("staff.move_home", "Đổi đơn vị chính", roles=MAY_STAFF, unit="unit_id")
def move_home(call: Call, *, person_code: str, unit_id: int) -> None:
    """Say at which unit a person is at home from now on; both units lie within the actor's reach.

    Raises:
        UnknownPerson, NotForOneself, NotYourPeople.
    """
    person = locked_person(person_code)
    if "system" not in call.actor.roles:
        if person.pk == call.actor.person_id:
            raise NotForOneself(field="person_code")
        if person.home_unit_id is not None and person.home_unit_id not in call.actor.reach:
            raise NotYourPeople(field="person_code", name=person.name)
    person.home_unit_id = unit_id
    person.save(update_fields=["home_unit_id"])
    changed(call, PostEvent.MOVED, person.pk, "", unit_id, call.business_on)


@act("staff.end_post", "Kết thúc vị trí", roles=MAY_STAFF)
def end_post(call: Call, *, post_id: PostRef, until_on: date) -> Assigned:
    """End a post; ``until_on`` is the first day it no longer holds, today at the earliest.

    A post that gives power is ended by a director or an administrator at the province, and two of these always stay. Who has
    cash or items of the unit on his name is ended by two (``staff.end_post_of_holder``): he could answer for them no more.

    Raises:
        UnknownPost, UnitOutOfReach, PostAlreadyEnded, WrongPeriod, BeyondOwnPower, LastOfTwo. StillHolds: names what.
    """
    post = _post_to_end(call, post_id, until_on)
    held = held_at(post.person_id, post.unit_id)
    if held:
        raise StillHolds(field="post_id", name=post.person.name, held="; ".join(held))
    return _end(call, post, until_on)


@act(
    "staff.end_post_of_holder",
    "Kết thúc vị trí của người còn giữ tiền, bưu gửi",
    roles=MAY_STAFF,
    four_eyes=FourEyes("staff.end_post_of_holder", roles=("head", "controller", "director")),
)
def end_post_of_holder(call: Call, *, post_id: PostRef, until_on: date, reason: Reason) -> Assigned:
    """End the post of somebody on whose name cash or items still stand: by two, neither of them he; the reason stays in the log.

    What stands on his name stays there: items are brought back, cash is paid in or charged, his till is taken over by two.

    Raises:
        UnknownPost, UnitOutOfReach, PostAlreadyEnded, WrongPeriod, BeyondOwnPower, LastOfTwo. PersonConcerned: he is one of them.
    """
    post = _post_to_end(call, post_id, until_on)
    concerns(call, post.person_id, field="post_id")
    return _end(call, post, until_on)


def _post_to_end(call: Call, post_id: int, until_on: date) -> Post:
    """The post, held until the act's end, where this actor may end it on that day."""
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None:
        raise UnknownPost(field="post_id", post_id=post_id)
    if post.unit_id not in call.actor.reach:
        raise UnitOutOfReach(field="post_id", unit=post.unit_id)
    if post.until_on is not None and post.until_on <= until_on:
        raise PostAlreadyEnded(field="post_id", ended=post.until_on.isoformat())
    _check_end(post, until_on, call.business_on)
    if "system" not in call.actor.roles:
        _check_may_end(call, post, until_on)
    return post


def _end(call: Call, post: Post, until_on: date) -> Assigned:
    post.until_on = until_on
    post.save(update_fields=["until_on"])
    changed(call, PostEvent.ENDED, post.person_id, post.role, post.unit_id, post.from_on, until_on)
    call.record(PostEnded(post.person_id, post.role, post.unit_id, until_on))
    return Assigned(post.pk)


def _check_may_end(call: Call, post: Post, until_on: date) -> None:
    """Who gives a role may take it; power is taken at the province, and never so that nobody could decide together."""
    role = rules.Role(post.role)
    if role not in rules.POWER_ROLES:
        rules.check_granter(role, call.actor.roles)
        return
    if not (call.actor.roles & STAFFING and answers_for_all(call.actor, call.business_on)):
        named = ", ".join(rules.ROLE_NAMES[one] for one in STAFFING)
        raise BeyondOwnPower(field="post_id", role=rules.ROLE_NAMES[role], granters=named)
    if role in STAFFING:
        # every row that counts is held, so that two endings at one moment see each other
        held = posts_on(max(until_on, call.business_on)).filter(role__in=STAFFING).select_for_update()
        left = {other.person_id for other in held if other.pk != post.pk}
        if len(left) < BOTH:
            raise LastOfTwo(field="post_id")


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


@act(
    "staff.take_on", "Nhận danh sách nhân viên", roles=(rules.Role.ADMIN, rules.Role.DIRECTOR), lines="people"
)
def take_on(call: Call, *, people: list[NewStaff]) -> TakenOn:
    """Hire and assign many at once; a wrong line stops no other, the same line again changes nothing.

    What ``staff.assign_post`` refuses one person is refused here by the line; power is granted by two only.
    """
    found = Person.objects.filter(code__in={line.code for line in people}).order_by("pk").select_for_update()
    known = {person.code: person for person in found}
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
    fresh = [person for code, person in persons.items() if code not in known]
    Person.objects.bulk_create(fresh)
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
    hired = [(PostEvent.HIRED, one.pk, "", one.home_unit_id or 0, one.hired_on, None) for one in fresh]
    given = [
        (PostEvent.ASSIGNED, persons[code].pk, post.role, post.unit_id, post.from_on, post.until_on)
        for code, post in posts
    ]
    journal(call, [*hired, *given])
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
    fresh = _new_person(line.code, line.name, line.unit_id, call.business_on)
    if person is not None and person.name != fresh.name:
        raise PersonCodeTaken(field="code", person=line.code, name=person.name)
    if wanted in mine:
        return "duplicate"
    if line.unit_id not in call.actor.reach and "system" not in call.actor.roles:
        raise UnitOutOfReach(field="unit_id", unit=line.unit_id)
    rules.check_period(line.from_on, line.until_on, call.business_on)
    rules.check_new_post(fresh.name, wanted, mine)
    if "system" not in call.actor.roles:
        _check_granter(call, person or fresh, wanted.role)
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


def _new_person(code: str, name: str, home_unit_id: int, today: date) -> Person:
    rules.check_person_code(code)
    clean = clean_line(name, "Họ tên", rules.NAME_MOST, required=True)
    rules.check_person_name(clean)
    return Person(code=code, name=clean, folded=fold(clean), hired_on=today, home_unit_id=home_unit_id)
