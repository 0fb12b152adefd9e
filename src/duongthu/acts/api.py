"""All that other rooms may use of acts."""

from duongthu.acts import bulk
from duongthu.acts.approvals import approvals_needed
from duongthu.acts.call import DONE, PROPOSED, REFUSED, Actor, Call, Command, Outcome, system_actor
from duongthu.acts.epochs import begin_restored_epoch, books_id, current_epoch
from duongthu.acts.findings import Check, Finding, all_checks, register_check
from duongthu.acts.guard import (
    AppendOnly,
    RoomForUpdates,
    guard_statements,
    register_guarded,
    unguard_statements,
)
from duongthu.acts.journals import Journal, all_journals, canonical, register_journal
from duongthu.acts.masters import Master, all_masters, register_master
from duongthu.acts.mastery import adopt_masters, masters_to_adopt
from duongthu.acts.models import ActRecord, Approval, Epoch, Proposal, Seal
from duongthu.acts.perform import perform, perform_in_chunks, perform_many
from duongthu.acts.queries import (
    act_record,
    acts_done,
    acts_in,
    approvals_of,
    open_proposals,
    proposal_in,
    proposals_for,
    refusals_in,
    thresholds_known,
)
from duongthu.acts.references import register_reference
from duongthu.acts.refusals import (
    AlreadyApproved,
    CommandReused,
    MakerMayNotApprove,
    NoteRefused,
    ProposalNotOpen,
    RoleNotAllowed,
    TimeInFuture,
    UnitOutOfReach,
    UnknownAct,
    WrongParameter,
)
from duongthu.acts.registry import ActSpec, FourEyes, act, all_acts, find_act, set_reactions
from duongthu.acts.rehearsal import Rehearsal, rehearse
from duongthu.acts.seals.outside import compare_all, notes_beside, read_known
from duongthu.acts.seals.proofs import (
    NoSuchSeal,
    NotSealedYet,
    consistency_proof,
    inclusion_proof,
    newest_seal,
    seal_as_dict,
)
from duongthu.acts.seals.publishing import (
    add_witness,
    last_witnessed,
    lay_out,
    log_signer,
    newest_note,
    published,
    seal_and_publish,
    take_cosigned,
)
from duongthu.acts.seals.recount import check_seals
from duongthu.acts.seals.runner import register_occasion, seal_forever, seal_when_due
from duongthu.acts.seals.sealing import make_seal
from duongthu.acts.standing import answers_for_all, set_answers_for_all, set_roles_held
from duongthu.acts.tracking import Tracked, track_statements, untrack_statements

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
    "Check",
    "Command",
    "CommandReused",
    "Epoch",
    "Finding",
    "FourEyes",
    "Journal",
    "MakerMayNotApprove",
    "Master",
    "NoSuchSeal",
    "NotSealedYet",
    "NoteRefused",
    "Outcome",
    "Proposal",
    "ProposalNotOpen",
    "Rehearsal",
    "RoleNotAllowed",
    "RoomForUpdates",
    "Seal",
    "TimeInFuture",
    "Tracked",
    "UnitOutOfReach",
    "UnknownAct",
    "WrongParameter",
    "act",
    "act_record",
    "acts_done",
    "acts_in",
    "add_witness",
    "adopt_masters",
    "all_acts",
    "all_checks",
    "all_journals",
    "all_masters",
    "answers_for_all",
    "approvals_needed",
    "approvals_of",
    "begin_restored_epoch",
    "books_id",
    "bulk",
    "canonical",
    "check_seals",
    "compare_all",
    "consistency_proof",
    "current_epoch",
    "find_act",
    "guard_statements",
    "inclusion_proof",
    "last_witnessed",
    "lay_out",
    "log_signer",
    "make_seal",
    "masters_to_adopt",
    "newest_note",
    "newest_seal",
    "notes_beside",
    "open_proposals",
    "perform",
    "perform_in_chunks",
    "perform_many",
    "proposal_in",
    "proposals_for",
    "published",
    "read_known",
    "refusals_in",
    "register_check",
    "register_guarded",
    "register_journal",
    "register_master",
    "register_occasion",
    "register_reference",
    "rehearse",
    "seal_and_publish",
    "seal_as_dict",
    "seal_forever",
    "seal_when_due",
    "set_answers_for_all",
    "set_reactions",
    "set_roles_held",
    "system_actor",
    "take_cosigned",
    "thresholds_known",
    "track_statements",
    "unguard_statements",
    "untrack_statements",
]
