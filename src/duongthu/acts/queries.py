"""Reading the act log: what happened to whom, and what waits for a checker."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from duongthu.acts import bulk
from duongthu.acts.call import DONE, REFUSED
from duongthu.acts.models import ActRecord, Approval, Proposal, Threshold


def acts_in(reach: frozenset[int], since: datetime, until: datetime) -> QuerySet[ActRecord]:
    """Acts at the units of a reach in [since, until), newest first."""
    found = ActRecord.objects.filter(server_at__gte=since, server_at__lt=until, unit_id__in=reach)
    return found.order_by("-seq")


def refusals_in(reach: frozenset[int], since: datetime) -> QuerySet[ActRecord]:
    """Refused commands at the units of a reach, newest first."""
    return ActRecord.objects.filter(status=REFUSED, server_at__gte=since, unit_id__in=reach).order_by("-seq")


def act_record(seq: int) -> ActRecord | None:
    """One row of the act log."""
    return ActRecord.objects.filter(seq=seq).first()


def open_proposals() -> QuerySet[Proposal]:
    """Everything that waits for a checker, oldest first."""
    return Proposal.objects.filter(status=Proposal.OPEN).order_by("proposed_at", "pk")


def approvals_of(proposal_ids: Iterable[int]) -> dict[int, list[Approval]]:
    """Who has said yes so far, by proposal, in the order they spoke."""
    found: dict[int, list[Approval]] = {number: [] for number in proposal_ids}
    for approval in Approval.objects.filter(proposal_id__in=list(found)).order_by("approved_at", "pk"):
        found[approval.proposal_id].append(approval)
    return found


def acts_done(numbers: Iterable[int]) -> list[int]:
    """Those of the numbers that are acts which were carried out."""
    wanted, found = sorted(set(numbers)), list[int]()
    for page in bulk.pages(wanted, 500):
        found += ActRecord.objects.filter(seq__in=page, status=DONE).values_list("seq", flat=True)
    return found


def thresholds_known() -> QuerySet[Threshold]:
    """Every bound of every set there ever was, by kind, the latest day and set first."""
    return Threshold.objects.order_by("key", "-valid_from", "-act_id", "from_amount_dong")
