"""Taking an act back from its page: whether it is offered, and the links between an act and its undoing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duongthu.acts.api import (
    DONE,
    Actor,
    ActRecord,
    act_record,
    effective_act,
    find_act,
    undoable_acts,
    undoing_of,
    undone_by,
)
from duongthu.desks.guarding import may_open_act
from duongthu.ledger.api import money_of

UNDO = "acts.undo"


class UndoForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Lý do hủy"), max_length=200)


def opens(actor: Actor, act_seq: int | None) -> bool:
    """Whether the other act's page is the actor's to open: an approval of another unit may lie out of reach."""
    other = act_record(act_seq) if act_seq else None
    return other is not None and may_open_act(actor, other)


def offered(actor: Actor, record: ActRecord) -> dict[str, Any]:
    """What the page of an act shows of undoing: the act that took it back, the act it took back, whether one may."""
    undoing, undone = undoing_of(record.seq), undone_by(record.seq)
    may = (
        undoing is None
        and record.status == DONE
        and record.unit_id in actor.reach
        and bool(find_act(UNDO).roles & actor.roles)
        and effective_act(record) in undoable_acts()
    )
    return {
        "undoing": undoing,
        "undoing_open": opens(actor, undoing),
        "undone": undone,
        "undone_open": opens(actor, undone),
        "may_undo": may,
        "undo_amount": money_of(record.seq) if may else 0,
    }
