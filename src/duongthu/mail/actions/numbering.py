"""S10 numbers from blocks given to offices: under lock, in order, never twice."""

from django.db.models import F, Max

from duongthu.kernel import s10
from duongthu.mail.models import SerialBlock

BLOCK = 5_000


def take_numbers(unit_id: int, prefix: str, count: int) -> list[str]:
    """The office's next item numbers; when its block is used up it is given a new one."""
    codes: list[str] = []
    while len(codes) < count:
        block = SerialBlock.objects.select_for_update().filter(prefix=prefix, unit_id=unit_id, next__lte=F("last")).first()
        block = block or _new_block(unit_id, prefix)
        wanted = min(count - len(codes), block.last - block.next + 1)
        codes += [s10.make(prefix, serial) for serial in range(block.next, block.next + wanted)]
        block.next += wanted
        block.save(update_fields=["next"])
    return codes


def _new_block(unit_id: int, prefix: str) -> SerialBlock:
    """The next free block of the province; two offices at once: the unique first serial makes one try again."""
    last = SerialBlock.objects.filter(prefix=prefix).aggregate(last=Max("last"))["last"]
    first = 10_000_000 if last is None else last + 1
    return SerialBlock.objects.create(prefix=prefix, unit_id=unit_id, first=first, last=first + BLOCK - 1, next=first)
