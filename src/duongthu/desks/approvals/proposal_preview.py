"""What a proposal would do, told from a rehearsal: the papers, entries and movements it would leave behind."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from duongthu.acts.api import Actor, Proposal, rehearse
from duongthu.desks.naming import event_title, holder_name, person_name, unit_name
from duongthu.desks.tables import entries_table
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Pair, Table
from duongthu.desks.words import PARAM_TITLES, act_title
from duongthu.kernel.clock import today
from duongthu.kernel.refusal import Refusal
from duongthu.ledger.api import entries_of_act, entry_rows, vouchers_of
from duongthu.mail.api import find_things, history_of
from duongthu.staff.api import ROLE_NAMES, Role, UnknownPerson, person_by_code


@dataclass(frozen=True)
class ProposalPreview:
    """What would happen: sentences and entries, or why nothing would."""

    sentences: tuple[str, ...]
    entries: Table | None = None
    refusal: Refusal | None = None


def proposal_preview(actor: Actor, proposal: Proposal) -> ProposalPreview:
    """Rehearse a proposal and tell what it would leave behind."""
    params = json.loads(proposal.params)
    played = rehearse(
        actor, proposal.pk, lambda act_id, result: _look(act_id, result, params, proposal.unit_id)
    )
    return played.seen or ProposalPreview((), refusal=played.refusal)


def _look(act_id: int, result: dict[str, Any], params: dict[str, Any], unit_id: int) -> ProposalPreview:
    entries = list(entries_of_act(act_id).filter(booked_on__gte=today()))
    sentences = [*_papers(act_id, unit_id), *_movements(act_id, params), *_moved_unit(result)]
    return ProposalPreview(
        tuple(sentences), entries_table(entry_rows(entries), _("Bút toán sẽ ghi")) if entries else None
    )


def _papers(act_id: int, unit_id: int) -> list[str]:
    made = vouchers_of(frozenset({unit_id}), today()).filter(act_id=act_id)
    return [
        _("Lập chứng từ %(code)s «%(title)s», %(amount)s (%(words)s).")
        % {
            "code": v.code,
            "title": v.title,
            "amount": formats.money(v.amount_dong),
            "words": v.amount_in_words,
        }
        for v in made
    ]


def _movements(act_id: int, params: dict[str, Any]) -> list[str]:
    things = find_things([params["code"]]) if "code" in params else {}
    return [
        _("Bưu gửi %(code)s: %(event)s; người giữ %(before)s → %(after)s.")
        % {
            "code": formats.item_code(code),
            "event": event_title(event.code),
            "before": holder_name(event.from_holder),
            "after": holder_name(event.to_holder),
        }
        for code, thing_id in things.items()
        for event in history_of(thing_id).filter(act_id=act_id)
    ]


def _moved_unit(result: dict[str, Any]) -> list[str]:
    if "to_parent_id" not in result:
        return []
    before = result["from_parent_id"]
    words = {
        "unit": unit_name(result["unit_id"]),
        "before": unit_name(before) if before else "–",
        "after": unit_name(result["to_parent_id"]),
        "on": formats.day(date.fromisoformat(result["from_on"])),
    }
    return [_("%(unit)s chuyển từ %(before)s sang %(after)s, kể từ %(on)s.") % words]


def told_params(proposal: Proposal) -> list[Pair]:
    """What was asked for, each value in words."""
    return [
        Pair(str(PARAM_TITLES.get(name, name)), *_told(name, value))
        for name, value in json.loads(proposal.params).items()
    ]


def _paper_line(line: dict[str, Any]) -> str:
    whose = person_name(line["person_id"]) if line.get("person_id") else unit_name(line["unit_id"])
    return f"{whose} {formats.money(line['amount_dong'])}"


def _bound(step: tuple[int, int]) -> str:
    words = _("từ %(amount)s: %(checkers)s người duyệt")
    return words % {"amount": formats.money(step[0]), "checkers": step[1]}


def _person(code: str) -> str:
    try:
        return f"{person_by_code(code).name} ({code})"
    except UnknownPerson:
        return code


def _day(on: str | None) -> tuple[object, str]:
    return (date.fromisoformat(on), "day") if on else ("", "text")


READERS: Mapping[str, Callable[[Any], tuple[object, str]]] = {
    "bounds": lambda steps: ("; ".join(_bound(step) for step in steps), "text"),
    "key": lambda key: (act_title(key), "text"),
    "person_code": lambda code: (_person(code), "text"),
    "role": lambda role: (_(ROLE_NAMES[Role(role)]), "text"),
    "until_on": _day,
    "valid_from": _day,
    "amount_dong": lambda amount: (amount, "money"),
    "code": lambda code: (code, "code"),
    "courier_id": lambda person: (person_name(person), "text"),
    "from_on": lambda on: (date.fromisoformat(on), "day"),
    "lines": lambda lines: ("; ".join(_paper_line(line) for line in lines), "text"),
    "parent_id": lambda unit: (unit_name(unit), "text"),
    "unit_id": lambda unit: (unit_name(unit), "text"),
}


def _told(name: str, value: Any) -> tuple[object, str]:
    """A parameter's value for a pair, and the kind it is written as."""
    return READERS[name](value) if name in READERS else (str(value), "text")
