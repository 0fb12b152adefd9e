"""A change of running rounds as it was prepared before its act, and whether what it was prepared from is still the same."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from duongthu.rounds import refusals
from duongthu.rounds.actions.change_record import Change
from duongthu.rounds.models import Round
from duongthu.rounds.queries.figures import Figures, figures_on
from duongthu.rounds.queries.running import standings


@dataclass(frozen=True, slots=True)
class Prepared:
    """A change as it was searched for, and what it was prepared from: figures, the lists it touches, the new jobs it places."""

    figures: Figures
    standings: dict[int, tuple[object, ...]]
    change: Change

    @property
    def touched(self) -> set[int]:
        """The lists that change, by id; without those of couriers who come in addition."""
        pairs = zip(self.change.changed.rounds, self.change.board.running, strict=True)
        rounds = self.change.board.rounds
        return {
            rounds[n].pk
            for n, (one, before) in enumerate(pairs)
            if rounds[n].pk and (one.order != before.order or self.change.board.leaves_later(n))
        }

    @property
    def fresh(self) -> set[str]:
        """The new jobs that come to a list, by key."""
        board = self.change.board
        placed = [put.door for put in self.change.changed.placed if put.door in set(board.fresh)]
        return {job.key for door in placed for job in board.given.doors[door].jobs}

    @property
    def for_writing(self) -> Change:
        """The change over rows of its own: they are written anew should the command be tried again."""
        board = self.change.board
        return replace(self.change, board=replace(board, rounds=[copy(one) for one in board.rounds]))

    def check(self, locked: Iterable[Round], on: date, shift: int, lists: set[int] | None = None) -> None:
        """See that the figures and lists are as they were when the change was searched for.

        Args:
            locked: the open lists as they are now. lists: which must stand still; those that change where it is left out.

        Raises:
            GroundChanged.
        """
        if figures_on(on) != self.figures:
            raise refusals.GroundChanged(what="định mức lập tuyến", shift=shift)
        still = self.touched if lists is None else lists
        now = standings([one for one in locked if one.pk in still])
        stale = next((pk for pk in sorted(still) if now.get(pk) != self.standings[pk]), None)
        if stale is not None:
            code = next(one.code for one in self.change.board.rounds if one.pk == stale)
            raise refusals.GroundChanged(what=f"tuyến {code}", shift=shift)
