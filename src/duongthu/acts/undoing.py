"""Taking a whole act back: money, things, papers and messages go back together, by the rules of the act's room.

A room registers for each of its acts how it is undone; an act without such a function cannot be undone, and says what to do
instead. The undoing is an act of its own, with its reason and a second person; each act is undone once.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from duongthu.acts.call import DONE, Call
from duongthu.acts.concerns import demand_unconcerned
from duongthu.acts.journals import write_row
from duongthu.acts.models import ActRecord, Approval, Proposal, Undoing
from duongthu.acts.references import Reference
from duongthu.acts.refusals import (
    AlreadyUndone,
    CannotUndo,
    NoSuchAct,
    NothingToUndo,
    RoleNotAllowed,
    SumDiffers,
)
from duongthu.acts.registry import FourEyes, act, find_act
from duongthu.acts.words import Reason
from duongthu.kernel.dong import MAX_DONG

ActRef = Annotated[int, Reference("act"), Field(gt=0)]
Amount = Annotated[int, Field(ge=0, le=MAX_DONG)]
SUPERVISORS = frozenset({"controller", "head", "director"})
UNDOERS = (
    "teller",
    "courier",
    "driver",
    "helper",
    "sorter",
    "cashier",
    "accountant",
    "controller",
    "head",
    "director",
)


@dataclass(frozen=True, slots=True)
class ActUndone:
    """Fact: an act was taken back as a whole."""

    act_seq: int
    act: str
    unit_id: int
    undoing_seq: int


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undoing took back.

    Attributes:
        amount_dong: money of the act, all its entries. papers: numbers of the papers that take its papers back.
        things: codes of what went back to its former holder, and of tasks that are open again.
    """

    act_id: int
    amount_dong: int = 0
    papers: tuple[str, ...] = ()
    things: tuple[str, ...] = ()


Undo = Callable[[Call, ActRecord, str], Undone]
_undoings: dict[str, Undo] = {}
_askers: dict[str, frozenset[str]] = {}
_instead: dict[str, str] = {}


def register_undo(act_name: str, undo: Undo, askers: tuple[str, ...] = ()) -> None:
    """Say how an act is undone (called once, when its room is ready).

    Args:
        askers: roles of the other party, who may ask for it besides those who may do the act.
        undo: takes the call, the act's row of the log and the reason; does all of it or refuses.
    """
    _undoings[act_name] = undo
    _askers[act_name] = frozenset(askers)


def register_instead(act_name: str, instead: str) -> None:
    """Say what to do, in words, where an act cannot be undone."""
    _instead[act_name] = instead


def undoing_of(act_seq: int) -> int | None:
    """Row of the act that took this one back, if one did."""
    return Undoing.objects.filter(act_ref=act_seq).values_list("act_id", flat=True).first()


def undone_by(act_seq: int) -> int | None:
    """Row of the act that this one took back, if it is an undoing."""
    return Undoing.objects.filter(act_id=act_seq).values_list("act_ref", flat=True).first()


def undoable_acts() -> frozenset[str]:
    """Names of the acts that can be undone."""
    return frozenset(_undoings)


@act(
    "acts.undo",
    "Hủy cả một nghiệp vụ",
    roles=UNDOERS,
    locks=("act:act_id",),
    four_eyes=FourEyes("acts.undo", amount="amount_dong", parties=("cashier", "teller", "courier", "driver")),
)
def undo(call: Call, *, act_id: ActRef, reason: Reason, amount_dong: Amount) -> Undone:
    """Take a whole act back: its money, things, papers and messages; a second person approves.

    Whoever may do the act may ask for its undoing, a supervisor, and the other party of a hand-over; none of those it concerns.

    Args:
        act_id: its row in the act log. amount_dong: its money as the screen shows it, which decides how many must approve.

    Raises:
        NoSuchAct: there is none, or it lies out of reach, or was not done. AlreadyUndone. RoleNotAllowed, PersonConcerned.
        CannotUndo: its room says why, and what to do instead. SumDiffers: its money is another sum.
        NothingToUndo: it changed nothing: each of its lines was known or refused.
    """
    record = ActRecord.objects.filter(seq=act_id, status=DONE, unit_id__in=call.actor.reach).first()
    if record is None:
        raise NoSuchAct(field="act_id", act=act_id)
    earlier = Undoing.objects.filter(act_ref=act_id).first()
    if earlier is not None:
        raise AlreadyUndone(field="act_id", act=act_id, undoing=earlier.act_id)
    name = effective_act(record)
    demand_unconcerned(call, act_id, field="act_id")
    may = find_act(name).roles | SUPERVISORS
    as_party = not may & call.actor.roles
    if as_party and not _askers.get(name, frozenset()) & call.actor.roles:
        raise RoleNotAllowed(act=name, roles=", ".join(sorted(may)))
    undo_it = _undoings.get(name)
    if undo_it is None:
        raise CannotUndo(
            field="act_id",
            act=act_id,
            reason=f"nghiệp vụ «{name}» không hủy được",
            instead=_instead.get(name, ELSE),
        )
    write_row(Undoing(act_id=call.act_id, act_ref=act_id, undone=name, reason=reason))
    undone = undo_it(call, record, reason)
    if as_party and call.actor.person_id not in call.parties:  # the other party of another's hand-over
        raise RoleNotAllowed(act=name, roles=", ".join(sorted(may)))
    if not (undone.amount_dong or undone.papers or undone.things):
        raise NothingToUndo(field="act_id", act=act_id)
    if undone.amount_dong != amount_dong:
        raise SumDiffers(field="amount_dong", amount=undone.amount_dong, said=amount_dong)
    call.record(ActUndone(record.seq, name, record.unit_id, call.act_id))
    return undone


ELSE = "lập nghiệp vụ ngược lại"


def effective_act(record: ActRecord) -> str:
    """The act whose effects stand under this row: what an approval carried out, else the row's own."""
    if record.act != "acts.approve":
        return record.act
    proposal = Proposal.objects.filter(status=Proposal.CARRIED_OUT, pk=_proposal_of(record)).first()
    return proposal.act if proposal is not None else record.act


def act_by_number(act_seq: int) -> ActRecord | None:
    """The row of the act log of that number."""
    return ActRecord.objects.filter(seq=act_seq).first()


def persons_of(record: ActRecord) -> frozenset[int]:
    """Those who did an act: who sent it, and of a proposal its maker and every checker."""
    if record.act != "acts.approve":
        return frozenset({record.actor_id})
    proposal = Proposal.objects.filter(pk=_proposal_of(record)).first()
    if proposal is None:
        return frozenset({record.actor_id})
    checkers = Approval.objects.filter(proposal=proposal).values_list("checker_id", flat=True)
    return frozenset({record.actor_id, proposal.maker_id, *checkers})


def _proposal_of(record: ActRecord) -> Any:
    return json.loads(record.params).get("proposal_id")
