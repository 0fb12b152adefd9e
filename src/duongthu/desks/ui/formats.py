"""How sums, codes, phones and moments are written on screens (pure; ``ui.md`` §8)."""

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

from duongthu.kernel.clock import local, today

GRAMS_SHOWN = 10_000  # lighter things are written in grams
NBSP = "\u00a0"
MINUS = "\u2212"
ABSENT = "–"
_S10 = re.compile(r"^([A-Z]{2})(\d{3})(\d{3})(\d{3})([A-Z]{2})$")
_MOBILE = re.compile(r"^(?:\+84|0)(\d{3})(\d{3})(\d{3})$")


def count(number: int) -> str:
    """``1.234.567``; a true minus sign before negative numbers."""
    written = f"{abs(number):,}".replace(",", ".")
    return MINUS + written if number < 0 else written


def money(amount_dong: int) -> str:
    """``1.250.000 ₫`` with a no-break space."""
    return f"{count(amount_dong)}{NBSP}₫"


def percent(part: int, whole: int) -> str:
    """``78%``, rounded down so that 100% means all; a dash where there is nothing to divide."""
    return f"{part * 100 // whole}%" if whole else ABSENT


def item_code(code: str) -> str:
    """``EB 123 456 785 VN`` for an S10 number; any other code as it is."""
    match = _S10.match(code.strip().upper())
    return NBSP.join(match.groups()) if match else code


def phone(number: str) -> str:
    """``0905 123 456`` for a Vietnamese mobile number; any other as it is."""
    match = _MOBILE.match(number)
    return f"0{match[1]}{NBSP}{match[2]}{NBSP}{match[3]}" if match else number


def day(value: date | None) -> str:
    """``14/08/2020``; a dash where there is no day."""
    return value.strftime("%d/%m/%Y") if value else ABSENT


def moment(at: datetime | None) -> str:
    """``14:20 hôm nay``, ``14:20 hôm qua`` or ``14:20 12/08/2020``, in Vietnamese time; a dash for none."""
    if at is None:
        return ABSENT
    here = local(at)
    days_ago = (today() - here.date()).days
    named = {0: _("hôm nay"), 1: _("hôm qua")}.get(days_ago, day(here.date()))
    return f"{here:%H:%M} {named}"


def weight(grams: int) -> str:
    """``1.250 g``, and kilograms from ten kilograms on: ``12,5 kg``."""
    if grams < GRAMS_SHOWN:
        return f"{count(grams)}{NBSP}g"
    kilograms, rest = divmod(grams, 1000)
    tenth = f",{rest // 100}" if rest // 100 else ""
    return f"{count(kilograms)}{tenth}{NBSP}kg"


def initials(name: str) -> str:
    """``TH`` of ``Trần Thu Hà``: the last two words, as names are called in Vietnamese."""
    return "".join(word[0] for word in name.split()[-2:]).upper()
