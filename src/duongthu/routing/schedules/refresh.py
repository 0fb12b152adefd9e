"""Schedules and burdens of a round, from its chain; and where a chain is opened and joined."""

from duongthu.routing.compiled import compiled, inlined
from duongthu.routing.schedules.ground import (
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
    LAST,
    LATE,
    LOCKED,
    LOCKED_AHEAD,
    LOCKED_FIRST,
    METRES,
    MOST,
    NEXT,
    NOBODY,
    OPENS,
    OUT,
    OVER,
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
        shift = ground.stop[x, SERVICE] + seconds(ground, link[x, SPOT], place)
        wait = max(early - shift - closes, 0)
        takes, early, late = takes + shift + wait, max(early - shift, opens) - wait, min(late - shift, closes)
        to_come += ground.stop[x, CALL] != 0
        locked += ground.stop[x, LOCKED] == LOCKED_FIRST
        tail[x, TAKES], tail[x, EARLY], tail[x, LATE] = takes, early, late
        tail[x, TO_COME], tail[x, LOCKED_AHEAD] = to_come, locked
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
def _burden_before(ground: Ground, rounds: Rounds, x: int, prior: int, r: int) -> bool:
    """Whether it is more than the vehicle carries."""
    before, over = rounds.before, False
    reload = ground.stop[x, CALL] == RELOAD
    for m in range(ground.deliver.shape[1]):
        given, taken = ground.deliver[x, m], ground.collect[x, m]
        most = max(given, taken)
        if prior != NOBODY and not reload:
            most = max(before[prior, m, MOST] + given, most + before[prior, m, TAKEN])
            given += before[prior, m, GIVEN]
            taken += before[prior, m, TAKEN]
        before[x, m, GIVEN], before[x, m, TAKEN], before[x, m, MOST] = given, taken, most
        over |= most > ground.capacity[r, m]
    return over


@inlined
def _forward(ground: Ground, rounds: Rounds, r: int) -> None:
    link, head, route = rounds.link, rounds.head, rounds.route
    own = ground.vehicle[r]
    x, prior, place, distance, stops = route[r, FIRST], NOBODY, own[START], 0, 0
    over = False
    takes, early, late = 0, own[OPENS], own[CLOSES]
    while x != NOBODY:
        opens, closes = ground.window[x, link[x, WINDOW], 0], ground.window[x, link[x, WINDOW], 1]
        spot = _spot(ground, x, place, own[START])
        link[x, SPOT] = spot
        stops += ground.stop[x, CALL] == 0
        distance += metres(ground, place, spot)
        shift = takes + seconds(ground, place, spot)
        wait = max(opens - shift - late, 0)
        takes = shift + wait + ground.stop[x, SERVICE]
        early, late = max(opens - shift, early) - wait, min(closes - shift, late)
        head[x, TAKES], head[x, EARLY], head[x, LATE], head[x, FAR] = takes, early, late, distance
        over |= _burden_before(ground, rounds, x, prior, r)
        prior, place = x, spot
        x = link[x, NEXT]
    route[r, METRES], route[r, DURATION], route[r, STOPS], route[r, OVER] = 0, 0, stops, over
    if prior != NOBODY:
        shift = takes + seconds(ground, place, own[END])
        route[r, METRES] = distance + metres(ground, place, own[END])
        route[r, DURATION] = shift + max(own[OPENS] - shift - late, 0)


@inlined
def _spot(ground: Ground, x: int, place: int, start: int) -> int:
    """Where a node is, coming from a place."""
    if x < ground.places:
        return x
    return place if ground.stop[x, CALL] == BREAK else start


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
    return metres(ground, place_before(ground, rounds, p, r), place_behind(ground, rounds, beyond, r))
