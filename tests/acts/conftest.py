"""Two small acts to try the mechanism with."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from duongthu.acts.api import Call, FourEyes, act, set_reactions
from duongthu.acts.models import Threshold
from duongthu.config.reactions import wire
from duongthu.kernel.refusal import Refusal


class TooTall(Refusal):
    code = "trial.too_tall"
    sentence = "Cao {height} cm là quá."


@dataclass(frozen=True)
class Grown:
    height: int
    key: UUID


@act("trial.grow", "Nghiệp vụ thử", roles=("teller",), unit="unit_id")
def grow(call: Call, *, unit_id: int, height: int) -> Grown:
    """Write a row, then refuse giants: what was written must be gone."""
    Threshold.objects.create(key=f"grown-{call.command_id}", approvals=1, valid_from=call.business_on)
    if height > 300:
        raise TooTall(field="height", height=height)
    call.record(Grown(height, call.key(1)))
    return Grown(height, call.key(1))


@act(
    "trial.spend", "Nghiệp vụ thử", roles=("teller",), four_eyes=FourEyes("trial.spend", amount="amount_dong")
)
def spend(call: Call, *, amount_dong: int) -> dict[str, list[int]]:
    """Answers who checked it."""
    return {"checked_by": list(call.approved_by)}


@pytest.fixture
def reactions():
    """Collects facts; puts the house's reactions back afterwards."""
    seen: list[object] = []
    set_reactions({Grown: (lambda _call, fact: seen.append(fact),)})
    yield seen
    wire()
