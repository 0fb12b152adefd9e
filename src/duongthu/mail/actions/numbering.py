"""S10 numbers from blocks given to offices: under lock, in order, never twice."""

from django.db.models import Max

from duongthu.acts.api import bulk
from duongthu.kernel import s10
from duongthu.mail.models import SerialBlock

BLOCK = 5_000


def take_numbers(unit_id: int, prefix: str, count: int) -> list[str]:
    """The office's next item numbers; when its block is used up it is given a new one."""
    codes: list[str] = []
    lock = " FOR UPDATE" if bulk.on_postgres() else ""
    while len(codes) < count:
        rows = bulk.fetch(
            f"SELECT id, next, last FROM mail_serial_block WHERE prefix = %s AND unit_id = %s AND next <= last LIMIT 1{lock}",
            [prefix, unit_id],
        )
        block, following, last = rows[0] if rows else _new_block(unit_id, prefix)
        wanted = min(count - len(codes), last - following + 1)
        codes += [s10.make(prefix, serial) for serial in range(following, following + wanted)]
        bulk.write("UPDATE mail_serial_block SET next = %s WHERE id = %s", [following + wanted, block])
    return codes


def _new_block(unit_id: int, prefix: str) -> tuple[int, int, int]:
    """The next free block of the province; two offices at once: the unique first serial makes one try again."""
    last = SerialBlock.objects.filter(prefix=prefix).aggregate(last=Max("last"))["last"]
    first = 10_000_000 if last is None else last + 1
    made = SerialBlock.objects.create(
        prefix=prefix, unit_id=unit_id, first=first, last=first + BLOCK - 1, next=first
    )
    return made.pk, first, made.last
