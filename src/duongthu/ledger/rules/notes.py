"""Cash by denomination."""

from collections.abc import Sequence
from dataclasses import dataclass

from duongthu.ledger import refusals

NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200)
THOUSAND, FIVE_HUNDRED, TWO_HUNDRED, HUNDRED = 1_000, 500, 200, 100
WITHOUT_NOTES = frozenset({100, 300})


@dataclass(frozen=True, slots=True)
class Note:
    """So many notes of one denomination."""

    note: int
    count: int


def total_of(notes: Sequence[Note]) -> int:
    """Đồng in the notes.

    Raises:
        UnknownNote: a denomination that is not in circulation.
        WrongAmount: a negative count.
    """
    for line in notes:
        if line.note not in NOTES:
            raise refusals.UnknownNote(field="notes", note=line.note)
        if line.count < 0:
            raise refusals.WrongAmount(field="notes", amount=line.count)
    return sum(line.note * line.count for line in notes)


def notes_for(amount: int) -> list[Note]:
    """Fewest notes that make the amount, to the 100 đồng; the rest (and 100 or 300 alone) no notes can make, and is left out.

    The two smallest notes, 500 and 200, do not divide one another: 600 is three of 200, 1,100 is 500 and three of 200.
    """
    amount -= amount % HUNDRED
    small = amount % THOUSAND
    if small in WITHOUT_NOTES and amount > small:
        small += THOUSAND
    counts = []
    left = amount - small
    for note in NOTES[: NOTES.index(THOUSAND) + 1]:
        count, left = divmod(left, note)
        counts.append((note, count))
    five_hundreds = small // HUNDRED % 2 if small >= FIVE_HUNDRED else 0
    two_hundreds = (small - five_hundreds * FIVE_HUNDRED) // TWO_HUNDRED
    counts += [(FIVE_HUNDRED, five_hundreds), (TWO_HUNDRED, two_hundreds)]
    return [Note(note, count) for note, count in counts if count]
