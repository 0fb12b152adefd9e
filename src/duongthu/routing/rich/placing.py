"""Putting any node in: one alone, the half of a pair whose other half is on a round, or what goes in together."""

from duongthu.routing.chance import uniform
from duongthu.routing.compiled import compiled, inlined
from duongthu.routing.rich.ground import (
    AFTER,
    FIRST,
    KIND,
    LAST_OF_KIND,
    LEAD,
    LOCKED_AHEAD,
    NEXT,
    NOBODY,
    OPEN,
    OUT,
    OVER,
    OVERLOADED,
    PARTNER,
    PRIZE,
    ROUTE,
    STOPS,
    WINDOW,
    ZONE,
    Ground,
    Rounds,
    wide,
)  # fmt: skip
from duongthu.routing.rich.insert import (
    AT_ANY_PRICE,
    EMPTY_TRIED,
    NEVER,
    best_window_apart,
    insert_best,
    looks_everywhere,
)
from duongthu.routing.rich.refresh import link_in, refresh, unlink
from duongthu.routing.rich.scratch import TRIAL, Scratch, keep
from duongthu.routing.rich.together import best_of_pair, best_of_sequence, cost_of_sequence

ROUNDS_TRIED = 12  # on which the nearest of the first and of the last stop are


@inlined
def put_in(ground: Ground, rounds: Rounds, work: Scratch, zone: int, c: int) -> int:
    """Put a node where it costs least; NEVER where no place is worth its prize."""
    if ground.bonded and c < ground.places:
        mate = ground.bond[c, PARTNER]
        if mate != NOBODY and rounds.link[mate, ROUTE] != OUT:
            return _insert_half(ground, rounds, work, zone, wide(c))
        if mate != NOBODY or ground.bond[c, LEAD] != NOBODY:
            return _insert_together(ground, rounds, work, zone, wide(c))
    return insert_best(ground, rounds, work, zone, wide(c))


@inlined
def prize_of(ground: Ground, rounds: Rounds, c: int) -> int:
    """What leaving out costs, with all that then is left out, too."""
    if not ground.bonded:
        return ground.stop[c, PRIZE]
    prize, x = 0, c
    while x != NOBODY:
        prize += ground.stop[x, PRIZE]
        x = wide(ground.bond[x, AFTER])
    mate = ground.bond[c, PARTNER]
    if mate != NOBODY and rounds.link[mate, ROUTE] == OUT:
        prize += ground.stop[mate, PRIZE]
    return prize


@compiled
def best_together(
    ground: Ground, rounds: Rounds, c: int, r: int, limit: int
) -> tuple[int, int, int, int, int]:
    """The cheapest places on a round, as ``best_of_pair``; of a sequence only the first place is of use."""
    if ground.bond[c, PARTNER] != NOBODY:
        return best_of_pair(ground, rounds, c, r, limit)
    cost, behind = best_of_sequence(ground, rounds, c, r, limit)
    return cost, behind, 0, NOBODY, 0


@compiled
def link_together(
    ground: Ground, rounds: Rounds, c: int, r: int, found: tuple[int, int, int, int, int]
) -> None:
    """Put in what goes in together, at the places found; the round is refreshed."""
    _, behind, window, behind_mate, window_mate = found
    if ground.bond[c, PARTNER] != NOBODY:
        link_in(rounds, c, behind, r, window)
        link_in(rounds, ground.bond[c, PARTNER], behind_mate, r, window_mate)
        refresh(ground, rounds, r)
        return
    n = rounds.route[r, FIRST] if behind == NOBODY else rounds.link[behind, NEXT]
    cost_of_sequence(ground, rounds, c, behind, n, r)
    prior, x = behind, c
    while x != NOBODY:
        link_in(rounds, x, prior, r, rounds.link[x, WINDOW])
        prior, x = x, wide(ground.bond[x, AFTER])
    refresh(ground, rounds, r)


@compiled
def best_half(ground: Ground, rounds: Rounds, c: int) -> tuple[int, int, int]:
    """The cheapest place of half a pair on the round of the other half, a delivery behind it, a pick-up before it."""
    mate = wide(ground.bond[c, PARTNER])
    r, delivery = wide(rounds.link[mate, ROUTE]), ground.bond[c, OPEN] > 0
    best, behind, window = NEVER, NOBODY, 0
    p = mate if delivery else NOBODY
    while True:
        n = wide(rounds.route[r, FIRST]) if p == NOBODY else wide(rounds.link[p, NEXT])
        if n == NOBODY or rounds.tail[n, LOCKED_AHEAD] == 0:
            cost, which = best_window_apart(ground, rounds, c, p, n, r, best)
            if cost < best:
                best, behind, window = cost, p, which
        if n == NOBODY or (not delivery and n == mate):
            break
        p = n
    return best, behind, window


@compiled
def _insert_half(ground: Ground, rounds: Rounds, work: Scratch, zone: int, c: int) -> int:
    """Put half a pair where it costs least on the round of the other half; NEVER where that has no room for it."""
    r = wide(rounds.link[ground.bond[c, PARTNER], ROUTE])
    if rounds.route[r, ZONE] != zone:
        return NEVER
    cost, behind, window = best_half(ground, rounds, c)
    if cost == NEVER:
        return NEVER
    keep(rounds, work, r)
    over = rounds.route[r, OVER]
    link_in(rounds, c, behind, r, window)
    refresh(ground, rounds, r)
    if (rounds.route[r, OVER] & ~over & OVERLOADED) != 0:
        unlink(rounds, c)
        refresh(ground, rounds, r)
        return NEVER
    return cost


@compiled
def _insert_together(ground: Ground, rounds: Rounds, work: Scratch, zone: int, c: int) -> int:
    """Put a pair or a sequence, by its first stop, on one of the rounds its nearest are on, or on one that has no stops yet."""
    dearer = uniform(work.chance) < AT_ANY_PRICE
    limit = NEVER if dearer else prize_of(ground, rounds, c)
    best, into = (limit, NOBODY, 0, NOBODY, 0), NOBODY
    work.at[TRIAL] += 1
    last, tried = _last_of(ground, c), 0
    for q in range(2 * ground.near.shape[1]):
        v = ground.near[c if q % 2 == 0 else last, q // 2]
        if v < 0 or tried == ROUNDS_TRIED:
            break
        r = wide(rounds.link[v, ROUTE])
        if r == OUT or rounds.route[r, ZONE] != zone or work.tried[r] == work.at[TRIAL]:
            continue
        work.tried[r] = work.at[TRIAL]
        tried += 1
        found = best_together(ground, rounds, c, r, best[0])
        if found[0] < best[0]:
            best, into = found, r
    best, into = _best_of_empty(ground, rounds, zone, c, best, into)
    if into == NOBODY and looks_everywhere(work):
        best, into = cheapest_together(ground, rounds, zone, c, limit)
    if into == NOBODY:
        return NEVER
    keep(rounds, work, into)
    link_together(ground, rounds, c, into, best)
    return best[0]


@inlined
def _last_of(ground: Ground, c: int) -> int:
    """The delivery of a pick-up, the last stop of a sequence."""
    if ground.bond[c, PARTNER] != NOBODY:
        return wide(ground.bond[c, PARTNER])
    while ground.bond[c, AFTER] != NOBODY:
        c = wide(ground.bond[c, AFTER])
    return c


@compiled
def _best_of_empty(
    ground: Ground, rounds: Rounds, zone: int, c: int, best: tuple[int, int, int, int, int], into: int
) -> tuple[tuple[int, int, int, int, int], int]:
    """Whether a round that has no stops yet is cheaper still; a few of each kind are looked at."""
    route, r, tried = rounds.route, -1, 0
    while r + 1 < route.shape[0]:
        r += 1
        if ground.vehicle[r, KIND] != ground.vehicle[r - 1, KIND]:
            tried = 0
        if route[r, STOPS] != 0 or route[r, ZONE] != zone:
            continue
        found = best_together(ground, rounds, c, r, best[0])
        if found[0] < best[0]:
            best, into = found, r
        tried += 1
        if tried == EMPTY_TRIED:
            r = ground.vehicle[r, LAST_OF_KIND]
    return best, into


@compiled
def cheapest_together(
    ground: Ground, rounds: Rounds, zone: int, c: int, limit: int
) -> tuple[tuple[int, int, int, int, int], int]:
    """The cheapest places of what goes in together on all rounds of a zone, and the round (NOBODY: none)."""
    best, into = (limit, NOBODY, 0, NOBODY, 0), NOBODY
    for r in range(rounds.route.shape[0]):
        if rounds.route[r, ZONE] == zone:
            found = best_together(ground, rounds, c, r, best[0])
            if found[0] < best[0]:
                best, into = found, r
    return best, into
