"""Schedules and burdens of a round, from its chain; and where a chain is opened and joined."""

from duongthu.routing.compiled import compiled, inlined
from duongthu.routing.schedules.ground import (
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
    METRES,
    MOST,
    NEXT,
    NOBODY,
    OPENS,
    OUT,
    PREV,
    ROUTE,
    SERVICE,
    START,
    TAKEN,
    TAKES,
    WINDOW,
    Ground,
    Rounds,
    metres,
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
    link, tail, rear, route = rounds.link, rounds.tail, rounds.behind, rounds.route
    _forward(ground, rounds, r)
    own = ground.vehicle[r]
    x, after, place = route[r, LAST], NOBODY, own[END]
    takes, early, late = 0, own[OPENS], own[CLOSES]
    while x != NOBODY:
        opens, closes = ground.window[x, link[x, WINDOW], 0], ground.window[x, link[x, WINDOW], 1]
        shift = ground.stop[x, SERVICE] + seconds(ground, x, place)
        wait = max(early - shift - closes, 0)
        takes, early, late = takes + shift + wait, max(early - shift, opens) - wait, min(late - shift, closes)
        tail[x, TAKES], tail[x, EARLY], tail[x, LATE] = takes, early, late
        for m in range(ground.deliver.shape[1]):
            given, taken = ground.deliver[x, m], ground.collect[x, m]
            most = max(given, taken)
            if after != NOBODY:
                most = max(most + rear[after, m, GIVEN], rear[after, m, MOST] + taken)
                given += rear[after, m, GIVEN]
                taken += rear[after, m, TAKEN]
            rear[x, m, GIVEN], rear[x, m, TAKEN], rear[x, m, MOST] = given, taken, most
        after, place = x, x
        x = link[x, PREV]


@inlined
def _forward(ground: Ground, rounds: Rounds, r: int) -> None:
    link, head, before, route = rounds.link, rounds.head, rounds.before, rounds.route
    own = ground.vehicle[r]
    x, prior, place, distance = route[r, FIRST], NOBODY, own[START], 0
    takes, early, late = 0, own[OPENS], own[CLOSES]
    while x != NOBODY:
        opens, closes = ground.window[x, link[x, WINDOW], 0], ground.window[x, link[x, WINDOW], 1]
        distance += metres(ground, place, x)
        shift = takes + seconds(ground, place, x)
        wait = max(opens - shift - late, 0)
        takes = shift + wait + ground.stop[x, SERVICE]
        early, late = max(opens - shift, early) - wait, min(closes - shift, late)
        head[x, TAKES], head[x, EARLY], head[x, LATE], head[x, FAR] = takes, early, late, distance
        for m in range(ground.deliver.shape[1]):
            given, taken = ground.deliver[x, m], ground.collect[x, m]
            most = max(given, taken)
            if prior != NOBODY:
                most = max(before[prior, m, MOST] + given, most + before[prior, m, TAKEN])
                given += before[prior, m, GIVEN]
                taken += before[prior, m, TAKEN]
            before[x, m, GIVEN], before[x, m, TAKEN], before[x, m, MOST] = given, taken, most
        prior, place = x, x
        x = link[x, NEXT]
    route[r, METRES], route[r, DURATION] = 0, 0
    if prior != NOBODY:
        shift = takes + seconds(ground, place, own[END])
        route[r, METRES] = distance + metres(ground, place, own[END])
        route[r, DURATION] = shift + max(own[OPENS] - shift - late, 0)


@inlined
def unlink(rounds: Rounds, c: int) -> None:
    """Take a stop out of its chain; the round is not yet refreshed."""
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
    """Put a stop behind ``p`` (NOBODY: first) of a round; the round is not yet refreshed."""
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
def joined_metres(ground: Ground, r: int, p: int, n: int) -> int:
    """Distance of the way between two neighbours of a round; 0 where it is empty."""
    if p == NOBODY and n == NOBODY:
        return 0
    return metres(ground, place_before(ground, p, r), place_behind(ground, n, r))
