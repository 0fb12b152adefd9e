"""Trying a stop at a place of a round, in constant time; and finding the place where it costs least."""

from duongthu.routing.chance import uniform
from duongthu.routing.compiled import compiled, inlined
from duongthu.routing.schedules.ground import (
    ABLE,
    CLOSES,
    COUNT,
    DURATION,
    EARLY,
    GIVEN,
    LATE,
    LOCKED,
    LONGEST,
    METRES,
    MOST,
    NEXT,
    NOBODY,
    OPENS,
    OUT,
    PREV,
    PRICE,
    ROUTE,
    SERVICE,
    SKILLS,
    TAKEN,
    TAKES,
    ZONE,
    Ground,
    Rounds,
    metres,
    place_before,
    place_behind,
    price_of_length,
    seconds,
    stray_price,
)
from duongthu.routing.schedules.refresh import joined_metres, link_in, refresh
from duongthu.routing.schedules.scratch import Scratch, keep

BLINK = 0.01
EMPTY_TRIED = 8  # empty rounds looked at; the others are like them or are tried another time
NEVER = 1 << 60  # what an insertion costs that cannot be


@inlined
def try_at(ground: Ground, rounds: Rounds, c: int, p: int, n: int, r: int, window: int, limit: int) -> int:
    """What it costs to put a stop between two neighbours of a round in one of its windows; NEVER where it cannot be.

    Costs not below ``limit`` need not be exact.
    """
    own = ground.vehicle[r]
    a, b = place_before(ground, p, r), place_behind(ground, n, r)
    opened = own[PRICE] if rounds.route[r, COUNT] == 0 else 0
    distance = metres(ground, a, c) + metres(ground, c, b) - joined_metres(ground, r, p, n)
    fixed = opened + stray_price(ground, c, r)
    if ground.prices.metre * distance + fixed >= limit or (ground.stop[c, SKILLS] & ~own[ABLE]) != 0:
        return NEVER
    takes, early, late = 0, own[OPENS], own[CLOSES]
    if p != NOBODY:
        takes, early, late = rounds.head[p, TAKES], rounds.head[p, EARLY], rounds.head[p, LATE]
    opens, closes = ground.window[c, window, 0], ground.window[c, window, 1]
    shift = takes + seconds(ground, a, c)
    if early + shift > closes or not _carries(ground, rounds, c, p, n, r):
        return NEVER
    wait = max(opens - shift - late, 0)
    takes, early, late = (
        shift + wait + ground.stop[c, SERVICE],
        max(opens - shift, early) - wait,
        min(closes - shift, late),
    )
    next_takes, next_early, next_late = 0, own[OPENS], own[CLOSES]
    if n != NOBODY:
        next_takes, next_early, next_late = rounds.tail[n, TAKES], rounds.tail[n, EARLY], rounds.tail[n, LATE]
    shift = takes + seconds(ground, c, b)
    if early + shift > next_late:
        return NEVER
    duration = shift + next_takes + max(next_early - shift - late, 0)
    if duration > own[LONGEST]:
        return NEVER
    length = rounds.route[r, METRES]
    before = price_of_length(ground, r, length, rounds.route[r, DURATION])
    return price_of_length(ground, r, length + distance, duration) - before + fixed


@inlined
def _carries(ground: Ground, rounds: Rounds, c: int, p: int, n: int, r: int) -> bool:
    """Whether the vehicle can carry everything at every moment."""
    for m in range(ground.deliver.shape[1]):
        given, taken = ground.deliver[c, m], ground.collect[c, m]
        most = max(given, taken)
        if p != NOBODY:
            most = max(rounds.before[p, m, MOST] + given, most + rounds.before[p, m, TAKEN])
            taken += rounds.before[p, m, TAKEN]
        if n != NOBODY:
            most = max(most + rounds.behind[n, m, GIVEN], rounds.behind[n, m, MOST] + taken)
        if most > ground.capacity[r, m]:
            return False
    return True


@compiled
def insert_best(ground: Ground, rounds: Rounds, work: Scratch, zone: int, c: int) -> int:
    """Put a stop where it costs least: beside its nearest stops or on an empty round; NEVER where there is no place."""
    link, route = rounds.link, rounds.route
    best, into, behind_of, best_window = NEVER, NOBODY, NOBODY, 0
    for q in range(ground.near.shape[1]):
        v = ground.near[c, q]
        if v < 0:
            break
        r = link[v, ROUTE]
        if r == OUT or route[r, ZONE] != zone:
            continue
        for side in range(2):
            p = v if side == 0 else link[v, PREV]
            n = link[v, NEXT] if side == 0 else v
            if uniform(work.chance) < BLINK or (n != NOBODY and ground.stop[n, LOCKED]):
                continue
            for window in range(ground.window.shape[1]):
                if ground.window[c, window, 1] < ground.window[c, window, 0]:
                    break
                cost = try_at(ground, rounds, c, p, n, r, window, best)
                if cost < best:
                    best, into, behind_of, best_window = cost, r, p, window
    return _place(ground, rounds, work, zone, c, best, into, behind_of, best_window)


@inlined
def _place(
    ground: Ground,
    rounds: Rounds,
    work: Scratch,
    zone: int,
    c: int,
    best: int,
    into: int,
    behind_of: int,
    best_window: int,
) -> int:
    """Compare with the empty rounds, then put the stop in."""
    route = rounds.route
    tried = 0
    for r in range(route.shape[0]):
        if route[r, COUNT] != 0 or route[r, ZONE] != zone:
            continue
        for window in range(ground.window.shape[1]):
            if ground.window[c, window, 1] < ground.window[c, window, 0]:
                break
            cost = try_at(ground, rounds, c, NOBODY, NOBODY, r, window, best)
            if cost < best:
                best, into, behind_of, best_window = cost, r, NOBODY, window
        tried += 1
        if tried == EMPTY_TRIED:
            break
    if into == NOBODY:
        return NEVER
    keep(rounds, work, into)
    link_in(rounds, c, behind_of, into, best_window)
    refresh(ground, rounds, into)
    return best
