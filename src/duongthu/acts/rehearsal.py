"""Carries a proposal out, lets the asker look at what came of it, and undoes all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DataError

from duongthu.acts import bulk
from duongthu.acts.call import Actor, Call
from duongthu.acts.carrying import made_call, tried_out
from duongthu.acts.models import Approval, Proposal
from duongthu.acts.perform import WRITER_LOCK, run
from duongthu.acts.pipelining import pipelined
from duongthu.acts.refusals import ProposalNotOpen, WrongParameter
from duongthu.acts.registry import find_act
from duongthu.kernel import clock
from duongthu.kernel.refusal import Refusal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rehearsal(Generic[T]):
    """What would come of a proposal now.

    Attributes:
        result: what the act would answer; empty when it would be refused.
        seen: what ``look`` found while it was done; None when it would be refused.
        refusal: why it would not be carried out, or None.
    """

    result: dict[str, Any]
    seen: T | None = None
    refusal: Refusal | None = None


def rehearse(actor: Actor, proposal_id: int, look: Callable[[int, dict[str, Any]], T]) -> Rehearsal[T]:
    """Do a proposal as its last checker would, look, and undo it: nothing stays, not even in the act log.

    Args:
        actor: who asks; the act runs in their reach, as it will when they approve.
        look: called with the act's number and its result while both are still there.
    """
    try:
        with tried_out(), pipelined():
            call, result = _carry_out(actor, proposal_id)
            return Rehearsal(result, look(call.act_id, result))
    except Refusal as refusal:
        return Rehearsal({}, refusal=refusal)
    except (DataError, OverflowError) as error:
        reason = f"vượt giới hạn lưu trữ ({str(error)[:80]})"
        return Rehearsal({}, refusal=WrongParameter(where="tham số", reason=reason))


def _carry_out(actor: Actor, proposal_id: int) -> tuple[Call, dict[str, Any]]:
    act_id = bulk.allocate("acts_act", "seq", 1, lock=WRITER_LOCK)
    proposal = Proposal.objects.filter(pk=proposal_id, status=Proposal.OPEN).first()
    if proposal is None:
        raise ProposalNotOpen(proposal_id=proposal_id)
    spec, now = find_act(proposal.act), clock.now()
    checkers = Approval.objects.filter(proposal=proposal).values_list("checker_id", flat=True)
    asks = Call(actor, proposal.unit_id, proposal.command_id, act_id, now, now, clock.today(), True)
    call, params = made_call(asks, proposal, spec, tuple(checkers))
    return call, run(spec, call, params)
