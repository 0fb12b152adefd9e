"""Who is calling: a token speaks for one person through one registered device, for some acts, until a day.

The text a device holds is signed and kept nowhere; its row says the rest. It ends when its row ends, when its person's
counter moves on, when it was once seen past its day, and when the installation's signing key is changed.
"""

import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.signing import BadSignature

from duongthu.acts.api import Actor, perform, system_actor
from duongthu.kernel import clock
from duongthu.kernel.refusal import Refusal
from duongthu.network.api import actor_of
from duongthu.staff.api import (
    PEOPLE_ONLY,
    SecurityEvent,
    Token,
    covers,
    device_by_code,
    note_expired,
    note_security,
    read_token,
    signed_token,
    token_by_id,
)

FRESH_SECONDS = 15.0  # how long an ended post or token may still act through a warm process
KEPT = 2_000  # bounds a warm process's memory
DAYS = 90
SHOWN = 80


class NoToken(Refusal):
    """The request carries no token of ours."""

    code = "rest.no_token"
    sentence = "Cần mã truy cập hợp lệ (Authorization: Bearer …)."


class TokenEnded(NoToken):
    """The token was ended, or all tokens of its person were."""

    code = "rest.token_ended"
    sentence = "Mã truy cập này đã bị thu hồi; hãy xin mã mới."


class TokenExpired(TokenEnded):
    """The token's last day has passed."""

    code = "rest.token_expired"
    sentence = "Mã truy cập này đã hết hạn; hãy xin mã mới."


class WrongDevice(NoToken):
    """The request names another device than the token's."""

    code = "rest.wrong_device"
    sentence = "Mã truy cập này thuộc thiết bị khác, không phải «{device}»."


class OutOfScope(Refusal):
    """The token is not for this act."""

    code = "rest.out_of_scope"
    sentence = "Mã truy cập này không dùng cho nghiệp vụ «{act}»."


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request speaks for, and for which acts; no part of a scope: for all he may do but approvals, rights and people."""

    actor: Actor
    acts: tuple[str, ...]

    def check_scope(self, act: str) -> None:
        """Refuse an act the token is not for.

        Raises:
            OutOfScope.
        """
        named = any(covers(scope, act) for scope in self.acts)
        if not named and (self.acts or act.startswith(PEOPLE_ONLY)):
            raise OutOfScope(field="act", act=act[:SHOWN])

    def check_query(self, query: str) -> None:
        """Refuse a question the token is not for; an open token asks all that the person may ask.

        Raises:
            OutOfScope.
        """
        if self.acts and not any(covers(scope, query) for scope in self.acts):
            raise OutOfScope(field="query", act=query[:SHOWN])


def make_token(person_code: str, device: str = "", acts: tuple[str, ...] = (), days: int = DAYS) -> str:
    """A token made at the server itself, for a device of that person; without one a device of his own is registered.

    Raises:
        Refusal: no such person, or he holds no post, or the device is somebody else's.
    """
    actor = actor_of(person_code, clock.today())
    founder = system_actor("Dòng lệnh", frozenset({actor.unit_id}), actor.unit_id, frozenset({"admin"}))
    code = device or f"MAY-{person_code}"
    if not device and device_by_code(code) is None:
        params = {"code": code, "unit_id": actor.unit_id, "person_code": person_code}
        _done(founder, "staff.register_device", params)
    params = {"person_code": person_code, "device": code, "acts": list(acts), "days": days}
    return signed_token(int(_done(founder, "staff.issue_token", params)["token_id"]))


def _done(actor: Actor, act: str, params: dict[str, Any]) -> dict[str, Any]:
    outcome = perform(actor, act, params)
    if outcome.refusal:
        raise NotIssued(reason=outcome.refusal["message"].rstrip("."))
    return outcome.result


class NotIssued(Refusal):
    """No token was made."""

    code = "rest.not_issued"
    sentence = "Chưa cấp được mã truy cập: {reason}."


def actor_from(header: str, device: str) -> Actor:
    """The actor a request speaks for; see ``caller_from``."""
    return caller_from(header, device).actor


def caller_from(header: str, device: str) -> Caller:
    """Who calls.

    Raises:
        NoToken: no token, or not signed by us; TokenEnded, TokenExpired, WrongDevice.
        UnknownPerson, NoPostHeld: the person holds no post today.
    """
    scheme, _, text = header.partition(" ")
    if scheme != "Bearer":
        raise NoToken
    try:
        token_id, code, counter = read_token(text)
    except (BadSignature, ValueError) as wrong:
        raise NoToken from wrong
    caller = _caller(token_id, code, counter, clock.today())
    if device and device != caller.actor.device:
        raise WrongDevice(device=device[:SHOWN])
    return caller


_callers: dict[tuple[int, int, date], tuple[float, Caller]] = {}


def _caller(token_id: int, code: str, counter: int, on: date) -> Caller:
    kept = _callers.get((token_id, counter, on))
    if kept and kept[0] > time.monotonic():
        return kept[1]
    token = _in_force(token_id, code, counter)
    caller = Caller(actor_of(code, on, token.device.code), tuple(filter(None, token.acts.split(","))))
    if len(_callers) > KEPT:
        _callers.clear()
    _callers[token_id, counter, on] = (time.monotonic() + FRESH_SECONDS, caller)
    return caller


def _in_force(token_id: int, code: str, counter: int) -> Token:
    token = token_by_id(token_id)
    if token is None or token.person.code != code or token.counter != counter:
        raise NoToken
    ended = token.ended_at is not None or token.person.token_counter != counter
    expired = not ended and token.expires_at <= clock.now()
    if expired:
        note_expired(token)
    if ended or expired:
        kind = SecurityEvent.Kind.TOKEN_REFUSED
        note_security(kind, person_id=token.person_id, device=token.device.code, detail=f"token {token_id}")
        raise TokenExpired if expired else TokenEnded
    return token
