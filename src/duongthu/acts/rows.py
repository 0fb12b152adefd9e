"""Lines of a list: which may be looked at, which are refused before anything is, and answers that go by row."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import AwareDatetime

from duongthu.acts.call import Call
from duongthu.acts.refusals import KeyRepeated, KeyReserved, TimeInFuture, TimeTooLate
from duongthu.kernel.ids import is_derived
from duongthu.kernel.refusal import Refusal

CLOCK_SKEW = timedelta(minutes=5)  # how far a device's clock may run ahead of the server's


LineKey = Annotated[UUID, "made where it happened (UUIDv7, v4 taken); version 8 is the server's own"]
"""Key of a line; ``Rows`` holds it against the others of its list, the books against all they know."""
Moment = AwareDatetime
"""When something happened, told with its zone; bounded both ways by ``check_moment`` in commands and in lines."""


class Line(Protocol):
    """A line of a list: its key is made by the sender; some also tell when (``at``)."""

    @property
    def key(self) -> UUID:
        """The line's own key."""


L = TypeVar("L", bound=Line)
A = TypeVar("A")


def check_moment(
    at: datetime, now: datetime, latest: timedelta, *, field: str = "at", row: int | None = None
) -> None:
    """Refuse what lies ahead of the server's clock, and what is told too late.

    Args:
        latest: how long ago it may have happened (``Call.told_within``).

    Raises:
        TimeInFuture, TimeTooLate: with the field, and the row where it is a line's.
    """
    if at > now + CLOCK_SKEW:
        raise TimeInFuture(field=field, row=row, device_at=at.isoformat(), server_at=now.isoformat())
    if at < now - latest:
        raise TimeTooLate(field=field, row=row, device_at=at.isoformat(), earliest=(now - latest).isoformat())


class Rows(Generic[L, A]):
    """A list's lines with an answer for each row, in the order asked.

    Rows whose key stands in an earlier row of the list or is one of the server's own, or whose moment is out of bounds, are
    refused at once.

    Args:
        refused: makes a line's answer out of its refusal.
        latest: how long ago a line's moment may lie, where that is not the command's own bound.
    """

    def __init__(
        self,
        call: Call,
        lines: Sequence[L],
        refused: Callable[[L, Refusal], A],
        *,
        latest: timedelta | None = None,
    ) -> None:
        self._lines = lines
        self._refused = refused
        self._answers: list[A | None] = [None] * len(lines)
        self._now, self._latest = call.now, latest or call.told_within
        seen: dict[UUID, int] = {}
        for row, line in enumerate(lines, start=1):
            first = seen.setdefault(line.key, row)
            no: Refusal | None
            if first != row:
                no = KeyRepeated(field="key", row_number=row, first_row=first)
            else:
                no = (
                    KeyReserved(field="key", key=str(line.key))
                    if is_derived(line.key)
                    else self._moment_refused(line)
                )
            if no is not None:
                self.refuse(row, no)

    def _moment_refused(self, line: L) -> Refusal | None:
        at = getattr(line, "at", None)
        if at is None:
            return None
        try:
            check_moment(at, self._now, self._latest)
        except (TimeInFuture, TimeTooLate) as refusal:
            return refusal
        return None

    def open(self) -> Iterator[tuple[int, L]]:
        """Rows without an answer yet, with their numbers from 1."""
        for row, line in enumerate(self._lines, start=1):
            if self._answers[row - 1] is None:
                yield row, line

    def answer(self, row: int, answer: A) -> None:
        """A row's answer."""
        self._answers[row - 1] = answer

    def refuse(self, row: int, refusal: Refusal) -> None:
        """Refuse one row; its number stands in the refusal."""
        refusal.row = row
        self._answers[row - 1] = self._refused(self._lines[row - 1], refusal)

    def answer_of(self, row: int) -> A:
        """The answer a row has been given.

        Raises:
            KeyError: none yet.
        """
        answer = self._answers[row - 1]
        if answer is None:
            raise KeyError(row)
        return answer

    def answers(self) -> list[A]:
        """One answer a row.

        Raises:
            AssertionError: an error of ours: a row was forgotten.
        """
        found = [answer for answer in self._answers if answer is not None]
        assert len(found) == len(self._lines), "a row has no answer"  # noqa: S101
        return found


R = TypeVar("R")


class MustSettle(Generic[R]):
    """Results that may not be thrown away: the act ends in an error of ours where nobody has looked at them."""

    def __init__(self, call: Call, results: Sequence[R]) -> None:
        self._results = results
        if results:
            call.unsettled.append(self)
        self._call = call

    def each(self) -> Sequence[R]:
        """All results, in the order of the lines asked; whoever takes them answers for each."""
        self._call.unsettled = [one for one in self._call.unsettled if one is not self]
        return self._results
