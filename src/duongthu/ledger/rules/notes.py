"""Cash by denomination."""

from collections.abc import Sequence
from dataclasses import dataclass

from duongthu.ledger import refusals

NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200)


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
    """Fewest notes that make the amount; what is below 200 đồng cannot be paid in notes and is left out."""
    notes = []
    for note in NOTES:
        count, amount = divmod(amount, note)
        if count:
            notes.append(Note(note, count))
    return notes
