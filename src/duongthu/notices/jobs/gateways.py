"""The gateways: a folder that a sender of short messages empties, or an address that takes JSON over HTTP."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import UUID

from duongthu.kernel.identity import masked
from duongthu.notices.refusals import GatewayNotSet, WrongGateway
from duongthu.notices.rules.texts import parts_of, without_marks

TIMEOUT_SECONDS = 10.0
ANSWER_BYTES = 10_000
TOLD = 120  # characters of a gateway's own words that are kept
PHONE = re.compile(r"(?<!\w)(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\d)")
TRY_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a gateway gets it; ``text`` names the hotline."""

    key: UUID
    phone: str = field(repr=False)
    text: str
    about: str
    made_at: datetime
    good_until_at: datetime

    def told(self) -> dict[str, Any]:
        """As JSON values: the text with and without Vietnamese marks, and how many short messages each takes."""
        plain = without_marks(self.text)
        return {
            "key": str(self.key), "phone": self.phone, "text": self.text, "text_parts": parts_of(self.text),
            "plain": plain, "plain_parts": parts_of(plain), "about": self.about,
            "made_at": self.made_at.isoformat(), "good_until_at": self.good_until_at.isoformat(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of handing one message over: ``sent``, ``later`` (try again) or ``failed`` (never)."""

    outcome: str
    reason: str = ""
    reference: str = ""


class Gateway(Protocol):
    """Takes messages on; handed the same message twice it must send it once, by its key."""

    def hand(self, letter: Letter) -> Attempt:
        """Hand one over."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One JSON file for each message, named by its key; it appears whole or not at all."""

    path: Path

    def hand(self, letter: Letter) -> Attempt:
        """Write the file."""
        name = f"{letter.key}.json"
        part = self.path / f".{name}.part"
        try:
            with part.open("w", encoding="utf-8") as file:
                json.dump(letter.told(), file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path / name)
        except OSError as error:
            return Attempt("later", f"không ghi được vào thư mục gửi tin: {error.strerror or error}")
        return Attempt("sent", reference=name)


class _StayHere(HTTPRedirectHandler):
    """A redirect would turn the message into a question: it is an error instead."""

    def redirect_request(self, *_asked: object) -> None:
        """Follow nothing."""


@dataclass(frozen=True, slots=True)
class Address:
    """POST of one JSON object for each message, with its key in ``Idempotency-Key``.

    2xx and 409 (it has the message already) are success; 408, 425, 429, 5xx and no answer are tried again; any other is for good.
    """

    url: str
    token: str = ""
    timeout_seconds: float = TIMEOUT_SECONDS

    def hand(self, letter: Letter) -> Attempt:
        """Ask once."""
        try:
            with build_opener(_StayHere).open(self._request(letter), timeout=self.timeout_seconds) as answer:
                return Attempt("sent", reference=_reference(answer.read(ANSWER_BYTES)))
        except HTTPError as error:
            with error:
                return _refused(error.code, error.read(ANSWER_BYTES))
        except (URLError, HTTPException, OSError) as error:
            reason = getattr(error, "reason", None) or error
            return Attempt("later", f"cổng tin không trả lời: {str(reason)[:TOLD] or type(error).__name__}")

    def _request(self, letter: Letter) -> Request:
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(letter.key)}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = json.dumps(letter.told(), ensure_ascii=False).encode()
        return Request(self.url, body, headers, method="POST")  # noqa: S310  (gateway_from let only http(s) through)


def _refused(status: int, body: bytes) -> Attempt:
    if status == HTTPStatus.CONFLICT:
        return Attempt("sent", reference=_reference(body))
    later = status in TRY_LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    words = _unnumbered(
        " ".join("".join(c if c.isprintable() else " " for c in body.decode(errors="replace")).split())
    )
    return Attempt(
        "later" if later else "failed", f"cổng tin từ chối ({status}): {words[:TOLD]}".rstrip(": ")
    )


def _unnumbered(words: str) -> str:
    """What a gateway says, without the customers' numbers: it is logged."""
    return PHONE.sub(lambda found: masked(found[0]), words)


def _reference(body: bytes) -> str:
    """What the gateway calls the message, where it says so in JSON as ``id`` or ``reference``."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    if not isinstance(said, Mapping):
        return ""
    reference = str(said.get("id") or said.get("reference") or "")
    return "".join(c for c in reference if c.isprintable())[:80]


def gateway_from(setting: str, token: str = "") -> Gateway:
    """The gateway a setting names: a folder's path or an ``http(s)://`` address.

    Raises:
        GatewayNotSet, WrongGateway.
    """
    if not setting:
        raise GatewayNotSet
    if "://" in setting:
        return _address(setting, token)
    folder = Path(setting)
    if not folder.is_absolute():
        raise WrongGateway(setting=setting, reason="thư mục phải ghi từ gốc, ví dụ /var/spool/duongthu")
    if not folder.is_dir():
        raise WrongGateway(setting=setting, reason="không có thư mục này")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise WrongGateway(setting=setting, reason="không ghi được vào thư mục này")
    return Folder(folder)


def _address(setting: str, token: str) -> Address:
    try:
        parts = urlsplit(setting)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise WrongGateway(setting=setting, reason="địa chỉ viết sai") from error
    if not known:
        raise WrongGateway(
            setting=setting, reason="địa chỉ phải bắt đầu bằng http:// hoặc https:// và có tên máy"
        )
    return Address(setting, token)
