"""All that other rooms may use of acts."""

from duongthu.acts import bulk
from duongthu.acts.approvals import approvals_needed
from duongthu.acts.call import DONE, PROPOSED, REFUSED, Actor, Call, Command, Outcome, system_actor
from duongthu.acts.findings import Finding, all_checks, register_check
from duongthu.acts.guard import AppendOnly, RoomForUpdates, guard_statements, unguard_statements
from duongthu.acts.journals import Journal, all_journals, canonical, register_journal
from duongthu.acts.models import ActRecord, Approval, Proposal, Seal
from duongthu.acts.perform import perform, perform_in_chunks, perform_many
from duongthu.acts.queries import (
    act_record,
    acts_in,
    approvals_of,
    open_proposals,
    proposal_in,
    proposals_for,
    refusals_in,
)
from duongthu.acts.refusals import (
    AlreadyApproved,
    CommandReused,
    MakerMayNotApprove,
    ProposalNotOpen,
    RoleNotAllowed,
    TimeInFuture,
    UnitOutOfReach,
    UnknownAct,
    WrongParameter,
)
from duongthu.acts.registry import ActSpec, FourEyes, act, all_acts, find_act, set_reactions
from duongthu.acts.rehearsal import Rehearsal, rehearse
from duongthu.acts.seals.proofs import (
    NoSuchSeal,
    NotSealedYet,
    consistency_proof,
    inclusion_proof,
    newest_seal,
    seal_as_dict,
)
from duongthu.acts.seals.sealing import make_seal

__all__ = [
    "DONE",
    "PROPOSED",
    "REFUSED",
    "ActRecord",
    "ActSpec",
    "Actor",
    "AlreadyApproved",
    "AppendOnly",
    "Approval",
    "Call",
    "Command",
    "CommandReused",
    "Finding",
    "FourEyes",
    "Journal",
    "MakerMayNotApprove",
    "NoSuchSeal",
    "NotSealedYet",
    "Outcome",
    "Proposal",
    "ProposalNotOpen",
    "Rehearsal",
    "RoleNotAllowed",
    "RoomForUpdates",
    "Seal",
    "TimeInFuture",
    "UnitOutOfReach",
    "UnknownAct",
    "WrongParameter",
    "act",
    "act_record",
    "acts_in",
    "all_acts",
    "all_checks",
    "all_journals",
    "approvals_needed",
    "approvals_of",
    "bulk",
    "canonical",
    "consistency_proof",
    "find_act",
    "guard_statements",
    "inclusion_proof",
    "make_seal",
    "newest_seal",
    "open_proposals",
    "perform",
    "perform_in_chunks",
    "perform_many",
    "proposal_in",
    "proposals_for",
    "refusals_in",
    "register_check",
    "register_journal",
    "rehearse",
    "seal_as_dict",
    "set_reactions",
    "system_actor",
    "unguard_statements",
]
