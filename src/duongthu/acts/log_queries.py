"""What may be asked of the act log: what waits for a checker, one act, the thresholds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from duongthu.acts.call import Actor
from duongthu.acts.models import ActRecord, Proposal, Threshold
from duongthu.acts.queries import act_record, approvals_of, open_proposals, thresholds_known
from duongthu.acts.query_registry import Asked, query
from duongthu.acts.registry import CHECKERS, all_acts

SEE_ALL = frozenset({*CHECKERS, "auditor"})
WATCHERS = frozenset({"auditor"})
MAKERS = SEE_ALL | {"courier", "dispatcher", "driver", "helper", "sorter", "teller"}
SEE_BOOKS = frozenset({"controller", "director", "auditor", "head", "cashier", "accountant"})
EVERYBODY = SEE_ALL | SEE_BOOKS | {"teller", "sorter", "courier", "driver", "dispatcher", "partner", "helper"}


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A command that waits for its checkers, or what became of it.

    Attributes:
        params: as JSON. needed: checkers it takes. checkers: ids of those who said yes so far.
    """

    id: int
    act: str
    params: str
    unit_id: int
    maker_id: int
    maker_name: str
    proposed_at: datetime
    needed: int
    status: str
    checkers: tuple[int, ...]


def _with_checkers(_asked: Asked, proposals: Sequence[Proposal]) -> list[ProposalRow]:
    said = approvals_of(p.pk for p in proposals)
    return [
        ProposalRow(
            p.pk, p.act, p.params, p.unit_id, p.maker_id, p.maker_name, p.proposed_at, p.needed, p.status,
            tuple(one.checker_id for one in said[p.pk]),
        )
        for p in proposals
    ]  # fmt: skip


@query("acts.waiting", "Đề nghị chờ duyệt", roles=MAKERS, row=ProposalRow, shape=_with_checkers)
def waiting_proposals_query(asked: Asked, *, own: bool | None = None) -> QuerySet[Proposal]:
    """What waits for a checker: what one made, what one may check within reach, and what waits for one's own yes.

    Args:
        own: true for the asker's own, false for those of others.
    """
    found, maker = open_proposals().filter(seen_by(asked.actor, asked.units)), asked.actor.person_id
    if own is None:
        return found
    return found.filter(maker_id=maker) if own else found.exclude(maker_id=maker)


def seen_by(actor: Actor, units: Iterable[int]) -> Q:
    """Proposals that are somebody's to see: his own, those his roles check at these units, those that name him or his unit."""
    made, here = Q(maker_id=actor.person_id), Q(unit_id__in=list(units))
    checked = Q(act__in=checked_by(actor.roles))
    named = Q(named__contains=f",P{actor.person_id},") | (checked & Q(named__contains=f",U{actor.unit_id},"))
    if WATCHERS & actor.roles:
        return made | here | named
    return made | (here & checked) | named


def checked_by(roles: frozenset[str]) -> list[str]:
    """Names of the acts whose proposals these roles check."""
    return [spec.name for spec in all_acts() if spec.four_eyes and roles & frozenset(spec.four_eyes.roles)]


@query("acts.proposal", "Đề nghị", roles=MAKERS, row=ProposalRow, one=True, shape=_with_checkers)
def proposal_query(asked: Asked, *, proposal_id: int) -> Proposal | None:
    """One proposal that is one's own to see, whatever became of it."""
    return proposal_seen(asked.actor, proposal_id)


def proposal_seen(actor: Actor, proposal_id: int) -> Proposal | None:
    """The proposal of that number, if it is this person's to see."""
    return Proposal.objects.filter(seen_by(actor, actor.reach), pk=proposal_id).first()


@dataclass(frozen=True, slots=True)
class ActRow:
    """One row of the act log; parameters and outcome as JSON."""

    seq: int
    act: str
    actor_id: int
    unit_id: int
    device: str
    device_at: datetime | None
    server_at: datetime
    business_on: date
    status: str
    params: str
    outcome: str


@query("acts.act", "Nghiệp vụ", roles=EVERYBODY, row=ActRow, one=True)
def act_query(asked: Asked, *, act_id: int) -> ActRecord | None:
    """One act: one's own, or within reach of who may see the books."""
    record = act_record(act_id)
    if record is None:
        return None
    own = record.actor_id == asked.actor.person_id
    return record if own or (record.unit_id in asked.units and SEE_BOOKS & asked.actor.roles) else None


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """From this amount on, from this day on, so many checkers."""

    key: str
    from_amount_dong: int
    approvals: int
    valid_from: date
    act_id: int


@query("acts.thresholds", "Ngưỡng phải duyệt", roles=("director", "admin"), row=ThresholdRow)
def thresholds_query(_asked: Asked) -> QuerySet[Threshold]:
    """Every bound of every set there ever was, by kind, the latest first."""
    return thresholds_known()
