"""Events other operators send about items they carry: taken twice and out of order, the final state is right."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import AwareDatetime

from duongthu.acts.api import Call, act, bulk
from duongthu.kernel.text import clean_line


@dataclass(frozen=True, slots=True)
class PartnerNews:
    """One event of another operator; its id is theirs, its time the one that orders."""

    key: UUID
    item_code: str
    code: str
    at: AwareDatetime
    place: str = ""


@act("mail.partner_news", roles=("system", "controller"), lines="news")
def partner_news(call: Call, *, partner_code: str, news: list[PartnerNews]) -> dict[str, int]:
    """Keep each event once; an item's state is what its latest event by the operator's own time says."""
    seen = {
        UUID(str(k))
        for (k,) in bulk.fetch_in("SELECT key FROM mail_partner_event WHERE key IN {values}", _keys(news))
    }
    fresh = {line.key: line for line in news if line.key not in seen}
    recorded = bulk.db_moment(call.now)
    columns = ("key", "act_id", "item_code", "partner_code", "code", "place", "at", "recorded_at")
    rows = [
        (bulk.db_uuid(k), call.act_id, n.item_code, partner_code, n.code, clean_line(n.place, "place", 120), bulk.db_moment(n.at),
         recorded)
        for k, n in fresh.items()
    ]  # fmt: skip
    bulk.insert_rows("mail_partner_event", columns, rows)
    newest: dict[str, PartnerNews] = {}
    for line in fresh.values():
        if line.item_code not in newest or (line.at, line.key) > (
            newest[line.item_code].at,
            newest[line.item_code].key,
        ):
            newest[line.item_code] = line
    bulk.upsert_rows(
        "mail_partner_state",
        ("item_code", "code", "place", "at"),
        ("item_code",),
        [
            (n.item_code, n.code, clean_line(n.place, "place", 120), bulk.db_moment(n.at))
            for n in newest.values()
        ],
        only_if="excluded.at >= mail_partner_state.at",
    )
    return {"kept": len(fresh), "known": len(news) - len(fresh)}


def _keys(news: list[PartnerNews]) -> list[str]:
    return [bulk.db_uuid(line.key) for line in news]
