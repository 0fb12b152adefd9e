"""Maker and checker: how many checkers an act needs, and the proposals that wait for them."""

from datetime import date

from pydantic import BaseModel

from duongthu.acts.call import Call
from duongthu.acts.models import Proposal, Threshold
from duongthu.acts.registry import ActSpec, FourEyes


def approvals_needed(key: str, amount: int, on: date, default: int) -> int:
    """Checkers the thresholds table asks for: the rows in force on that day, the highest bound not above the amount."""
    rows = Threshold.objects.filter(key=key, valid_from__lte=on).values_list(
        "valid_from", "from_amount_dong", "approvals"
    )
    if not rows:
        return default
    newest = max(row[0] for row in rows)
    bounds = [
        (bound, approvals)
        for valid_from, bound, approvals in rows
        if valid_from == newest and bound <= amount
    ]
    return max(bounds)[1] if bounds else 0


def checkers_needed(four_eyes: FourEyes | None, params: BaseModel, on: date) -> int:
    """Checkers this command needs; 0 = carry out at once."""
    if four_eyes is None:
        return 0
    amount = abs(int(getattr(params, four_eyes.amount))) if four_eyes.amount else 0
    return approvals_needed(four_eyes.key, amount, on, four_eyes.at_least)


def file_proposal(spec: ActSpec, call: Call, params_json: str, needed: int) -> int:
    """Keep the command until its checkers have spoken; gives the proposal's number."""
    proposal = Proposal.objects.create(
        command_id=call.command_id,
        act=spec.name,
        params=params_json,
        maker_id=call.actor.person_id,
        maker_name=call.actor.name,
        maker_roles=",".join(sorted(call.actor.roles)),
        unit_id=call.unit_id,
        device_at=call.at,
        proposed_at=call.now,
        needed=needed,
    )
    return int(proposal.pk)
