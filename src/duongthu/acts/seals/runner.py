"""Seals by itself: soon after each closing, and every few minutes in which something was written.

What was written since the last seal is all that a consistent edit of every table can change unseen: the wait is that window.
"""

import json
import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from duongthu.acts import bulk
from duongthu.acts.journals import all_journals
from duongthu.acts.models import Seal
from duongthu.acts.seals.publishing import seal_and_publish
from duongthu.kernel import clock
from duongthu.kernel.refusal import Refusal
from duongthu.tlog.api import Note

LOOK_SECONDS = 15
_occasions: set[str] = set()
_log = logging.getLogger("duongthu.seals")


def register_occasion(journal: str) -> None:
    """Say that each new row of a journal is to be sealed at once (called once, when its room is ready)."""
    _occasions.add(journal)


def is_due() -> bool:
    """Whether it is time for a seal: a closing since the last one, or ``DUONGTHU_SEAL_MINUTES`` gone by."""
    last = Seal.objects.order_by("-seq").first()
    if last is None or clock.now() - last.made_at >= timedelta(minutes=settings.SEAL_MINUTES):
        return True
    sealed = json.loads(last.ranges)
    for journal in all_journals():
        if journal.name in _occasions:
            table, column = journal.model._meta.db_table, journal.seq  # noqa: SLF001
            newest = bulk.fetch(f"SELECT coalesce(max({column}), 0) FROM {table}")[0][0]
            if newest > sealed.get(journal.name, {"until": 0})["until"]:
                return True
    return False


def seal_when_due() -> tuple[Seal, Note] | None:
    """Make and publish a seal where one is due; None where none is."""
    return seal_and_publish() if is_due() else None


def seal_forever(every: int = LOOK_SECONDS) -> None:
    """Look again and again whether a seal is due; a database that is away or a clock set back is told and tried again."""
    while True:
        try:
            made = seal_when_due()
            if made:
                _log.info("seal %s over %s rows, root %s", made[0].seq, made[0].tree_size, made[0].root)
        except (DatabaseError, Refusal, OSError):
            _log.exception("no seal was made; trying again in %s s", every)
        close_old_connections()
        time.sleep(every)
