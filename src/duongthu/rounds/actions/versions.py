"""Versions of a shift's lists: drafts, the lists in force, and each change of running rounds with its reasons."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import Max

from duongthu.acts.api import Call
from duongthu.rounds.models import Plan
from duongthu.rounds.rules.keeping import KeptPlan
from duongthu.rounds.rules.measures import measures_of


def next_version(call: Call, unit_id: int, on: date, shift: int, kept: KeptPlan, **more: Any) -> Plan:
    """Write down the next version of a shift."""
    last = Plan.objects.filter(unit_id=unit_id, on=on, shift=shift).aggregate(last=Max("version"))["last"]
    version = (last or 0) + 1
    return Plan.objects.create(
        code=f"PA-{unit_id}-{on:%y%m%d}-{shift}-{version}", unit_id=unit_id, on=on, shift=shift, version=version,
        content=kept.as_json(), measures=asdict(measures_of(kept)), made_by_id=call.actor.person_id, made_at=call.at, **more,
    )  # fmt: skip


def put_in_force(call: Call, made: Plan) -> None:
    """This version takes the place of the one before."""
    Plan.objects.filter(unit_id=made.unit_id, on=made.on, shift=made.shift, state=Plan.IN_FORCE).update(
        state=Plan.REPLACED
    )
    made.state, made.published_at = Plan.IN_FORCE, call.at
    made.save(update_fields=["state", "published_at"])
