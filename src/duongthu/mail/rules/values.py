"""What an item may say of itself, the same at every door: counter, other operators, files, devices."""

from collections.abc import Sequence

from duongthu.kernel import s10
from duongthu.kernel.dong import MAX_DONG
from duongthu.kernel.identity import phone as phone_number
from duongthu.kernel.text import clean_line
from duongthu.mail import refusals

HEAVIEST_GRAMS = 1_000_000  # beyond any service; the tariff of the service says less
SERVICES = ("ems", "parcel", "letter")
NOT_MEASURED = (0, 0, 0)
NAME_MOST, ADDRESS_MOST = 120, 250


def item_number(text: str, *, field: str = "code") -> str:
    """An S10 number as it is kept: thirteen capitals and figures, check digit and country right.

    Raises:
        Refusal: of ``kernel.s10``.
    """
    parsed = s10.parse(text, field=field)
    s10.demand_country(parsed.country, field=field)
    return parsed.code


def weight(grams: int, *, field: str = "weight_grams") -> int:
    """A weight in grams that a thing can have.

    Raises:
        WrongWeight.
    """
    if not 0 < grams <= HEAVIEST_GRAMS:
        raise refusals.WrongWeight(field=field, grams=grams, limit=HEAVIEST_GRAMS)
    return grams


def sides(sides_mm: Sequence[int], *, field: str = "sides_mm") -> None:
    """Length, width and height in millimetres: all measured or none.

    Raises:
        WrongSides.
    """
    if tuple(sides_mm) != NOT_MEASURED and min(sides_mm) <= 0:
        raise refusals.WrongSides(field=field, sides=" × ".join(map(str, sides_mm)))


def cod(amount: int, limit: int | None = None, *, field: str = "cod_dong") -> int:
    """Cash on delivery in đồng, 0 for none.

    Raises:
        CodTooHigh: negative, or more than one item may carry.
    """
    most = MAX_DONG if limit is None else limit
    if not 0 <= amount <= most:
        raise refusals.CodTooHigh(field=field, amount=amount, limit=most)
    return amount


def service(code: str, *, field: str = "service") -> str:
    """A service of ours.

    Raises:
        UnknownService.
    """
    if code not in SERVICES:
        raise refusals.UnknownService(field=field, service=code, services=", ".join(SERVICES))
    return code


def name(text: str, field: str) -> str:
    """A name on an item, which must be there."""
    return clean_line(text, field, NAME_MOST, required=True)


def address(text: str, field: str) -> str:
    """An address on an item, which must be there."""
    return clean_line(text, field, ADDRESS_MOST, required=True)


def phone(text: str, field: str) -> str:
    """A phone as E.164, or empty."""
    return phone_number(text, field=field) if text else ""
