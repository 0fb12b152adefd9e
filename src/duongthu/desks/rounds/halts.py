"""Breaks and returns for another load, in words: when, for how long, where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from duongthu.desks.naming import unit_name
from duongthu.desks.rounds.page_query import clock_text, span_text
from duongthu.kernel.clock import local
from duongthu.rounds.api import Halt, Round, Stop, halts_on

NOON = (10, 14)  # hours between which a break is called the noon break


@dataclass(frozen=True, slots=True)
class HaltRow:
    """A halt of a list: before which stop it comes, from when to when, what, where; ``past``: its time is over."""

    before: int
    begins: str
    span: str
    words: str
    place: str
    past: bool


def halts_of(one: Round, now: datetime) -> list[HaltRow]:
    """The halts of a list in riding order."""
    halts = halts_on([one.pk])[one.pk]
    addresses = dict(Stop.objects.filter(round=one).order_by("-place").values_list("number", "address"))
    return [_row(one, halt, words, addresses, now) for halt, words in zip(halts, _words(halts), strict=True)]


def _row(one: Round, halt: Halt, words: str, addresses: dict[int, str], now: datetime) -> HaltRow:
    span = span_text(halt.begins_at, halt.ends_at)
    return HaltRow(
        halt.before,
        clock_text(halt.begins_at),
        span,
        words,
        _place(one, halt, addresses),
        halt.ends_at <= now,
    )


def _words(halts: Sequence[Halt]) -> list[str]:
    loads = {2: _("chuyến hai"), 3: _("chuyến ba"), 4: _("chuyến tư")}
    found, load = [], 1
    for halt in halts:
        if halt.kind == Halt.RELOAD:
            load += 1
            words = _("Về bưu cục lấy %(load)s") % {"load": loads.get(load, _("chuyến %(n)s") % {"n": load})}
        else:
            noon = NOON[0] <= local(halt.begins_at).hour < NOON[1]
            words = _("Nghỉ trưa") if noon else _("Nghỉ giữa ca")
        found.append(words)
    return found


def _place(one: Round, halt: Halt, addresses: dict[int, str]) -> str:
    if halt.kind == Halt.RELOAD:
        return unit_name(one.unit_id)
    last = max((number for number in addresses if number < halt.before), default=0)
    return (
        _("sau điểm %(number)s, %(address)s") % {"number": last, "address": addresses[last]} if last else ""
    )


def halts_text(halts: Sequence[Halt]) -> str:
    """All halts of a round in a cell: ``10:05 về lấy chuyến hai, 11:30 nghỉ trưa``."""
    words = zip(halts, _words(halts), strict=True)
    return ", ".join(f"{clock_text(halt.begins_at)} {said[:1].lower()}{said[1:]}" for halt, said in words)
