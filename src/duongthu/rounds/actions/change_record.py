"""What a change of running rounds did, and why: told to who made it, and kept with the version it makes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from duongthu.acts.api import Call
from duongthu.rounds.actions.applying import Applied, apply
from duongthu.rounds.actions.versions import next_version, put_in_force
from duongthu.rounds.models import Plan
from duongthu.rounds.queries.figures import Figures
from duongthu.rounds.queries.plans import door_owners, windows_on
from duongthu.rounds.queries.running import OpenRounds
from duongthu.rounds.rules.change_record import LateStop, NotPlaced, Replanned, StopMove
from duongthu.rounds.rules.changing import Changed, followers, ridden_of, unmoved_percent
from duongthu.rounds.rules.drawing import Prices
from duongthu.rounds.rules.keeping import KeptLeft, KeptPlan, kept_round
from duongthu.rounds.rules.reasons import Why
from duongthu.rounds.rules.riding import price_of, why_left


def owners_out(board: OpenRounds, figures: Figures) -> dict[int, int]:
    """The courier each door is familiar to, among those who are out."""
    return door_owners(board.given, board.on, figures, [one.crew.courier_id for one in board.running])


def keep_unplaced(board: OpenRounds, changed: Changed) -> Changed:
    """A door no list has room for stays where it is, at the end: nothing vanishes from a list by itself."""
    rounds = list(changed.rounds)
    for door in changed.unplaced:
        if door in board.lines:
            number = board.round_of(door)
            rounds[number] = replace(rounds[number], rest=(*rounds[number].rest, door))
    return replace(changed, rounds=tuple(rounds))


@dataclass(frozen=True, slots=True)
class Change:
    """A change of running rounds as it was found: which doors it is about and why, the rounds after it, and the reasons.

    Attributes:
        board: the rounds as they were. pulled: a code of ``WHY_MOVED`` by door. whys: reasons found by trying, by door.
    """

    board: OpenRounds
    changed: Changed
    pulled: dict[int, str]
    whys: dict[int, Why]
    prices: Prices

    def why_left(self, door: int) -> Why:
        """Why a door found no place."""
        return self.whys.get(door) or why_left(
            self.board.given, [one.crew for one in self.board.running], door
        )


def written(
    call: Call, unit_id: int, change: Change, figures: Figures, asked: Mapping[str, Any]
) -> Replanned:
    """Write a change over the lists, and keep it with its reasons as the next version of the shift.

    Args:
        asked: the act and its parameters, as they are kept.
    """
    kept = _kept(change, figures)
    told = _told(change, apply(call, change.board, change.changed.rounds, figures))
    if not (kept.rounds or kept.left or told.moves):
        return told
    board = change.board
    made = next_version(
        call, unit_id, board.on, board.rounds[0].shift, kept, planner=Plan.CHANGE, seed=0, price=told.price_after,
        changes={"asked": asked, "told": asdict(told)},
    )  # fmt: skip
    put_in_force(call, made)
    return replace(told, plan=made.code)


def _kept(change: Change, figures: Figures) -> KeptPlan:
    """What is still to be ridden on the lists that were touched, and what was left out."""
    board = change.board
    windows = windows_on(board.on, board.rounds[0].shift, figures)
    rounds = tuple(
        kept_round(board.given, ridden_of(board.given, one), windows)
        for number, (one, before) in enumerate(zip(change.changed.rounds, board.running, strict=True))
        if one.order != before.order or board.leaves_later(number)
    )
    lefts = [(change.why_left(door), board.given.doors[door].jobs) for door in change.changed.unplaced]
    return KeptPlan(rounds, tuple(KeptLeft(why.code, jobs, why.amount, why.words) for why, jobs in lefts))


def _told(change: Change, applied: Applied) -> Replanned:
    board, changed, pulled, whys, prices = (
        change.board,
        change.changed,
        change.pulled,
        change.whys,
        change.prices,
    )
    given = board.given
    still = {door for door in board.lines if door not in pulled}
    before, after = followers(board.running, still), followers(changed.rounds, still)
    return Replanned(
        [
            StopMove(
                job.key, job.address, _from(board, put.door), board.rounds[put.round].code, pulled[put.door], put.price,
                *_said(whys.get(put.door)),
            )
            for put in changed.placed
            for job in given.doors[put.door].jobs
        ],
        [
            NotPlaced(job.key, job.address, *_said(change.why_left(door)))
            for door in changed.unplaced
            for job in given.doors[door].jobs
        ],
        _late(board, changed, whys),
        unmoved_percent(before, after),
        applied.handovers,
        applied.notices,
        sum(price_of(ridden_of(given, one), prices) for one in board.running),
        sum(price_of(ridden_of(given, one), prices) for one in changed.rounds),
    )  # fmt: skip


def _said(why: Why | None) -> tuple[str, int, str]:
    return (why.code, why.amount, why.words) if why else ("", -1, "")


def _late(board: OpenRounds, changed: Changed, whys: dict[int, Why]) -> list[LateStop]:
    """Things reached after their latest time."""
    return [
        LateStop(
            job.key, job.address, board.rounds[number].code, -(-stop.late_seconds // 60),
            *_said(whys.get(stop.door, Why("late_anyway"))),
        )
        for number, one in enumerate(changed.rounds)
        for stop in ridden_of(board.given, one).stops
        if stop.late_seconds
        for job in board.given.doors[stop.door].jobs
    ]  # fmt: skip


def _from(board: OpenRounds, door: int) -> str:
    return board.rounds[board.round_of(door)].code if door in board.lines else ""
