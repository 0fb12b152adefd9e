"""Carrying a proposal out: only what was logged, and only while its maker still may."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import transaction
from pydantic import BaseModel

from duongthu.acts import masters
from duongthu.acts.call import PROPOSED, TOLD_AT_ONCE, Actor, Call
from duongthu.acts.models import ActRecord, Proposal
from duongthu.acts.refusals import MakerLeft, ProposalAltered
from duongthu.acts.registry import ActSpec
from duongthu.acts.standing import roles_still_held, units_below


@contextmanager
def tried_out() -> Iterator[None]:
    """Within the block an act is really done; at its end all of it is undone, and no row it touched stays noted."""
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        masters.forget()


def digest_of(params_json: str) -> str:
    """SHA-256 of a proposal's parameters as they wait; it stands in the outcome of the proposal's sealed row."""
    return sha256(params_json.encode()).hexdigest()


def is_as_logged(proposal: Proposal, record: ActRecord | None) -> bool:
    """Whether a proposal is, word for word, what the act log says was proposed."""
    if record is None or record.status != PROPOSED:
        return False
    outcome = json.loads(record.outcome)
    said = (record.act, record.actor_id, record.unit_id, outcome.get("needed"), outcome.get("proposal_id"))
    same = said == (proposal.act, proposal.maker_id, proposal.unit_id, proposal.needed, proposal.pk)
    if "sha256" not in outcome:  # proposed before digests were kept: the log's own parameters must be these
        return same and json.loads(record.params) == json.loads(proposal.params)
    return bool(same and outcome["sha256"] == digest_of(proposal.params))


def made_call(
    call: Call, proposal: Proposal, spec: ActSpec, checkers: tuple[int, ...]
) -> tuple[Call, BaseModel]:
    """The maker's command as it is carried out now, in the reach of who checks it last, or its maker's own.

    Raises:
        ProposalAltered: the proposal is not what was logged. MakerLeft: the maker may no longer do this there.
    """
    if not is_as_logged(proposal, ActRecord.objects.filter(command_id=proposal.command_id).first()):
        raise ProposalAltered(proposal_id=proposal.pk)
    roles = frozenset(proposal.maker_roles.split(","))
    from_unit = proposal.maker_unit_id or proposal.unit_id
    reach = call.actor.reach
    if proposal.unit_id not in reach:  # a party of another line says yes: it is done in the maker's own reach
        reach = units_below(from_unit, call.business_on)
    maker = Actor(proposal.maker_id, proposal.maker_name, from_unit, roles, reach)
    held = roles_still_held(maker, call.business_on)
    if not held & spec.roles:
        raise MakerLeft(proposal_id=proposal.pk, name=proposal.maker_name)
    maker = Actor(maker.person_id, maker.name, maker.unit_id, held, maker.reach)
    made = Call(
        maker, proposal.unit_id, proposal.command_id, call.act_id, call.now, proposal.device_at or call.now,
        call.business_on, call.dry_run, checkers, told_within=call.now - proposal.proposed_at + TOLD_AT_ONCE,
        asked_at=proposal.proposed_at,
    )  # fmt: skip
    return made, spec.validated(proposal.params)
