"""S10 numbers from blocks given to offices: under lock, in order, never twice."""

from collections.abc import Sequence

from django.db.models import Max

from duongthu.acts.api import bulk
from duongthu.kernel import s10
from duongthu.mail.models import SerialBlock

BLOCK = 5_000
HOME = "VN"  # the country of our numbers
# The block with numbers left, and the first number from its next one on that a thing bears already: mostly none.
NEXT = """
SELECT b.id, b.following, b.last, (SELECT min(t.code) FROM mail_thing t
  WHERE t.code >= b.prefix || substr(CAST(100000000 + b.following AS varchar(9)), 2)
  AND t.code < b.prefix || substr(CAST(100000001 + b.last AS varchar(9)), 2))
FROM (SELECT id, prefix, first, last, CASE WHEN next < first THEN first ELSE next END AS following
      FROM mail_serial_block WHERE prefix = %s AND unit_id = %s AND next <= last ORDER BY first LIMIT 1{lock}) b
"""


def take_numbers(unit_id: int, prefix: str, count: int) -> list[str]:
    """The office's next item numbers; when its block is used up it is given a new one.

    A number that some thing bears already (printed beforehand, or the block's own row was set back by hand) is passed over.
    """
    codes: list[str] = []
    lock = " FOR UPDATE" if bulk.on_postgres() else ""
    while len(codes) < count:
        rows = bulk.fetch(NEXT.replace("{lock}", lock), [prefix, unit_id])
        block, following, last, taken = rows[0] if rows else (*_new_block(unit_id, prefix), "")
        upto = min(last, following + count - len(codes) - 1)
        numbers = [s10.make(prefix, serial) for serial in range(following, upto + 1)]
        if taken:  # hardly ever: then each number is looked at
            taken_codes = bulk.fetch_in("SELECT code FROM mail_thing WHERE code IN {values}", numbers)
            numbers = sorted(set(numbers) - {code for (code,) in taken_codes})
        codes += numbers
        bulk.write("UPDATE mail_serial_block SET next = %s WHERE id = %s", [upto + 1, block])
    return codes


def numbers_of_ours(codes: Sequence[str], *, besides_unit: int | None = None) -> set[str]:
    """Those of the numbers that lie in a block of one of our offices, given to a thing yet or not.

    Args:
        besides_unit: an office whose own blocks do not count.
    """
    ours = [code for code in codes if code.endswith(HOME)]
    blocks = SerialBlock.objects.filter(prefix__in={code[:2] for code in ours}).exclude(
        unit_id=besides_unit or 0
    )
    spans = list(blocks.values_list("prefix", "first", "last")) if ours else []
    return {
        code
        for code in ours
        if any(p == code[:2] and first <= int(code[2:10]) <= last for p, first, last in spans)
    }


def _new_block(unit_id: int, prefix: str) -> tuple[int, int, int]:
    """The next free block of the province; two offices at once: the unique first serial makes one try again."""
    last = SerialBlock.objects.filter(prefix=prefix).aggregate(last=Max("last"))["last"]
    first = 10_000_000 if last is None else last + 1
    made = SerialBlock.objects.create(
        prefix=prefix, unit_id=unit_id, first=first, last=first + BLOCK - 1, next=first
    )
    return made.pk, first, made.last
