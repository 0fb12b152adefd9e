"""Which life of the books this is: a number that a restore raises, so that nobody takes a server set back for the one before.

Each epoch is a row of an append-only journal under seal. The first one gives the books their name for ever.
"""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from duongthu.acts.models import Epoch
from duongthu.kernel import clock


def current_epoch() -> Epoch | None:
    """The epoch in force; None before the first seal of new books."""
    return Epoch.objects.order_by("-number").first()


def books_id() -> UUID | None:
    """The id of these books, the same through all epochs; None before their first seal."""
    return Epoch.objects.order_by("number").values_list("key", flat=True).first()


def begin_first_epoch() -> None:
    """Give new books their id; does nothing where they have one."""
    if Epoch.objects.exists():
        return
    try:
        with transaction.atomic():
            Epoch.objects.create(number=1, key=uuid4(), act_id=0, begun_at=clock.now(), reason=Epoch.FOUNDED)
    except IntegrityError:
        # Another sealer gave it at the same moment.
        if not Epoch.objects.exists():
            raise


def begin_restored_epoch(size: int, root: str) -> Epoch:
    """Raise the epoch after a restore.

    Args:
        size, root: the newest seal the restored books hold; 0 and ``""`` where they hold none.
    """
    begin_first_epoch()
    number = Epoch.objects.order_by("-number").values_list("number", flat=True)[0] + 1
    return Epoch.objects.create(
        number=number,
        key=uuid4(),
        act_id=0,
        begun_at=clock.now(),
        reason=Epoch.RESTORED,
        size=size,
        root=root,
    )
