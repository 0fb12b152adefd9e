"""Other operators that items are taken from and handed to."""

import json
from functools import cache
from pathlib import Path

from duongthu.mail import refusals

FILE = Path(__file__).resolve().parent.parent / "data" / "partners.json"


@cache
def partners() -> dict[str, str]:
    """Names of the operators this post works with, by code."""
    return {line["code"]: line["name"] for line in json.loads(FILE.read_text(encoding="utf-8"))}


def partner(code: str, *, field: str = "partner_code") -> str:
    """The code of an operator this post works with.

    Raises:
        UnknownPartner.
    """
    if code not in partners():
        raise refusals.UnknownPartner(field=field, partner=code, partners=", ".join(partners()))
    return code
