"""Trying a node at a place of a round, in constant time; and finding the place where it costs least."""

from duongthu.routing.chance import below, uniform
from duongthu.routing.compiled import compiled, inlined
from duongthu.routing.rich.ground import (
    ABLE,
    BREAK,
    CALL,
    CLOSES,
    DURATION,
    EARLY,
    FIRST,
    GIVEN,
    HELD,
    KIND,
    LAST,
    LAST_OF_KIND,
    LATE,
    LOCKED_AHEAD,
    LONGEST,
    METRE_PRICE,
    METRES,
    MOST,
    NEXT,
    NOBODY,
    OF,
    OPENS,
    OUT,
    OVER,
    OVERLOADED,
    PREV,
    PRICE,
    PRIZE,
    RELOAD,
    ROUTE,
    SERVICE,
    SKILLS,
    START,
    STOPS,
    TAKEN,
    TAKES,
    ZONE,
    Ground,
    Rounds,
    metres,
    past_breaks,
    place_before,
    place_behind,
    price_of_length,
    seconds,
    unfamiliarity_penalty,
    wide,
)
from duongthu.routing.rich.refresh import joined_metres, link_in, refresh
from duongthu.routing.rich.scratch import EAGER, Scratch, keep

BLINK = 0.01
AROUND = 2  # sides of a stop; from this number on, places beyond an activity next to it
EMPTY_TRIED = 8  # empty rounds of a kind of vehicle looked at; the others are like them
EVERYWHERE = 0.2  # how often a stop that finds no room beside its nearest is tried at every place
AT_ANY_PRICE = 0.1  # how often a stop goes in though it is dearer than its prize: others may join it
NEVER = wide(1 << 60)  # what an insertion costs that cannot be


@inlined
def try_at(ground: Ground, rounds: Rounds, c: int, p: int, n: int, r: int, window: int, limit: int) -> int:
    """What it costs to put a node between two neighbours of a round in one of its windows; NEVER where it cannot be.

    Costs not below ``limit`` need not be exact.
    """
    own = ground.vehicle[r]
    beyond = past_breaks(ground, rounds, n)
    a, b = place_before(ground, rounds, p, r), place_behind(ground, rounds, beyond, r)
    spot = c
    if c >= ground.places:
        spot = a if ground.stop[c, CALL] == BREAK else own[START]
    distance = metres(ground, r, a, spot) + metres(ground, r, spot, b)
    distance -= joined_metres(ground, rounds, r, p, n)
    fixed = ground.window_price[c, window] + unfamiliarity_penalty(ground, c, r)
    used = rounds.route[r, STOPS] > 0
    if not used:
        fixed += own[PRICE]
    if own[METRE_PRICE] * distance + fixed >= limit or (ground.stop[c, SKILLS] & ~own[ABLE]) != 0:
        return NEVER
    if not _carries(ground, rounds, c, p, n, r):
        return NEVER
    duration = _duration(
        ground, rounds, c, window, p, n, r, seconds(ground, r, a, spot), seconds(ground, r, spot, b)
    )
    if duration < 0 or duration > own[LONGEST]:
        return NEVER
    if ground.stop[c, CALL] != 0 and not used:
        return 0
    length = rounds.route[r, METRES]
    before = price_of_length(ground, r, length, rounds.route[r, DURATION]) if used else 0
    return price_of_length(ground, r, length + distance, duration) - before + fixed


@inlined
def _duration(
    ground: Ground, rounds: Rounds, c: int, window: int, p: int, n: int, r: int, to_spot: int, from_spot: int
) -> int:
    """How long the round would last with the node in it; −1 where somebody would be late."""
    own = ground.vehicle[r]
    takes, early, late = 0, own[OPENS], own[CLOSES]
    if p != NOBODY:
        takes, early, late = rounds.head[p, TAKES], rounds.head[p, EARLY], rounds.head[p, LATE]
    x, way, which = c, to_spot, window
    while True:
        opens, closes = ground.window[x, which, 0], ground.window[x, which, 1]
        shift = takes + way
        if early + shift > closes:
            return -1
        wait = max(opens - shift - late, 0)
        takes = shift + wait + ground.stop[x, SERVICE]
        early, late = max(opens - shift, early) - wait, min(closes - shift, late)
        x = n if x == c else rounds.link[x, NEXT]
        if x < ground.places or ground.stop[x, CALL] != BREAK:
            break
        way, which = 0, 0
    rest, next_early, next_late = 0, own[OPENS], own[CLOSES]
    if x != NOBODY:
        rest, next_early, next_late = rounds.tail[x, TAKES], rounds.tail[x, EARLY], rounds.tail[x, LATE]
    shift = takes + from_spot
    if early + shift > next_late:
        return -1
    return shift + rest + max(next_early - shift - late, 0)


@inlined
def _parts(ground: Ground, rounds: Rounds, p: int, n: int, r: int) -> bool:
    """Whether a reload parts a load into two that can be carried; where the round carries too much, it must be just there."""
    needed = (rounds.route[r, OVER] & OVERLOADED) != 0
    for m in range(ground.capacity.shape[1]):
        most, later = 0, 0
        if p != NOBODY:
            most = rounds.before[p, m, MOST]
        if n != NOBODY:
            later = rounds.behind[n, m, MOST]
            if ground.bonded and p != NOBODY:
                later += rounds.before[p, m, HELD]
        if most > ground.capacity[r, m] or later > ground.capacity[r, m]:
            return False
        if p != NOBODY and n != NOBODY:
            most = max(
                most + rounds.behind[n, m, GIVEN], rounds.behind[n, m, MOST] + rounds.before[p, m, TAKEN]
            )
            needed &= most <= ground.capacity[r, m]
    return not needed


@inlined
def _carries(ground: Ground, rounds: Rounds, c: int, p: int, n: int, r: int) -> bool:
    """Whether the vehicle can carry everything at every moment."""
    if ground.stop[c, CALL] == RELOAD:
        return _parts(ground, rounds, p, n, r)
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


@inlined
def _best_window(
    ground: Ground, rounds: Rounds, c: int, p: int, n: int, r: int, limit: int
) -> tuple[int, int]:
    """The cheapest of a stop's windows at a place."""
    best, chosen = limit, 0
    for window in range(ground.window.shape[1]):
        if ground.window[c, window, 1] < ground.window[c, window, 0]:
            break
        cost = try_at(ground, rounds, c, p, n, r, window, best)
        if cost < best:
            best, chosen = cost, window
    return best, chosen


@compiled
def best_window_apart(
    ground: Ground, rounds: Rounds, c: int, p: int, n: int, r: int, limit: int
) -> tuple[int, int]:
    """``_best_window`` where it is not written in: compiled once for all who activity it seldom."""
    return _best_window(ground, rounds, c, p, n, r, limit)


@compiled
def cheapest(ground: Ground, rounds: Rounds, zone: int, c: int) -> tuple[int, int, int, int]:
    """Where a stop costs least among all places of all rounds of a zone: what, which round, behind which node, which window."""
    best, into, behind_of, best_window = NEVER, NOBODY, NOBODY, 0
    for r in range(rounds.route.shape[0]):
        if rounds.route[r, ZONE] != zone:
            continue
        p = NOBODY
        while True:
            n = wide(rounds.route[r, FIRST]) if p == NOBODY else wide(rounds.link[p, NEXT])
            if n == NOBODY or rounds.tail[n, LOCKED_AHEAD] == 0:
                cost, window = best_window_apart(ground, rounds, c, p, n, r, best)
                if cost < best:
                    best, into, behind_of, best_window = cost, r, p, window
            if n == NOBODY:
                break
            p = n
    return best, into, behind_of, best_window


@compiled
def _insert_call(ground: Ground, rounds: Rounds, work: Scratch, zone: int, c: int) -> int:
    """Put a break or a reload where it costs its own vehicle least."""
    r = wide(ground.stop[c, OF])
    if rounds.route[r, ZONE] != zone:
        return NEVER
    best, behind_of, p, alike = NEVER, NOBODY, NOBODY, 0
    while True:
        n = wide(rounds.route[r, FIRST]) if p == NOBODY else wide(rounds.link[p, NEXT])
        if n == NOBODY or rounds.tail[n, LOCKED_AHEAD] == 0:
            cost = best_window_apart(ground, rounds, c, p, n, r, best + 1)[0]
            alike = alike + 1 if cost == best else 1
            if cost < best or (cost == best and cost < NEVER and below(work.chance, alike) == 0):
                best, behind_of = cost, p
        if n == NOBODY:
            break
        p = n
    if best < NEVER:
        keep(rounds, work, r)
        link_in(rounds, c, behind_of, r, 0)
        refresh(ground, rounds, r)
    return best


@compiled
def _best_empty(ground: Ground, rounds: Rounds, zone: int, c: int, limit: int) -> tuple[int, int, int, int]:
    """The cheapest place before or behind the activities of rounds without stops: what, which round, behind what, window."""
    route = rounds.route
    best, into, behind_of, best_window, tried = limit, NOBODY, NOBODY, 0, 0
    r = -1
    while r + 1 < route.shape[0]:
        r += 1
        if ground.vehicle[r, KIND] != ground.vehicle[r - 1, KIND]:
            tried = 0
        if route[r, STOPS] != 0 or route[r, ZONE] != zone:
            continue
        for side in range(1 if route[r, FIRST] == NOBODY else 2):
            p = NOBODY if side == 0 else wide(route[r, LAST])
            n = wide(route[r, FIRST]) if side == 0 else NOBODY
            cost, window = best_window_apart(ground, rounds, c, p, n, r, best)
            if cost < best:
                best, into, behind_of, best_window = cost, r, p, window
        tried += 1
        if tried == EMPTY_TRIED:
            r = ground.vehicle[r, LAST_OF_KIND]
    return best, into, behind_of, best_window


@inlined
def looks_everywhere(work: Scratch) -> bool:
    """Whether a stop that has no room beside its nearest is tried everywhere now."""
    eager = work.at[EAGER]
    return eager > 0 or (eager == 0 and uniform(work.chance) < EVERYWHERE)


@compiled
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
    """Compare with the rounds that have no stops yet, then put the stop in."""
    cost, r, p, window = _best_empty(ground, rounds, zone, c, best)
    if cost < best:
        best, into, behind_of, best_window = cost, r, p, window
    if into == NOBODY and looks_everywhere(work):
        cost, r, p, window = cheapest(ground, rounds, zone, c)
        if cost < best:
            best, into, behind_of, best_window = cost, r, p, window
    if into == NOBODY:
        return NEVER
    keep(rounds, work, into)
    link_in(rounds, c, behind_of, into, best_window)
    refresh(ground, rounds, into)
    return best


@inlined
def _beside(ground: Ground, rounds: Rounds, v: int, side: int) -> tuple[int, int]:
    """The neighbours of a place behind a stop, before it, and beyond an activity next to it; else the stop twice."""
    link = rounds.link
    p, n = wide(link[v, PREV]), wide(link[v, NEXT])
    if side == 0:
        return v, n
    if side == 1:
        return p, v
    beyond = n if side == AROUND else p
    if beyond < ground.places:
        return v, v
    return (n, wide(link[n, NEXT])) if side == AROUND else (wide(link[p, PREV]), p)


@compiled
def insert_best(ground: Ground, rounds: Rounds, work: Scratch, zone: int, c: int) -> int:
    """Put a stop where it costs least, beside its nearest or on an empty round; NEVER where no place is worth its prize."""
    if c >= ground.places:
        return _insert_call(ground, rounds, work, zone, c)
    link, route = rounds.link, rounds.route
    dearer = uniform(work.chance) < AT_ANY_PRICE
    best, into, behind_of, best_window = NEVER if dearer else ground.stop[c, PRIZE], NOBODY, NOBODY, 0
    for q in range(ground.near.shape[1]):
        v = wide(ground.near[c, q])
        if v < 0:
            break
        r = wide(link[v, ROUTE])
        if r == OUT or route[r, ZONE] != zone:
            continue
        for side in range(4):
            if side >= AROUND and ground.places == link.shape[0]:
                break
            p, n = _beside(ground, rounds, v, side)
            if p == v == n:
                continue
            if uniform(work.chance) < BLINK or (n != NOBODY and rounds.tail[n, LOCKED_AHEAD] > 0):
                continue
            cost, window = _best_window(ground, rounds, c, p, n, r, best)
            if cost < best:
                best, into, behind_of, best_window = cost, r, p, window
    return _place(ground, rounds, work, zone, c, best, into, behind_of, best_window)
