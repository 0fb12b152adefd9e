"""Ruin and recreate on chains: slack induction by string removals, made independent of the number of stops.

Source: J. Christiaens and G. Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing Problems",
Transportation Science 54 (2020). Ours: linked chains with cached legs, an undo log, the bound on the next insertion, and the
step given up as soon as it can no longer be accepted.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.chance import Chance, below, uniform
from duongthu.routing.compiled import compiled, inlined
from duongthu.routing.cvrp.ground import (
    LOAD,
    NEXT,
    PREV,
    ROUTE,
    ROUTE_COUNT,
    ROUTE_LOAD,
    ROUTE_MARK,
    ROUTE_ZONE,
    TO_DEPOT,
    TO_NEXT,
    TO_PREV,
    Ground,
    Rounds,
    distance,
    leg,
    link,
    unlink,
)  # fmt: skip
from duongthu.routing.ordering import order_by_key

MOST_OUT = 1024
BLINK = 0.01  # the share of places an insertion overlooks: what keeps the search from repeating itself
SPLIT, SPLIT_MORE = 0.5, 0.01  # how often a string keeps a middle part, and how seldom that part grows


BY_CHANCE, BY_LOAD, BY_DISTANCE = 4 / 11, 8 / 11, 10 / 11  # shares of the orders stops go back in, added up


class RuinSize(NamedTuple):
    """How much a step takes out.

    Attributes:
        mean_out: mean number of stops taken out in a step.
        longest: of one string; not above the mean length of a round.
        tries: the nearest stops beside which an insertion is tried.
        tails: exchanges of tails tried before each ruin.
        hops: small moves tried before each ruin.
    """

    mean_out: float
    longest: float
    tries: int
    tails: int
    hops: int


class Scratch(NamedTuple):
    """One worker's own memory: stops taken out, the key they go back by, and the log of changes."""

    out: NDArray[np.int32]
    key: NDArray[np.float64]
    log: NDArray[np.int32]
    mark: NDArray[np.int32]
    chance: Chance


LOG_STOP, LOG_PREV, LOG_NEXT, LOG_ROUTE, LOG_TO_PREV, LOG_TO_NEXT = range(6)


def scratch(chance: Chance) -> Scratch:
    """Memory for one worker."""
    return Scratch(
        np.empty(MOST_OUT, np.int32),
        np.empty(MOST_OUT),
        np.empty((MOST_OUT, 6), np.int32),
        np.zeros(1, np.int32),
        chance,
    )


@compiled
def ruin_step(
    ground: Ground,
    rounds: Rounds,
    work: Scratch,
    size: RuinSize,
    zone: int,
    seed: int,
    temperature: float,
) -> int:
    """Take some neighbouring strings out and put their stops back; the change of cost, 0 when it was undone."""
    worst = -temperature * math.log(uniform(work.chance) + 1e-300)
    count, delta = _ruin(ground, rounds, work, size, zone, seed)
    if count == 0:
        return 0
    _order(rounds, work, count)
    for i in range(count):
        done, cost = _insert(ground, rounds, work.chance, size, zone, work.out[i])
        delta += cost
        if not done or delta >= worst:
            _undo(ground, rounds, work, count, i + 1 if done else i)
            return 0
    return delta


@compiled
def _ruin(
    ground: Ground,
    rounds: Rounds,
    work: Scratch,
    size: RuinSize,
    zone: int,
    seed: int,
) -> tuple[int, int]:
    node, route = rounds
    strings = int(uniform(work.chance) * (4.0 * size.mean_out / (1.0 + size.longest) - 1.0) + 1.0)
    work.mark[0] += 1
    count, delta = 0, 0
    for q in range(-1, ground.near.shape[1]):
        c = seed if q < 0 else ground.near[seed, q]
        if strings == 0 or c < 0:
            break
        r = node[c, ROUTE]
        if r < 0 or route[r, ROUTE_ZONE] != zone or route[r, ROUTE_MARK] == work.mark[0]:
            continue
        route[r, ROUTE_MARK] = work.mark[0]
        strings -= 1
        held = route[r, ROUTE_COUNT]
        take = min(held, int(uniform(work.chance) * min(float(held), size.longest) + 1.0))
        count, change = _take_string(ground, rounds, work, c, take, held, count)
        delta += change
    return count, delta


@compiled
def _take_string(
    ground: Ground, rounds: Rounds, work: Scratch, c: int, take: int, held: int, count: int
) -> tuple[int, int]:
    node = rounds.node
    kept = 0
    if 1 < take < held and uniform(work.chance) < SPLIT:
        kept = 1
        while take + kept < held and uniform(work.chance) < SPLIT_MORE:
            kept += 1
    keep_from = 1 + int(uniform(work.chance) * (take - 1)) if kept else -1
    x = _string_start(node, work.chance, c, take + kept)
    delta = 0
    for k in range(take + kept):
        after = node[x, NEXT]
        if not keep_from <= k < keep_from + kept:
            delta += _take(ground, rounds, work, x, count)
            count += 1
        if after == 0:
            break
        x = after
    return count, delta


@inlined
def _string_start(node: NDArray[np.int32], chance: Chance, c: int, length: int) -> int:
    """Where a string of that length around ``c`` begins; each possible place is as likely."""
    behind, x = 0, c
    while behind < length - 1 and node[x, PREV] != 0:
        x = node[x, PREV]
        behind += 1
    ahead, x = 0, c
    while ahead < length - 1 and node[x, NEXT] != 0:
        x = node[x, NEXT]
        ahead += 1
    least = max(0, length - 1 - ahead)
    x = c
    for _ in range(least + below(chance, behind - least + 1)):
        x = node[x, PREV]
    return x


@inlined
def _take(ground: Ground, rounds: Rounds, work: Scratch, c: int, count: int) -> int:
    node = rounds.node
    p, n = node[c, PREV], node[c, NEXT]
    row = work.log[count]
    row[LOG_STOP], row[LOG_PREV], row[LOG_NEXT], row[LOG_ROUTE] = c, p, n, node[c, ROUTE]
    row[LOG_TO_PREV], row[LOG_TO_NEXT] = node[c, TO_PREV], node[c, TO_NEXT]
    joined = leg(ground, node, p, n)
    delta = joined - node[c, TO_PREV] - node[c, TO_NEXT]
    unlink(rounds, c, joined)
    work.out[count] = c
    if rounds.route[row[LOG_ROUTE], ROUTE_COUNT] == 0:
        delta -= ground.route_price
    return delta


@inlined
def _order(rounds: Rounds, work: Scratch, count: int) -> None:
    """The order stops go back in: by chance, heaviest, farthest or nearest first."""
    node, u = rounds.node, uniform(work.chance)
    for k in range(count):
        x = work.out[k]
        if u < BY_CHANCE:
            work.key[k] = uniform(work.chance)
        elif u < BY_LOAD:
            work.key[k] = 0.001 * uniform(work.chance) - node[x, LOAD]
        elif u < BY_DISTANCE:
            work.key[k] = -node[x, TO_DEPOT]
        else:
            work.key[k] = node[x, TO_DEPOT]
    order_by_key(work.out, work.key, count)


@inlined
def _insert(
    ground: Ground, rounds: Rounds, chance: Chance, size: RuinSize, zone: int, c: int
) -> tuple[bool, int]:
    """Put a stop where it costs least beside its nearest stops, or on a round of its own.

    A place is only measured where ``2·d(c, v) − d(v, x)`` is below the best so far: were ``x`` nearer to ``c`` than ``v``, the
    place was measured from ``x``.
    """
    node, route = rounds
    load, alone = node[c, LOAD], node[c, TO_DEPOT]
    best, into, before, after = 2 * alone + ground.route_price, -1, 0, 0
    for q in range(size.tries):
        v = ground.near[c, q]
        if v < 0:
            break
        r = node[v, ROUTE]
        if r < 0 or route[r, ROUTE_ZONE] != zone or route[r, ROUTE_LOAD] + load > ground.capacity:
            continue
        d = ground.near_cost[c, q]
        x = node[v, NEXT]
        if (2 * d - node[v, TO_NEXT] < best or x == 0) and uniform(chance) >= BLINK:
            cost = d - node[v, TO_NEXT] + (alone if x == 0 else distance(ground, c, x))
            if cost < best:
                best, into, before, after = cost, r, v, x
        x = node[v, PREV]
        if (2 * d - node[v, TO_PREV] < best or x == 0) and uniform(chance) >= BLINK:
            cost = d - node[v, TO_PREV] + (alone if x == 0 else distance(ground, c, x))
            if cost < best:
                best, into, before, after = cost, r, x, v
    if into < 0:
        into = _empty_round(route, zone)
        if into < 0:
            return False, 0
    link(rounds, c, before, after, into, leg(ground, node, c, before), leg(ground, node, c, after))
    return True, best


@inlined
def _empty_round(route: NDArray[np.int32], zone: int) -> int:
    for r in range(route.shape[0]):
        if route[r, ROUTE_COUNT] == 0 and route[r, ROUTE_ZONE] == zone:
            return r
    return -1


@inlined
def _undo(ground: Ground, rounds: Rounds, work: Scratch, count: int, back: int) -> None:
    """Take out again what was put back (``back`` stops), then put everything where it was, last taken first."""
    node = rounds.node
    for i in range(back - 1, -1, -1):
        c = work.out[i]
        unlink(rounds, c, leg(ground, node, node[c, PREV], node[c, NEXT]))
    for i in range(count - 1, -1, -1):
        row = work.log[i]
        link(
            rounds,
            row[LOG_STOP],
            row[LOG_PREV],
            row[LOG_NEXT],
            row[LOG_ROUTE],
            row[LOG_TO_PREV],
            row[LOG_TO_NEXT],
        )
