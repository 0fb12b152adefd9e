"""When a message that was not taken is tried again."""

from datetime import timedelta

WAITS_MINUTES = (1, 3, 10, 30, 90)  # after the first failure, the second …; then it has failed for good
CLAIM_MINUTES = 5  # longer than any one try takes; a runner that died leaves its messages so long


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many failed tries (at least one); None: give up."""
    return timedelta(minutes=WAITS_MINUTES[tries - 1]) if tries <= len(WAITS_MINUTES) else None
