"""What may be asked of staff: people within reach, their posts, the security log, one's own sign-ins and tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from django.db.models import QuerySet
from pydantic import Field

from duongthu.acts.api import Asked, NothingFound, OnDay, answers_for_all, query
from duongthu.kernel.clock import VN
from duongthu.kernel.text import fold
from duongthu.staff.models import Person, SecurityEvent, Sitting, Token
from duongthu.staff.queries.reading import (
    acting_person,
    people_within,
    posts_from,
    posts_on,
    security_events,
    sittings_of,
    staff_of,
    tokens_of,
)
from duongthu.staff.rules.posts import Role

POSTING = frozenset({Role.HEAD, Role.DIRECTOR, Role.ADMIN})
WORKING = frozenset(Role) - {Role.PARTNER}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with the roles held today, wherever."""

    id: int
    code: str
    name: str
    hired_on: date
    home_unit_id: int | None
    roles: tuple[str, ...]


def _with_roles(asked: Asked, people: Sequence[Person]) -> list[PersonRow]:
    roles: dict[int, list[str]] = {person.pk: [] for person in people}
    held = posts_on(asked.on).filter(person_id__in=list(roles)).order_by("from_on", "pk")
    for person_id, role in held.values_list("person_id", "role"):
        roles[person_id].append(role)
    return [
        PersonRow(p.pk, p.code, p.name, p.hired_on, p.home_unit_id, tuple(dict.fromkeys(roles[p.pk])))
        for p in people
    ]


@query("staff.people", "Nhân sự", roles=POSTING, row=PersonRow, most=50, shape=_with_roles)
def people_query(asked: Asked, *, text: Annotated[str, Field(max_length=60)] = "") -> QuerySet[Person]:
    """The people at home or in post within reach, by code; only those whose name or code holds a text."""
    return people_within(asked.units, asked.on, fold(text))


@query("staff.person", "Nhân viên", roles=POSTING, row=PersonRow, one=True, shape=_with_roles)
def person_query(asked: Asked, *, code: str) -> Person | None:
    """One of them, by code."""
    return people_within(asked.units, asked.on, "").filter(code=code).first()


@dataclass(frozen=True, slots=True)
class PostRow:
    """A role held at a unit; ``until_on``: the first day no longer."""

    id: int
    role: str
    unit_id: int
    from_on: date
    until_on: date | None


@query("staff.posts", "Chức danh của một người", roles=POSTING, row=PostRow)
def posts_query(asked: Asked, *, code: str) -> list[PostRow]:
    """The posts a person within reach holds or will hold, the earliest first."""
    person = people_within(asked.units, asked.on, "").filter(code=code).first()
    if person is None:
        raise NothingFound(field="code", what=code)
    return [PostRow(p.pk, p.role, p.unit_id, p.from_on, p.until_on) for p in posts_from(person, asked.on)]


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """Somebody in post at a unit today."""

    person_id: int
    code: str
    name: str
    unit_id: int
    roles: tuple[str, ...]


@query("staff.in_post", "Người tại đơn vị hôm nay", roles=WORKING, row=ColleagueRow, most=500)
def in_post_query(asked: Asked, *, role: Role | None = None) -> list[ColleagueRow]:
    """Everybody in post within reach today, by unit and given name; in one role only where one is named."""
    return [
        ColleagueRow(p.person_id, p.code, p.name, p.unit_id, tuple(sorted(p.roles)))
        for p in staff_of(asked.units, asked.on, role)
    ]


@dataclass(frozen=True, slots=True)
class SecurityRow:
    """A line of the security log."""

    seq: int
    at: datetime
    kind: str
    person_id: int
    user_name: str
    address: str
    device: str
    detail: str
    request_id: str


@query(
    "staff.security", "Nhật ký an ninh", roles=(Role.ADMIN, Role.AUDITOR, Role.DIRECTOR), row=SecurityRow, most=50
)  # fmt: skip
def security_log_query(asked: Asked, *, on: OnDay | None = None, kind: str = "") -> QuerySet[SecurityEvent]:
    """A day's lines, the latest first; for those who answer for the whole province."""
    if not answers_for_all(asked.actor, asked.on):
        raise NothingFound(what="Nhật ký an ninh")
    begin = datetime.combine(on or asked.on, time(), VN)
    found = security_events(begin, begin + timedelta(days=1))
    return found.filter(kind=kind) if kind else found


@dataclass(frozen=True, slots=True)
class SittingRow:
    """One of one's own sign-ins."""

    id: int
    began_at: datetime
    seen_at: datetime
    address: str
    browser: str
    second_factor: bool
    ended_at: datetime | None
    ended_why: str


@query("staff.own_sign_ins", "Các lần đăng nhập của tôi", roles=WORKING, row=SittingRow, most=50)
def own_sign_ins_query(asked: Asked) -> list[Sitting]:
    """The asker's own sign-ins: open ones first, then the latest."""
    return sittings_of(acting_person(asked.actor.person_id))


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One of one's own tokens; ``acts``: what it is for, as it was asked."""

    id: int
    acts: str
    made_at: datetime
    expires_at: datetime


@query("staff.own_tokens", "Mã truy cập của tôi", roles=WORKING, row=TokenRow, most=50)
def own_tokens_query(asked: Asked) -> list[Token]:
    """The asker's own tokens that still open something, the latest first."""
    return tokens_of(acting_person(asked.actor.person_id), asked.now)
