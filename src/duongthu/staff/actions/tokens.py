"""Acts about tokens: with them a device speaks for one person over HTTP."""

from datetime import timedelta
from typing import Annotated

from django.core.signing import Signer
from django.db.models import F
from pydantic import Field

from duongthu.acts.api import (
    Call,
    Reference,
    UnitOutOfReach,
    act,
    all_acts,
    all_queries,
    perform,
    system_actor,
)
from duongthu.staff.actions.signing_in import works_within
from duongthu.staff.models import Person, Token
from duongthu.staff.queries.reading import acting_person, device_by_code, person_by_code, token_by_id
from duongthu.staff.refusals import DeviceOfAnother, UnknownDevice, UnknownPerson, UnknownScope, UnknownToken
from duongthu.staff.rules import posts as rules

SALT = "duongthu.rest"
DAYS_MOST = 366
PEOPLE_ONLY = ("acts.", "staff.")  # approvals, thresholds, people: for somebody who can be asked who he is
Days = Annotated[int, Field(ge=1, le=DAYS_MOST)]
Scope = Annotated[list[str], Field(max_length=200)]

TokenRef = Annotated[int, Reference("token")]
"""Number of a token; looked up by the act."""


@act("staff.issue_token", "Cấp mã truy cập", roles=(*rules.Role, "system"))
def issue_token(call: Call, *, device: str, acts: Scope, days: Days, person_code: str = "") -> dict[str, int]:
    """Give a registered device a token that speaks for oneself, for some acts (``mail.*`` or a name) and some days.

    Nobody gets one for somebody else; only the server's own command line names a person, and may leave the acts open.

    Raises:
        UnknownDevice, DeviceOfAnother, UnknownScope.
    """
    founder = "system" in call.actor.roles
    person = person_by_code(person_code) if founder else acting_person(call.actor.person_id)
    found = device_by_code(device)
    if found is None:
        raise UnknownDevice(field="device", device=device)
    if found.person_id not in {None, person.pk}:
        raise DeviceOfAnother(field="device", device=device)
    if not founder:
        if found.unit_id not in call.actor.reach:
            raise UnitOutOfReach(field="device", unit=found.unit_id)
        _check_scope(acts)
    token = Token.objects.create(
        person=person, device=found, counter=person.token_counter, acts=",".join(acts), made_at=call.now,
        expires_at=call.now + timedelta(days=days), act_id=call.act_id,
    )  # fmt: skip
    return {"token_id": token.pk}


def _check_scope(acts: list[str]) -> None:
    """At least one act, each known, none that needs a person who can be asked again."""
    names = [spec.name for spec in all_acts()] + [spec.name for spec in all_queries()]
    for row, wanted in enumerate(acts or [""], start=1):
        known = any(covers(wanted, name) for name in names)
        if not known or wanted.startswith(PEOPLE_ONLY):
            raise UnknownScope(field="acts", row=row, act=wanted)


def covers(scope: str, act_name: str) -> bool:
    """Whether one part of a token's scope (``mail.*``, ``mail.report``) covers an act."""
    return act_name.startswith(scope[:-1]) if scope.endswith(".*") else scope == act_name


@act("staff.end_token", "Thu hồi một mã truy cập", roles=tuple(rules.Role))
def end_token(call: Call, *, token_id: TokenRef) -> None:
    """End one token: one's own, or one of somebody within reach, for who staffs his unit.

    Raises:
        UnknownToken: there is none in force that the actor may end.
    """
    token = token_by_id(token_id)
    if token is None or token.ended_at is not None or not _may_end(call, token.person):
        raise UnknownToken(field="token_id", token_id=token_id)
    Token.objects.filter(pk=token_id, ended_at=None).update(ended_at=call.now)


@act("staff.end_tokens", "Thu hồi mã truy cập", roles=tuple(rules.Role))
def end_tokens(call: Call, *, person_code: str) -> None:
    """End every token a person's machines were given up to now: one was lost, or a device changed hands.

    Raises:
        UnknownPerson: there is none of that code, or none whose tokens the actor may end.
    """
    person = person_by_code(person_code)
    if not _may_end(call, person):
        raise UnknownPerson(field="person_code", person=person_code)
    Person.objects.filter(pk=person.pk).update(token_counter=F("token_counter") + 1)


def _may_end(call: Call, person: Person) -> bool:
    """Oneself, or who staffs the unit one works at."""
    if person.pk == call.actor.person_id or "system" in call.actor.roles:
        return True
    if not call.actor.roles & {"director", "head", "admin"}:
        return False
    return works_within(call, person)


def signed_token(token_id: int) -> str:
    """The text a device holds for a token: its number, person and counter, signed by this installation.

    Raises:
        UnknownToken: there is no such token.
    """
    token = token_by_id(token_id)
    if token is None:
        raise UnknownToken(field="token_id", token_id=token_id)
    return Signer(salt=SALT).sign_object([token.pk, token.person.code, token.counter])


def read_token(text: str) -> tuple[int, str, int]:
    """Number, person's code and counter of a token's text.

    Raises:
        BadSignature, ValueError: it is none of ours.
    """
    token_id, code, counter = Signer(salt=SALT).unsign_object(text)
    return token_id, code, counter


@act("staff.note_expired_token", "Thu hồi mã truy cập hết hạn", roles=("system",))
def note_expired_token(call: Call, *, token_id: TokenRef) -> None:
    """A token was shown past its end: it is ended for good, so that a clock put back does not revive it."""
    Token.objects.filter(pk=token_id, ended_at=None, expires_at__lte=call.now).update(ended_at=call.now)


def note_expired(token: Token) -> None:
    """Let the program itself end a token that was shown past its end."""
    perform(system_actor("Đường Thư", frozenset()), "staff.note_expired_token", {"token_id": token.pk})
