"""Schedules and burdens of a round, from its chain; and where a chain is opened and joined."""

from duongthu.routing.compiled import compiled, inlined
from duongthu.routing.rich.ground import (
    BREAK,
    CALL,
    CLOSES,
    COUNT,
    DURATION,
    EARLY,
    END,
    FAR,
    FIRST,
    GIVEN,
    HELD,
    LAST,
    LATE,
    LEAD,
    LOCKED,
    LOCKED_AHEAD,
    LOCKED_FIRST,
    LONGEST,
    METRES,
    MOST,
    NEXT,
    NOBODY,
    OPEN,
    OPENS,
    OUT,
    OVER,
    OVERLOADED,
    OVERTIME,
    PREV,
    RELOAD,
    ROUTE,
    SERVICE,
    SPOT,
    START,
    STOPS,
    TAKEN,
    TAKES,
    TO_COME,
    WINDOW,
    Ground,
    Rounds,
    metres,
    past_breaks,
    place_before,
    place_behind,
    seconds,
)


@compiled
def refresh(ground: Ground, rounds: Rounds, r: int) -> None:
    """Renew all that a round's chain implies.

    Two parts of a round make one in constant time. Source: T. Vidal et al., "A hybrid genetic algorithm … with time windows",
    Computers & Operations Research 40 (2013), §4; without time warp, for a plan here is never late.
    """
    link, tail, route = rounds.link, rounds.tail, rounds.route
    _forward(ground, rounds, r)
    own = ground.vehicle[r]
    x, after, place, to_come = route[r, LAST], NOBODY, own[END], 0
    locked = 0
    takes, early, late = 0, own[OPENS], own[CLOSES]
    while x != NOBODY:
        opens, closes = ground.window[x, link[x, WINDOW], 0], ground.window[x, link[x, WINDOW], 1]
        shift = ground.stop[x, SERVICE] + seconds(ground, r, link[x, SPOT], place)
        wait = max(early - shift - closes, 0)
        takes, early, late = takes + shift + wait, max(early - shift, opens) - wait, min(late - shift, closes)
        to_come += ground.stop[x, CALL] != 0
        locked += ground.stop[x, LOCKED] == LOCKED_FIRST
        tail[x, TAKES], tail[x, EARLY], tail[x, LATE] = takes, early, late
        tail[x, TO_COME], tail[x, LOCKED_AHEAD] = to_come, locked
        if ground.bonded:
            to_come += ground.bond[x, OPEN]
            tail[x, TO_COME] = to_come
            tail[x, LOCKED_AHEAD] += is_inner(ground, x)
        _burden_behind(ground, rounds, x, after)
        after, place = x, link[x, SPOT]
        x = link[x, PREV]


@inlined
def _burden_behind(ground: Ground, rounds: Rounds, x: int, after: int) -> None:
    rear = rounds.behind
    reload = ground.stop[x, CALL] == RELOAD
    for m in range(ground.deliver.shape[1]):
        given, taken = ground.deliver[x, m], ground.collect[x, m]
        most = max(given, taken)
        if after != NOBODY and not reload:
            most = max(most + rear[after, m, GIVEN], rear[after, m, MOST] + taken)
            given += rear[after, m, GIVEN]
            taken += rear[after, m, TAKEN]
        rear[x, m, GIVEN], rear[x, m, TAKEN], rear[x, m, MOST] = given, taken, most


@inlined
def is_inner(ground: Ground, x: int) -> bool:
    """Whether a stop must come just behind another."""
    return ground.bond[x, LEAD] != NOBODY and ground.bond[x, LEAD] != x


@inlined
def burden_with(ground: Ground, rounds: Rounds, x: int, prior: int, into: int, r: int) -> bool:
    """The burden up to ``prior`` and then of ``x``, into the row ``into``; whether it is more than the vehicle carries."""
    before, over = rounds.before, False
    reload = ground.stop[x, CALL] == RELOAD
    for m in range(ground.deliver.shape[1]):
        given, taken = ground.deliver[x, m], ground.collect[x, m]
        most = max(given, taken)
        if prior != NOBODY and not reload:
            most = max(before[prior, m, MOST] + given, most + before[prior, m, TAKEN])
            given += before[prior, m, GIVEN]
            taken += before[prior, m, TAKEN]
        if ground.bonded:
            held = before[prior, m, HELD] if prior != NOBODY else 0
            if reload:
                taken = most = held
            before[into, m, HELD] = held + ground.held[x, m]
        before[into, m, GIVEN], before[into, m, TAKEN], before[into, m, MOST] = given, taken, most
        over |= most > ground.capacity[r, m]
    return over


@inlined
def _forward(ground: Ground, rounds: Rounds, r: int) -> None:
    link, head, route = rounds.link, rounds.head, rounds.route
    own = ground.vehicle[r]
    x, prior, place, distance, stops = route[r, FIRST], NOBODY, own[START], 0, 0
    over, overtime = False, False
    takes, early, late = 0, own[OPENS], own[CLOSES]
    while x != NOBODY:
        opens, closes = ground.window[x, link[x, WINDOW], 0], ground.window[x, link[x, WINDOW], 1]
        spot = spot_of(ground, x, place, own[START])
        link[x, SPOT] = spot
        stops += ground.stop[x, CALL] == 0
        distance += metres(ground, r, place, spot)
        shift = takes + seconds(ground, r, place, spot)
        wait = max(opens - shift - late, 0)
        takes = shift + wait + ground.stop[x, SERVICE]
        early, late = max(opens - shift, early) - wait, min(closes - shift, late)
        head[x, TAKES], head[x, EARLY], head[x, LATE], head[x, FAR] = takes, early, late, distance
        overtime |= early > late
        over |= burden_with(ground, rounds, x, prior, x, r)
        prior, place = x, spot
        x = link[x, NEXT]
    route[r, METRES], route[r, DURATION], route[r, STOPS] = 0, 0, stops
    if prior != NOBODY:
        shift = takes + seconds(ground, r, place, own[END])
        route[r, METRES] = distance + metres(ground, r, place, own[END])
        route[r, DURATION] = shift + max(own[OPENS] - shift - late, 0)
        overtime |= early + shift > own[CLOSES] or route[r, DURATION] > own[LONGEST]
    route[r, OVER] = OVERLOADED * over + OVERTIME * overtime


@inlined
def spot_of(ground: Ground, x: int, place: int, start: int) -> int:
    """Where a node is, coming from a place."""
    if x < ground.places:
        return x
    return place if ground.stop[x, CALL] == BREAK else start


@inlined
def windows_of(ground: Ground, c: int) -> int:
    """How many windows a stop has."""
    many = 0
    while many < ground.window.shape[1] and ground.window[c, many, 1] >= ground.window[c, many, 0]:
        many += 1
    return many


@inlined
def first_open(ground: Ground, x: int, arrival: int) -> int:
    """The first of a stop's windows that is not over yet."""
    which = 0
    for one in range(windows_of(ground, x)):
        closed = ground.window[x, which, 1] < arrival
        sooner = closed or ground.window[x, one, 0] < ground.window[x, which, 0]
        if ground.window[x, one, 1] >= arrival and sooner:
            which = one
    return which


@compiled
def choose_windows(ground: Ground, rounds: Rounds, r: int) -> None:
    """Put every node of a round into the first of its windows it can be begun in, as the count does; not yet refreshed."""
    own, x = ground.vehicle[r], rounds.route[r, FIRST]
    now, place = own[OPENS], own[START]
    while x != NOBODY:
        spot = spot_of(ground, x, place, own[START])
        now += seconds(ground, r, place, spot)
        which = first_open(ground, x, now)
        rounds.link[x, WINDOW] = which
        now = max(now, ground.window[x, which, 0]) + ground.stop[x, SERVICE]
        place, x = spot, rounds.link[x, NEXT]


@inlined
def unlink(rounds: Rounds, c: int) -> None:
    """Take a node out of its chain; the round is not yet refreshed."""
    link, route = rounds.link, rounds.route
    p, n, r = link[c, PREV], link[c, NEXT], link[c, ROUTE]
    if p == NOBODY:
        route[r, FIRST] = n
    else:
        link[p, NEXT] = n
    if n == NOBODY:
        route[r, LAST] = p
    else:
        link[n, PREV] = p
    link[c, ROUTE] = OUT
    route[r, COUNT] -= 1


@inlined
def link_in(rounds: Rounds, c: int, p: int, r: int, window: int) -> None:
    """Put a node behind ``p`` (NOBODY: first) of a round; the round is not yet refreshed."""
    link, route = rounds.link, rounds.route
    n = route[r, FIRST] if p == NOBODY else link[p, NEXT]
    link[c, PREV], link[c, NEXT], link[c, ROUTE], link[c, WINDOW] = p, n, r, window
    if p == NOBODY:
        route[r, FIRST] = c
    else:
        link[p, NEXT] = c
    if n == NOBODY:
        route[r, LAST] = c
    else:
        link[n, PREV] = c
    route[r, COUNT] += 1


@inlined
def joined_metres(ground: Ground, rounds: Rounds, r: int, p: int, n: int) -> int:
    """Distance of the way between two neighbours of a round; 0 where it is empty."""
    if p == NOBODY and n == NOBODY:
        return 0
    beyond = past_breaks(ground, rounds, n)
    return metres(ground, r, place_before(ground, rounds, p, r), place_behind(ground, rounds, beyond, r))
