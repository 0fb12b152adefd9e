"""Events other operators send about items they carry: taken twice and out of order, the final state is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from duongthu.acts.api import Call, LineKey, Moment, Reference, act, bulk
from duongthu.kernel.refusal import Refusal
from duongthu.kernel.text import clean_line
from duongthu.mail import refusals
from duongthu.mail.actions.handling import LineAnswer, Lines, line_rows
from duongthu.mail.actions.things import PartnerCode, ThingCode
from duongthu.mail.models import Item

LATEST = timedelta(
    days=92
)  # the longest an operator's file may come after the event (their settlement periods)
EventCode = Annotated[str, Reference("upu_event")]
"""UPU code of the event, as the operator sends it; kept as told."""
COLUMNS = ("key", "act_id", "item_code", "partner_code", "code", "place", "at", "recorded_at")
PLACE_MOST, CODE_MOST = 120, 8


@dataclass(frozen=True, slots=True)
class PartnerNews:
    """One event of another operator; its id is theirs, its time the one that orders."""

    key: LineKey
    item_code: ThingCode
    code: EventCode
    at: Moment
    place: str = ""


@dataclass(frozen=True, slots=True)
class _News:
    key: UUID
    code: str
    at: Moment
    line: PartnerNews
    place: str


@act("mail.partner_news", "Ghi tin của bưu chính khác", roles=("system", "controller"), lines="news")
def partner_news(call: Call, *, partner_code: PartnerCode, news: list[PartnerNews]) -> Lines:
    """Keep each event once; an item's state is what its latest event by the operator's own time says.

    Lines about items that are not that operator's, with a moment in the future or a known key of other content, are refused.

    Raises:
        UnknownPartner.
    """
    lines = [_News(n.key, n.item_code, n.at, n, n.place) for n in news]
    rows = line_rows(call, lines, latest=LATEST)
    known, theirs = _known(news), _items_of(partner_code, news)
    fresh: list[_News] = []
    for row, line in rows.open():
        try:
            clean = _checked(line, theirs, partner_code)
            if line.key in known:
                _demand_same(clean, known[line.key], partner_code)
            else:
                fresh.append(clean)
            rows.answer(row, LineAnswer(line.key, line.code, "duplicate" if line.key in known else "done"))
        except Refusal as refusal:
            rows.refuse(row, refusal)
    _keep(call, partner_code, fresh)
    return Lines(rows.answers())


def _checked(line: _News, theirs: set[str], partner_code: str) -> _News:
    if line.code not in theirs:
        raise refusals.NotOfPartner(field="item_code", thing=line.code, partner=partner_code)
    clean_line(line.line.code, "code", CODE_MOST, required=True)
    return _News(line.key, line.code, line.at, line.line, clean_line(line.place, "place", PLACE_MOST))


def _demand_same(line: _News, kept: tuple[object, ...], partner_code: str) -> None:
    if kept != (line.code, partner_code, line.line.code, line.place):
        raise refusals.LineReused(field="key", key=str(line.key))


def _known(news: Sequence[PartnerNews]) -> dict[UUID, tuple[object, ...]]:
    rows = bulk.fetch_in(
        "SELECT key, item_code, partner_code, code, place FROM mail_partner_event WHERE key IN {values}",
        [bulk.db_uuid(line.key) for line in news],
    )
    return {UUID(str(key)): tuple(rest) for key, *rest in rows}


def _items_of(partner_code: str, news: Sequence[PartnerNews]) -> set[str]:
    """Codes among these of items that this operator brought or carries on."""
    codes = sorted({line.item_code for line in news})
    return set(
        Item.objects.filter(thing__code__in=codes, partner_code=partner_code).values_list(
            "thing__code", flat=True
        )
    )


def _keep(call: Call, partner_code: str, fresh: Sequence[_News]) -> None:
    recorded = bulk.db_moment(call.now)
    rows = [
        (
            bulk.db_uuid(n.key),
            call.act_id,
            n.code,
            partner_code,
            n.line.code,
            n.place,
            bulk.db_moment(n.at),
            recorded,
        )
        for n in fresh
    ]
    bulk.insert_rows("mail_partner_event", COLUMNS, rows)
    newest: dict[str, _News] = {}
    for line in sorted(fresh, key=lambda one: (one.at, one.key)):
        newest[line.code] = line
    bulk.upsert_rows(
        "mail_partner_state",
        ("item_code", "code", "place", "at"),
        ("item_code",),
        [(n.code, n.line.code, n.place, bulk.db_moment(n.at)) for n in newest.values()],
        only_if="excluded.at >= mail_partner_state.at",
    )
