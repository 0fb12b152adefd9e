"""Who is calling: a signed token names a person; their posts of today say what they may do."""

import time
from datetime import date

from django.core.signing import BadSignature, Signer

from duongthu.acts.api import Actor
from duongthu.kernel import clock
from duongthu.kernel.refusal import Refusal
from duongthu.network.api import actor_of

SALT = "duongthu.rest"
FRESH_SECONDS = 15.0  # how long a post that ended may still act through a warm process


class NoToken(Refusal):
    """The request carries no token of ours."""

    code = "rest.no_token"
    sentence = "Cần mã truy cập hợp lệ (Authorization: Bearer …)."


def make_token(person_code: str) -> str:
    """A token for a person; it lasts until the installation's signing key is changed."""
    return Signer(salt=SALT).sign(person_code)


def actor_from(header: str, device: str) -> Actor:
    """The actor a request speaks for.

    Raises:
        NoToken: no token, or not signed by us. UnknownPerson, NoPostHeld: the person holds no post today.
    """
    scheme, _, token = header.partition(" ")
    if scheme != "Bearer":
        raise NoToken
    try:
        code = Signer(salt=SALT).unsign(token)
    except BadSignature as wrong:
        raise NoToken from wrong
    return _actor(code, clock.today(), device)


_actors: dict[tuple[str, date, str], tuple[float, Actor]] = {}


def _actor(code: str, on: date, device: str) -> Actor:
    kept = _actors.get((code, on, device))
    if kept and kept[0] > time.monotonic():
        return kept[1]
    actor = actor_of(code, on, device)
    if len(_actors) > 2_000:  # noqa: PLR2004  (bounds a warm process's memory)
        _actors.clear()
    _actors[code, on, device] = (time.monotonic() + FRESH_SECONDS, actor)
    return actor
