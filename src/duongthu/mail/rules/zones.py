"""The price zone of a destination: it follows from where an item goes, never from what the sender calls it.

Zones (rules.md §2.2): within the province, within its economic region, beyond. Provinces as of before and since 1 July 2025
(NQ 202/2025/QH15) and their regions stand in ``data/provinces.csv``; the post's own one is marked there.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from duongthu.mail import refusals

FILE = Path(__file__).resolve().parent.parent / "data" / "provinces.csv"
WITHIN, NEAR, FAR = "noi_tinh", "noi_vung", "lien_vung"


class Province(NamedTuple):
    """A province while it stands; ``successor``: the code of the one it went into, ``home``: ours."""

    code: str
    name: str
    region: str
    from_on: date
    until_on: date | None
    successor: str
    home: bool


@cache
def _all() -> tuple[Province, ...]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Province(
                row["code"], row["name"], row["region"], date.fromisoformat(row["valid_from"]),
                date.fromisoformat(row["valid_to"]) if row["valid_to"] else None, row["successor"], bool(row["home"]),
            )
            for row in csv.DictReader(lines)
        )  # fmt: skip


@cache
def provinces_on(on: date) -> dict[str, Province]:
    """The provinces of a day by code, in order of their names."""
    standing = [one for one in _all() if one.from_on <= on and (one.until_on is None or on < one.until_on)]
    return {one.code: one for one in sorted(standing, key=lambda one: one.name)}


def province(code: str, on: date, *, field: str = "province_code") -> Province:
    """The province of that code; a code of before the mergers leads to the province it went into.

    Raises:
        UnknownProvince: no province bears or bore it.
    """
    standing = provinces_on(on)
    if code in standing:
        return standing[code]
    before = [one for one in _all() if one.code == code and one.successor in standing]
    if not before:
        raise refusals.UnknownProvince(field=field, province=code[:8])
    return standing[before[-1].successor]


def zone_to(commune_code: str, partner_code: str, province_code: str, on: date) -> str:
    """The zone of a destination: a commune of ours, or another operator and the province it carries the item to.

    Raises:
        DestinationUnclear: neither or both are given. UnknownProvince. OwnProvince: the commune must be given.
    """
    if not partner_code and not province_code:
        return zone_of("", on)
    if not partner_code or not province_code or commune_code:
        raise refusals.DestinationUnclear(field="commune_code" if commune_code else "province_code")
    return zone_of(province_code, on)


def zone_of(province_code: str, on: date) -> str:
    """The zone of a province of ours or another; none means within ours.

    Raises:
        UnknownProvince, OwnProvince.
    """
    if not province_code:
        return WITHIN
    there = province(province_code, on)
    if there.home:
        raise refusals.OwnProvince(field="province_code", province=there.name)
    ours = next(one for one in provinces_on(on).values() if one.home)
    return NEAR if there.region == ours.region else FAR
