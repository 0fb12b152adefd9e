"""Hamlets of a commune on a day, and where an address lies."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from duongthu.network.models import Commune
from duongthu.network.queries.day import network_on
from duongthu.network.refusals import UnknownCommune
from duongthu.network.rules.hamlets import (
    Hamlet,
    Located,
    Named,
    hamlet_in,
    house_at,
    house_in,
    most_alike,
    named,
    periods_until,
)
from duongthu.network.rules.positions import Position
from duongthu.network.rules.reference import reference_rows
from duongthu.network.rules.units import SHOWN


def hamlets_of(commune_code: str, on: date) -> tuple[Hamlet, ...]:
    """The hamlets of a commune of that day, or of one that bore the code last before; empty when none is known."""
    columns = periods_until(on)
    return next((found for column in columns if (found := _hamlets(column).get(commune_code))), ())


def address_position(commune_code: str, text: str, *, on: date) -> Located:
    """Where an address lies: at its house in the hamlet the text names, else at the commune's own point.

    Args:
        commune_code: a commune of that day, or one that was there before it.
        text: hamlet and house as people write them ("Thôn Đào Xá, số 12"), with or without accents.
        on: the day the code is read on.

    Raises:
        UnknownCommune: no commune has borne that code until that day.
    """
    return positions_of([(commune_code, text)], on=on)[0]


def positions_of(addresses: Iterable[tuple[str, str]], *, on: date) -> list[Located]:
    """``address_position`` of many pairs of commune code and text, in their order.

    Raises:
        UnknownCommune: no commune has borne that code until that day; ``row`` is the pair's number, from 1.
    """
    points: dict[str, Position] = {}
    found = []
    for row, (code, text) in enumerate(addresses, start=1):
        if code not in points:
            points[code] = _point_of(code, on, row)
        found.append(_located(code, text, points[code], on))
    return found


def hamlets_like(commune_code: str, text: str, *, on: date, many: int = 3) -> tuple[Hamlet, ...]:
    """Hamlets of a commune spelt most like what an address says, for a person to choose from; the likest first."""
    return most_alike(text, _names(commune_code, on), many)


def _located(code: str, text: str, point: Position, on: date) -> Located:
    hamlet, house = hamlet_in(text, _names(code, on)), house_in(text)
    if hamlet is None:
        return Located(point, "commune", "", house)
    return Located(house_at(hamlet, house), "hamlet", hamlet.code, house)


def _point_of(code: str, on: date, row: int) -> Position:
    """The own point of a commune of that day, or of the last that bore the code before."""
    known = network_on(on).communes.get(code)
    if known is not None:
        return known.at
    former = Commune.objects.filter(code=code[:SHOWN], from_on__lte=on).order_by("-from_on").first()
    if former is None:
        raise UnknownCommune(field="commune_code", row=row, commune=code[:SHOWN], on=on.isoformat())
    return Position(former.latitude, former.longitude)


def _names(code: str, on: date) -> tuple[Named, ...]:
    columns = periods_until(on)
    return next((found for column in columns if (found := _names_of_period(column).get(code))), ())


@cache
def _names_of_period(column: str) -> dict[str, tuple[Named, ...]]:
    return {code: named(hamlets) for code, hamlets in _hamlets(column).items()}


@cache
def _hamlets(column: str) -> dict[str, tuple[Hamlet, ...]]:
    """The hamlets of each commune of a period, by code."""
    found: dict[str, list[Hamlet]] = {}
    for row in reference_rows("hamlets"):
        at = Position(float(row["latitude"]), float(row["longitude"]))
        hamlet = Hamlet(row["code"], row["name"], at, int(row["people"]), row["synthetic"])
        if row[column]:
            found.setdefault(row[column], []).append(hamlet)
    return {code: tuple(hamlets) for code, hamlets in found.items()}
