"""What a page is asked for: the one place where an address's query and a form's hidden fields are read.

An absent or empty value is the default; anything else that cannot be what the page asks for is refused by name
(``desks.wrong_query``, 422), never guessed and never a crash.
"""

import re
from collections.abc import Container, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from duongthu.acts.api import Actor, Outcome, perform
from duongthu.desks.refusals import WrongQuery
from duongthu.kernel.clock import VN, today
from duongthu.staff.api import SecurityEvent, note_security

EARLIEST = date(2000, 1, 1)
AHEAD = timedelta(days=400)
LONGEST = 200
BEYOND = {"acts.unit_out_of_reach", "acts.role_not_allowed", "acts.only_at_province"}
NUMBER = re.compile(r"[0-9]{1,18}")


def text(request: HttpRequest, name: str, most: int = LONGEST) -> str:
    """The trimmed value of the address or the form, empty where there is none."""
    given = (request.GET.get(name) or request.POST.get(name) or "").strip()
    if len(given) > most:
        raise WrongQuery(field=name, name=name, reason=f"dài quá {most} ký tự")
    return given


def day(request: HttpRequest, name: str = "ngay", default: date | None = None) -> date:
    """A day as ``2020-08-14``, from 2000 to a year ahead; today by default."""
    given = text(request, name)
    if not given:
        return default or today()
    try:
        found = date.fromisoformat(given)
    except ValueError as error:
        raise WrongQuery(field=name, name=name, reason="phải là ngày (năm-tháng-ngày)") from error
    _check_bounds(name, found)
    return found


def moment(request: HttpRequest, name: str) -> datetime | None:
    """A minute as ``2020-08-14T10:30`` in Vietnamese time, or with its own zone; None where none is given."""
    given = text(request, name)
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given)
    except ValueError as error:
        raise WrongQuery(
            field=name, name=name, reason="phải là thời điểm (năm-tháng-ngàyTgiờ:phút)"
        ) from error
    _check_bounds(name, found.date())
    return found if found.tzinfo else found.replace(tzinfo=VN)


def _check_bounds(name: str, found: date) -> None:
    last = today() + AHEAD
    if not EARLIEST <= found <= last:
        raise WrongQuery(field=name, name=name, reason=f"phải từ {EARLIEST:%d/%m/%Y} đến {last:%d/%m/%Y}")


def number(request: HttpRequest, name: str, default: int) -> int:
    """A whole number written in the digits 0 to 9, at most eighteen of them."""
    given = text(request, name)
    if not given:
        return default
    if not NUMBER.fullmatch(given):
        raise WrongQuery(field=name, name=name, reason="phải là số nguyên không âm")
    return int(given)


def numbers(request: HttpRequest, name: str) -> list[int]:
    """All values of a form's field, each a whole number."""
    given = request.POST.getlist(name)
    if not all(NUMBER.fullmatch(one) for one in given):
        raise WrongQuery(field=name, name=name, reason="phải là số nguyên không âm")
    return [int(one) for one in given]


def choice(request: HttpRequest, name: str, among: Container[str], default: str) -> str:
    """One of the values a page knows; the default where another is given, for old links go on working."""
    given = text(request, name)
    return given if given in among else default


def identifier(request: HttpRequest, name: str = "command_id") -> UUID:
    """The UUID a form was given when it was shown; without it nothing is done."""
    try:
        return UUID(text(request, name))
    except ValueError as error:
        raise WrongQuery(field=name, name=name, reason="thiếu hoặc hỏng; hãy tải lại trang") from error


def do(request: HttpRequest, act: str, params: Mapping[str, object]) -> Outcome:
    """Carry out one act for whom sits here, under the command id of the form: a double click is one command."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    outcome = perform(actor, act, params, command_id=identifier(request))
    if outcome.refusal and outcome.refusal["code"] in BEYOND:
        kind = SecurityEvent.Kind.BEYOND_REACH
        note_security(kind, person_id=actor.person_id, detail=f"{act} {outcome.refusal['code']}")
    return outcome
