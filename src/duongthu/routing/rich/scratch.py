"""One worker's own memory: what a step took out, the rounds as they were before it, and the stops on no round."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.chance import Chance
from duongthu.routing.compiled import compiled, inlined
from duongthu.routing.rich.ground import (
    COUNT,
    FIRST,
    LAST,
    LEAD,
    MARK,
    NEXT,
    NOBODY,
    OPEN,
    OUT,
    OVER,
    PARTNER,
    PREV,
    ROUTE,
    WINDOW,
    Ground,
    Rounds,
    wide,
)  # fmt: skip
from duongthu.routing.rich.refresh import refresh

MOST_OUT = 2048
# columns of Scratch.at
STEP, ROUNDS_KEPT, STOPS_KEPT, OUTSIDE, TRIAL, EAGER = range(6)


class Scratch(NamedTuple):
    """One worker's own memory.

    Attributes:
        out: stops taken out in this step, then those from outside that are tried with them.
        key: by which they go back.
        kept: stop and window of the rounds as they were before the step, one round behind the other.
        kept_route: number and length of each kept round, and its OVER.
        at: int64 (6,): the number of the step, how many rounds and stops are kept, how many stops are outside, the number of the
            trial, and whether a stop that has no room beside its nearest is tried everywhere (1: always, 0: at times, −1: never).
        outside: stops on no round.
        slot: where in ``outside`` a stop stands; −1: not there.
        tried: the last trial in which each round was looked at.
    """

    out: NDArray[np.int32]
    key: NDArray[np.float64]
    kept: NDArray[np.int32]
    kept_route: NDArray[np.int32]
    at: NDArray[np.int64]
    outside: NDArray[np.int32]
    slot: NDArray[np.int32]
    tried: NDArray[np.int64]
    chance: Chance


def scratch(chance: Chance, places: int, routes: int) -> Scratch:
    """Memory for one worker."""
    most = max(MOST_OUT, places)
    return Scratch(
        np.empty(most, np.int32), np.empty(most), np.empty((places, 2), np.int32), np.empty((routes, 3), np.int32),
        np.zeros(6, np.int64), np.empty(places, np.int32), np.full(places, -1, np.int32), np.zeros(routes, np.int64), chance,
    )  # fmt: skip


@inlined
def begin(work: Scratch) -> None:
    """A new step: nothing is kept yet."""
    work.at[STEP] += 1
    work.at[ROUNDS_KEPT] = 0
    work.at[STOPS_KEPT] = 0


@inlined
def is_kept(rounds: Rounds, work: Scratch, r: int) -> bool:
    """Whether a round was touched in this step."""
    return rounds.route[r, MARK] == work.at[STEP]


@compiled
def keep(rounds: Rounds, work: Scratch, r: int) -> None:
    """Remember a round as it is, once a step, before it is touched."""
    if is_kept(rounds, work, r):
        return
    rounds.route[r, MARK] = work.at[STEP]
    at, x = work.at[STOPS_KEPT], rounds.route[r, FIRST]
    row = work.kept_route[work.at[ROUNDS_KEPT]]
    row[0], row[1], row[2] = r, rounds.route[r, COUNT], rounds.route[r, OVER]
    while x != NOBODY:
        work.kept[at, 0], work.kept[at, 1] = x, rounds.link[x, WINDOW]
        at += 1
        x = rounds.link[x, NEXT]
    work.at[STOPS_KEPT] = at
    work.at[ROUNDS_KEPT] += 1


@compiled
def undo(ground: Ground, rounds: Rounds, work: Scratch, count: int) -> None:
    """Put all touched rounds back as they were; of the step's ``count`` stops those from outside go out again."""
    for i in range(count):
        rounds.link[work.out[i], ROUTE] = OUT
    at = 0
    for k in range(work.at[ROUNDS_KEPT]):
        r, many = wide(work.kept_route[k, 0]), work.kept_route[k, 1]
        _relink(rounds, work.kept[at : at + many], r)
        at += many
        refresh(ground, rounds, r)


@inlined
def _relink(rounds: Rounds, chain: NDArray[np.int32], r: int) -> None:
    link, route, prior = rounds.link, rounds.route, NOBODY
    route[r, FIRST], route[r, COUNT] = NOBODY, len(chain)
    for i in range(len(chain)):
        x = chain[i, 0]
        link[x, PREV], link[x, ROUTE], link[x, WINDOW] = prior, r, chain[i, 1]
        if prior == NOBODY:
            route[r, FIRST] = x
        else:
            link[prior, NEXT] = x
        prior = x
    if prior != NOBODY:
        link[prior, NEXT] = NOBODY
    route[r, LAST] = prior


@inlined
def follows(ground: Ground, rounds: Rounds, c: int) -> bool:
    """Whether a stop on no round goes in when another does: the first of its sequence, or its pick-up."""
    lead, mate = ground.bond[c, LEAD], ground.bond[c, PARTNER]
    if lead != NOBODY and lead != c:
        return True
    return mate != NOBODY and ground.bond[c, OPEN] > 0 and rounds.link[mate, ROUTE] == OUT


@compiled
def settle(ground: Ground, rounds: Rounds, work: Scratch, count: int) -> None:
    """After a step that stands: which of its stops are outside now."""
    for i in range(count):
        c = work.out[i]
        if rounds.link[c, ROUTE] == OUT:
            if not (ground.bonded and follows(ground, rounds, c)):
                send_out(work, c)
        elif work.slot[c] >= 0:
            last = work.outside[work.at[OUTSIDE] - 1]
            work.outside[work.slot[c]] = last
            work.slot[last] = work.slot[c]
            work.slot[c] = -1
            work.at[OUTSIDE] -= 1


@inlined
def send_out(work: Scratch, c: int) -> None:
    """Add a stop to those outside."""
    if work.slot[c] < 0:
        work.slot[c] = work.at[OUTSIDE]
        work.outside[work.at[OUTSIDE]] = c
        work.at[OUTSIDE] += 1
