"""Who is calling: a signed token names a person; their posts of today say what they may do."""

import time
from datetime import date, datetime

from django.core.signing import BadSignature, Signer

from duongthu.acts.api import Actor
from duongthu.kernel import clock
from duongthu.kernel.refusal import Refusal
from duongthu.network.api import actor_of
from duongthu.staff.api import tokens_ended_at

SALT = "duongthu.rest"
FRESH_SECONDS = 15.0  # how long an ended post or token may still act through a warm process
KEPT = 2_000  # bounds a warm process's memory


class NoToken(Refusal):
    """The request carries no token of ours."""

    code = "rest.no_token"
    sentence = "Cần mã truy cập hợp lệ (Authorization: Bearer …)."


class TokenEnded(NoToken):
    """The token was made before all tokens of its person were ended."""

    code = "rest.token_ended"
    sentence = "Mã truy cập này đã bị thu hồi; hãy xin mã mới."


def make_token(person_code: str) -> str:
    """A token for a person; it lasts until ``staff.end_tokens`` or until the installation's signing key is changed."""
    return Signer(salt=SALT).sign_object([person_code, clock.now().isoformat()])


def actor_from(header: str, device: str) -> Actor:
    """The actor a request speaks for.

    Raises:
        NoToken: no token, or not signed by us; TokenEnded: it was ended.
        UnknownPerson, NoPostHeld: the person holds no post today.
    """
    scheme, _, token = header.partition(" ")
    if scheme != "Bearer":
        raise NoToken
    try:
        code, made_at = Signer(salt=SALT).unsign_object(token)
    except (BadSignature, ValueError) as wrong:
        raise NoToken from wrong
    return _actor(code, made_at, clock.today(), device)


_actors: dict[tuple[str, str, date, str], tuple[float, Actor]] = {}


def _actor(code: str, made_at: str, on: date, device: str) -> Actor:
    kept = _actors.get((code, made_at, on, device))
    if kept and kept[0] > time.monotonic():
        return kept[1]
    ended = tokens_ended_at(code)
    if ended and datetime.fromisoformat(made_at) <= ended:
        raise TokenEnded
    actor = actor_of(code, on, device)
    if len(_actors) > KEPT:
        _actors.clear()
    _actors[code, made_at, on, device] = (time.monotonic() + FRESH_SECONDS, actor)
    return actor
