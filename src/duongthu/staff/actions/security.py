"""The security log: sign-ins, refusals beyond reach, tokens, errors; append-only, and told to a file outside the database.

No act: what it notes happens before anybody is known, or although he is refused.
"""

import logging

from duongthu.kernel import clock, trace
from duongthu.staff.models import SecurityEvent

logger = logging.getLogger("duongthu.security")


def note_security(
    kind: SecurityEvent.Kind, *, person_id: int = 0, user_name: str = "", device: str = "", detail: str = ""
) -> None:
    """Write one line of the security log, into the table and to the logger ``duongthu.security``.

    Call it outside of a transaction that may be rolled back.

    Args:
        person_id: who, where it is known.
        detail: what, in a few words without personal data; cut at 200 characters.
    """
    here = trace.current()
    row = SecurityEvent(
        at=clock.now(), kind=kind, person_id=person_id, user_name=user_name[:80], address=here.address[:45],
        device=device[:80], detail=detail[:200], request_id=here.request_id,
    )  # fmt: skip
    SecurityEvent.objects.bulk_create([row])
    told = {
        "kind": str(kind),
        "person_id": person_id,
        "user_name": row.user_name,
        "device": row.device,
        "detail": row.detail,
    }
    logger.info(str(kind), extra=told)
