"""Maker and checker: how many checkers an act needs, and the proposals that wait for them."""

from datetime import date

from pydantic import BaseModel

from duongthu.acts.call import Actor, Call
from duongthu.acts.hands import named_by
from duongthu.acts.models import Proposal, Threshold
from duongthu.acts.refusals import OnlyAtProvince
from duongthu.acts.registry import ActSpec, FourEyes
from duongthu.acts.standing import answers_for_all


def approvals_needed(key: str, amount: int, on: date, default: int) -> int:
    """Checkers the thresholds table asks for: the set last in force on that day, its highest bound not above the amount."""
    rows = Threshold.objects.filter(key=key, valid_from__lte=on).values_list(
        "valid_from", "act_id", "from_amount_dong", "approvals"
    )
    if not rows:
        return default
    newest = max(row[:2] for row in rows)
    bounds = [
        (bound, approvals) for *whole, bound, approvals in rows if tuple(whole) == newest and bound <= amount
    ]
    return max(bounds)[1] if bounds else 0


def floor_of(four_eyes: FourEyes, amount: int) -> int:
    """Checkers that no table can do away with."""
    return four_eyes.floor if amount >= four_eyes.floor_from_dong else 0


def checkers_needed(four_eyes: FourEyes | None, params: BaseModel, on: date) -> int:
    """Checkers this command needs; 0 = carry out at once."""
    if four_eyes is None:
        return 0
    amount = abs(int(getattr(params, four_eyes.amount))) if four_eyes.amount else 0
    return max(floor_of(four_eyes, amount), approvals_needed(four_eyes.key, amount, on, four_eyes.at_least))


def file_proposal(spec: ActSpec, call: Call, params_json: str, needed: int, tried: Call) -> int:
    """Keep the command until its checkers have spoken; gives the proposal's number.

    Args:
        tried: the call with which it was tried out: whose yes it turned out to need.

    Raises:
        OnlyAtProvince: it is proposed at the unit above all others only.
    """
    check_at_province(spec, call.actor, call.business_on)
    proposal = Proposal.objects.create(
        command_id=call.command_id,
        act=spec.name,
        params=params_json,
        maker_id=call.actor.person_id,
        maker_name=call.actor.name,
        maker_roles=",".join(sorted(call.actor.roles)),
        maker_unit_id=call.actor.unit_id,
        unit_id=call.unit_id,
        device_at=call.at,
        proposed_at=call.now,
        needed=needed,
        named=named_by(tried),
    )
    return int(proposal.pk)


def check_at_province(spec: ActSpec, actor: Actor, on: date) -> None:
    """Refuse who does not sit at the unit above all others, where the act asks for that.

    Raises:
        OnlyAtProvince.
    """
    if spec.four_eyes and spec.four_eyes.province and not answers_for_all(actor, on):
        raise OnlyAtProvince(act=spec.name)
