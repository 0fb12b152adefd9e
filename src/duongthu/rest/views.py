"""Addresses for machines: carry out an act, list the acts, describe them as OpenAPI."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from duongthu.acts.api import Outcome, WrongParameter, perform
from duongthu.kernel.doors import MACHINE, open_to
from duongthu.kernel.refusal import Refusal
from duongthu.rest.tokens import NoToken, OutOfScope, caller_from
from duongthu.staff.api import SecurityEvent, note_security

BEYOND = {"acts.unit_out_of_reach", "acts.role_not_allowed"}
STATUS = {"done": 200, "proposed": 202, "refused": 422}


class Request(BaseModel):
    """What a machine sends: the command's id (UUIDv7), when it happened on the device, and the act's parameters."""

    model_config = ConfigDict(extra="forbid")

    command_id: UUID
    device_at: AwareDatetime | None = None
    params: dict[str, Any] = {}


@csrf_exempt
@require_POST
@open_to(MACHINE)
def carry_out(request: HttpRequest, act: str) -> HttpResponse:
    """Carry out one act; the same command id again answers the same (header ``Idempotent-Replayed``)."""
    try:
        caller = caller_from(request.headers.get("Authorization", ""), request.headers.get("X-Device", ""))
        vars(request)["actor"] = caller.actor  # for the log
        caller.check_scope(act)
        asked = _read(request.body)
    except Refusal as refusal:
        return JsonResponse(refusal.as_dict(), status=status_of(refusal))
    params, actor = json.dumps(asked.params), caller.actor
    outcome = perform(actor, act, params, command_id=asked.command_id, device_at=asked.device_at)
    if outcome.refusal and outcome.refusal["code"] in BEYOND:
        kind = SecurityEvent.Kind.BEYOND_REACH
        note_security(
            kind, person_id=actor.person_id, device=actor.device, detail=f"{act} {outcome.refusal['code']}"
        )
    answer = JsonResponse(_as_dict(outcome), status=STATUS[outcome.status])
    if outcome.repeated:
        answer["Idempotent-Replayed"] = "true"
    return answer


def status_of(refusal: Refusal) -> int:
    """Of a caller who is not known, or whose token is not for this."""
    if isinstance(refusal, NoToken):
        return 401
    return 403 if isinstance(refusal, OutOfScope) else 422


def _read(body: bytes) -> Request:
    try:
        return Request.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "JSON"
        raise WrongParameter(field=where, where=where, reason="không đúng dạng") from error


def _as_dict(outcome: Outcome) -> dict[str, Any]:
    return {
        "command_id": str(outcome.command_id),
        "act": outcome.act,
        "status": outcome.status,
        "act_id": outcome.act_id,
        "result": outcome.result,
        "refusal": outcome.refusal,
    }
