"""Reading the act log: what happened to whom, and what waits for a checker."""

from datetime import datetime

from django.db.models import QuerySet

from duongthu.acts.call import REFUSED, Actor
from duongthu.acts.models import ActRecord, Proposal


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


def proposals_for(actor: Actor) -> QuerySet[Proposal]:
    """Open proposals the actor may check: in their reach and not their own."""
    waiting = Proposal.objects.filter(status=Proposal.OPEN, unit_id__in=actor.reach)
    return waiting.exclude(maker_id=actor.person_id).order_by("proposed_at")
