"""Recounts of the room: the seals, and the proposals against the act log."""

from collections.abc import Iterator

from duongthu.acts.call import PROPOSED
from duongthu.acts.findings import Finding
from duongthu.acts.models import ActRecord, Proposal
from duongthu.acts.seals.outside import check_outside
from duongthu.acts.seals.recount import check_seals

__all__ = ["check_outside", "check_proposals", "check_seals"]


def check_proposals() -> Iterator[Finding]:
    """Each proposed command of the log has its proposal, and each proposal its checkers once carried out."""
    proposed = ActRecord.objects.filter(status=PROPOSED)
    known = set(Proposal.objects.values_list("command_id", flat=True))
    for record in proposed.iterator():
        if record.command_id not in known:
            yield Finding(
                "acts.proposal_missing", f"đề nghị của dòng {record.seq} bị mất", "acts.act", record.seq,
                str(record.business_on), record.unit_id,
            )  # fmt: skip
    for proposal in Proposal.objects.filter(status=Proposal.CARRIED_OUT).prefetch_related("approvals"):
        checkers = {approval.checker_id for approval in proposal.approvals.all()}
        if len(checkers - {proposal.maker_id}) < proposal.needed:
            yield Finding(
                "acts.four_eyes_breached", f"đề nghị {proposal.pk} thiếu người duyệt", "acts.proposal", proposal.pk,
                proposal.proposed_at.date().isoformat(), proposal.unit_id,
            )  # fmt: skip
