"""All that other rooms may use of acts."""

# Reading
from duongthu.acts.log_queries import (
    ActRow as ActRow,
    ProposalRow as ProposalRow,
    ThresholdRow as ThresholdRow,
    act_query as act_query,
    checked_by as checked_by,
    proposal_query as proposal_query,
    proposal_seen as proposal_seen,
    thresholds_query as thresholds_query,
    waiting_proposals_query as waiting_proposals_query,
)
from duongthu.acts.query_registry import (
    Answer as Answer,
    Asked as Asked,
    OnDay as OnDay,
    QuerySpec as QuerySpec,
    all_queries as all_queries,
    ask as ask,
    ask_in_words as ask_in_words,
    ask_one as ask_one,
    find_query as find_query,
    query as query,
)

# isort: split
# Carrying an act out
from duongthu.acts.call import (
    DONE as DONE,
    PROPOSED as PROPOSED,
    REFUSED as REFUSED,
    TOLD_AT_ONCE as TOLD_AT_ONCE,
    TOLD_BY_DEVICE as TOLD_BY_DEVICE,
    Actor as Actor,
    Call as Call,
    Command as Command,
    Outcome as Outcome,
    system_actor as system_actor,
)
from duongthu.acts.perform import (
    perform as perform,
    perform_in_chunks as perform_in_chunks,
    perform_many as perform_many,
)
from duongthu.acts.references import (
    Named as Named,
    Reference as Reference,
)
from duongthu.acts.refusals import (
    AlreadyApproved as AlreadyApproved,
    Busy as Busy,
    CannotUndo as CannotUndo,
    CommandReused as CommandReused,
    KeyRepeated as KeyRepeated,
    MakerMayNotApprove as MakerMayNotApprove,
    NoteRefused as NoteRefused,
    NothingFound as NothingFound,
    ProposalNotOpen as ProposalNotOpen,
    RoleNotAllowed as RoleNotAllowed,
    TimeInFuture as TimeInFuture,
    TimeTooLate as TimeTooLate,
    UnitOutOfReach as UnitOutOfReach,
    UnknownAct as UnknownAct,
    UnknownQuery as UnknownQuery,
    WrongParameter as WrongParameter,
)
from duongthu.acts.registry import (
    ActSpec as ActSpec,
    FourEyes as FourEyes,
    act as act,
    all_acts as all_acts,
    find_act as find_act,
    set_reactions as set_reactions,
)
from duongthu.acts.rehearsal import (
    Rehearsal as Rehearsal,
    rehearse as rehearse,
)
from duongthu.acts.rows import (
    LineKey as LineKey,
    Moment as Moment,
    MustSettle as MustSettle,
    Rows as Rows,
    check_moment as check_moment,
)

# isort: split
# Four eyes and undoing
from duongthu.acts.approvals import approvals_needed as approvals_needed
from duongthu.acts.undoing import (
    ActUndone as ActUndone,
    Undone as Undone,
    act_by_number as act_by_number,
    effective_act as effective_act,
    persons_of as persons_of,
    register_instead as register_instead,
    register_undo as register_undo,
    undoable_acts as undoable_acts,
    undoing_of as undoing_of,
    undone_by as undone_by,
)

# isort: split
# What is asked of the log
from duongthu.acts.hands import (
    is_named as is_named,
    person_takes_back as person_takes_back,
    unit_takes_back as unit_takes_back,
)
from duongthu.acts.holdings import (
    held_at as held_at,
    register_holding as register_holding,
)
from duongthu.acts.models import (
    ActRecord as ActRecord,
    Approval as Approval,
    Epoch as Epoch,
    Proposal as Proposal,
    Seal as Seal,
)
from duongthu.acts.queries import (
    act_record as act_record,
    acts_done as acts_done,
    acts_in as acts_in,
    approvals_of as approvals_of,
    open_proposals as open_proposals,
    refusals_in as refusals_in,
    thresholds_known as thresholds_known,
)
from duongthu.acts.standing import (
    answers_for_all as answers_for_all,
    set_answers_for_all as set_answers_for_all,
    set_posts_held as set_posts_held,
    set_roles_held as set_roles_held,
    set_units_below as set_units_below,
)

# isort: split
# Writing and locking
from duongthu.acts import bulk as bulk
from duongthu.acts.locking import (
    PERIOD as PERIOD,
    lock as lock,
)

# isort: split
# Journals, masters and their guards
from duongthu.acts.dangling import register_reference as register_reference
from duongthu.acts.guard import (
    AppendOnly as AppendOnly,
    RoomForUpdates as RoomForUpdates,
    guard_statements as guard_statements,
    register_guarded as register_guarded,
    unguard_statements as unguard_statements,
)
from duongthu.acts.journals import (
    Journal as Journal,
    all_journals as all_journals,
    canonical as canonical,
    register_journal as register_journal,
    write_row as write_row,
)
from duongthu.acts.masters import (
    Master as Master,
    all_masters as all_masters,
    register_master as register_master,
)
from duongthu.acts.mastery import (
    adopt_masters as adopt_masters,
    masters_to_adopt as masters_to_adopt,
)
from duongthu.acts.storage import storage_of as storage_of
from duongthu.acts.tracking import (
    Tracked as Tracked,
    once_statements as once_statements,
    track_statements as track_statements,
    unonce_statements as unonce_statements,
    untrack_statements as untrack_statements,
)

# isort: split
# Conditions and recounts
from duongthu.acts.conditions import (
    all_conditions as all_conditions,
    register_condition as register_condition,
    unmet as unmet,
)
from duongthu.acts.findings import (
    Check as Check,
    Finding as Finding,
    all_checks as all_checks,
    left_out_of as left_out_of,
    register_check as register_check,
    register_left_out as register_left_out,
)

# isort: split
# Seals
from duongthu.acts.concerns import (
    concerns as concerns,
    demand_other_checkers as demand_other_checkers,
    keep_concerned as keep_concerned,
)
from duongthu.acts.epochs import (
    begin_restored_epoch as begin_restored_epoch,
    books_id as books_id,
    current_epoch as current_epoch,
)
from duongthu.acts.seals.outside import (
    compare_all as compare_all,
    notes_beside as notes_beside,
    read_known as read_known,
)
from duongthu.acts.seals.proofs import (
    NoSuchSeal as NoSuchSeal,
    NotSealedYet as NotSealedYet,
    consistency_proof as consistency_proof,
    inclusion_proof as inclusion_proof,
    newest_seal as newest_seal,
    seal_as_dict as seal_as_dict,
)
from duongthu.acts.seals.publishing import (
    add_witness as add_witness,
    last_witnessed as last_witnessed,
    lay_out as lay_out,
    log_signer as log_signer,
    newest_note as newest_note,
    published as published,
    seal_and_publish as seal_and_publish,
    take_cosigned as take_cosigned,
)
from duongthu.acts.seals.recount import check_seals as check_seals
from duongthu.acts.seals.runner import (
    register_occasion as register_occasion,
    seal_forever as seal_forever,
    seal_when_due as seal_when_due,
)
from duongthu.acts.seals.sealing import make_seal as make_seal
from duongthu.acts.words import (
    PaperNumber as PaperNumber,
    Reason as Reason,
    Remark as Remark,
    SealNumber as SealNumber,
    Title as Title,
)
