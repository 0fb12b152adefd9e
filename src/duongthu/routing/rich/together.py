"""Trying what goes in together at a round: a pick-up and its delivery, or a sequence of stops; by riding what lies between.

The round up to where the first goes in, and from where the last went in, is not ridden: those are joined in constant time. The
rows of the tried stops in ``head`` and ``before`` are free while they are on no round, and hold how the ride stands.
"""

from duongthu.routing.compiled import compiled, inlined
from duongthu.routing.rich.ground import (
    ABLE,
    AFTER,
    BREAK,
    CALL,
    CLOSES,
    DURATION,
    EARLY,
    FAR,
    FIRST,
    GIVEN,
    LATE,
    LOCKED_AHEAD,
    LONGEST,
    METRE_PRICE,
    METRES,
    MOST,
    NEXT,
    NOBODY,
    OPENS,
    PARTNER,
    PRICE,
    SERVICE,
    SKILLS,
    START,
    STOPS,
    TAKEN,
    TAKES,
    WINDOW,
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
from duongthu.routing.rich.insert import NEVER
from duongthu.routing.rich.refresh import burden_with, first_open, joined_metres, spot_of, windows_of


@inlined
def set_out(ground: Ground, rounds: Rounds, p: int, r: int, row: int) -> None:
    """How a ride stands behind ``p`` (NOBODY: before it begins), into a row."""
    head, before, own = rounds.head, rounds.before, ground.vehicle[r]
    if p == NOBODY:
        head[row, TAKES], head[row, EARLY], head[row, LATE], head[row, FAR] = 0, own[OPENS], own[CLOSES], 0
    else:
        for column in range(4):
            head[row, column] = head[p, column]
    for m in range(before.shape[1]):
        for column in range(4):
            before[row, m, column] = before[p, m, column] if p != NOBODY else 0


@compiled
def ride_to(
    ground: Ground, rounds: Rounds, x: int, which: int, a: int, b: int, prior: int, row: int, r: int
) -> bool:
    """How a ride that stands as in ``prior``, at place ``a``, stands behind node ``x`` at place ``b``; False: it cannot."""
    head = rounds.head
    opens, closes = ground.window[x, which, 0], ground.window[x, which, 1]
    takes, early, late = head[prior, TAKES], head[prior, EARLY], head[prior, LATE]
    shift = takes + seconds(ground, r, a, b)
    if early + shift > closes:
        return False
    wait = max(opens - shift - late, 0)
    head[row, TAKES] = shift + wait + ground.stop[x, SERVICE]
    head[row, EARLY], head[row, LATE] = max(opens - shift, early) - wait, min(closes - shift, late)
    head[row, FAR] = head[prior, FAR] + metres(ground, r, a, b)
    return not burden_with(ground, rounds, x, prior, row, r)


@compiled
def ride_home(ground: Ground, rounds: Rounds, row: int, a: int, n: int, r: int) -> tuple[int, int]:
    """Distance and duration of the round whose ride stands as in a row, at place ``a``, and goes on from ``n``; −1: it cannot."""
    own, x = ground.vehicle[r], n
    takes, early, late = rounds.head[row, TAKES], rounds.head[row, EARLY], rounds.head[row, LATE]
    while x >= ground.places and ground.stop[x, CALL] == BREAK:
        opens, closes = ground.window[x, 0, 0], ground.window[x, 0, 1]
        if early + takes > closes:
            return -1, 0
        wait = max(opens - takes - late, 0)
        early, late = max(opens - takes, early) - wait, min(closes - takes, late)
        takes += wait + ground.stop[x, SERVICE]
        x = rounds.link[x, NEXT]
    b = place_behind(ground, rounds, x, r)
    far = rounds.head[row, FAR] + metres(ground, r, a, b)
    rest, next_early, next_late = 0, own[OPENS], own[CLOSES]
    if x != NOBODY:
        rest, next_early, next_late = rounds.tail[x, TAKES], rounds.tail[x, EARLY], rounds.tail[x, LATE]
        far += rounds.route[r, METRES] - rounds.head[x, FAR]
    shift = takes + seconds(ground, r, a, b)
    duration = shift + rest + max(next_early - shift - late, 0)
    if early + shift > next_late or duration > own[LONGEST]:
        return -1, 0
    for m in range(ground.capacity.shape[1]):
        most = rounds.before[row, m, MOST]
        if n != NOBODY:
            behind = rounds.behind[n, m]
            most = max(most + behind[GIVEN], behind[MOST] + rounds.before[row, m, TAKEN])
        if most > ground.capacity[r, m]:
            return -1, 0
    return far, duration


@inlined
def cost_of_ride(ground: Ground, rounds: Rounds, r: int, far: int, duration: int) -> int:
    """What a round costs more when it becomes that long."""
    route = rounds.route
    if route[r, STOPS] == 0:
        return ground.vehicle[r, PRICE] + price_of_length(ground, r, far, duration)
    before = price_of_length(ground, r, route[r, METRES], route[r, DURATION])
    return price_of_length(ground, r, far, duration) - before


@compiled
def best_of_pair(
    ground: Ground, rounds: Rounds, c: int, r: int, limit: int
) -> tuple[int, int, int, int, int]:
    """The cheapest places of a pick-up and its delivery on a round: what, behind which node and in which window each.

    Where the delivery follows at once, it is behind the pick-up. A place is passed over where already the way to the pick-up
    is dearer than the best so far.
    """
    d = wide(ground.bond[c, PARTNER])
    best, behind_c, window_c, behind_d, window_d = limit, NOBODY, 0, NOBODY, 0
    if ((ground.stop[c, SKILLS] | ground.stop[d, SKILLS]) & ~ground.vehicle[r, ABLE]) != 0:
        return NEVER, behind_c, window_c, behind_d, window_d
    fixed = unfamiliarity_penalty(ground, c, r) + unfamiliarity_penalty(ground, d, r)
    least, p = _least_detour(ground, rounds, d, r), NOBODY
    while True:
        n = wide(rounds.route[r, FIRST]) if p == NOBODY else wide(rounds.link[p, NEXT])
        if n == NOBODY or rounds.tail[n, LOCKED_AHEAD] == 0:
            more = _detour(ground, rounds, c, p, n, r)
            at_once = more + least + fixed >= best
            if at_once:
                more = _detour_of_both(ground, rounds, c, d, p, n, r)
            for which in range(windows_of(ground, c)):
                known = fixed + ground.window_price[c, which]
                if more + known >= best:
                    continue
                cost, behind, window = _best_delivery(
                    ground, rounds, c, which, p, n, r, at_once, more, best - known
                )
                if cost + known < best:
                    best, behind_c, window_c = cost + known, p, which
                    behind_d, window_d = behind, window
        if n == NOBODY:
            break
        p = n
    return best if best < limit else NEVER, behind_c, window_c, behind_d, window_d


@compiled
def _least_detour(ground: Ground, rounds: Rounds, d: int, r: int) -> int:
    """The price of the shortest detour past a stop from a round."""
    least, p = NEVER, NOBODY
    while True:
        n = wide(rounds.route[r, FIRST]) if p == NOBODY else wide(rounds.link[p, NEXT])
        least = min(least, _detour(ground, rounds, d, p, n, r))
        if n == NOBODY:
            return least
        p = n


@inlined
def _detour(ground: Ground, rounds: Rounds, c: int, p: int, n: int, r: int) -> int:
    """What the way past a stop costs more than the way without it."""
    a = place_before(ground, rounds, p, r)
    b = place_behind(ground, rounds, past_breaks(ground, rounds, n), r)
    more = metres(ground, r, a, c) + metres(ground, r, c, b)
    if p != NOBODY or n != NOBODY:
        more -= metres(ground, r, a, b)
    return ground.vehicle[r, METRE_PRICE] * more


@compiled
def _detour_of_both(ground: Ground, rounds: Rounds, c: int, d: int, p: int, n: int, r: int) -> int:
    """What the way past two stops costs more than the way without them."""
    a = place_before(ground, rounds, p, r)
    b = place_behind(ground, rounds, past_breaks(ground, rounds, n), r)
    more = metres(ground, r, a, c) + metres(ground, r, c, d) + metres(ground, r, d, b)
    more -= joined_metres(ground, rounds, r, p, n)
    return ground.vehicle[r, METRE_PRICE] * more


@compiled
def _best_delivery(
    ground: Ground,
    rounds: Rounds,
    c: int,
    which: int,
    p: int,
    n: int,
    r: int,
    at_once: bool,  # noqa: FBT001
    more: int,
    limit: int,
) -> tuple[int, int, int]:
    """The cheapest place of the delivery when the pick-up goes in behind ``p``: what both cost, behind which node, which window.

    ``more``: what the way costs more already; ``at_once``: only the place just behind the pick-up is of use.
    """
    d, place = wide(ground.bond[c, PARTNER]), place_before(ground, rounds, p, r)
    best, behind, window = limit, NOBODY, 0
    set_out(ground, rounds, p, r, c)
    if not ride_to(ground, rounds, c, which, place, c, c, c, r):
        return best, behind, window
    last, place, x = c, c, n
    while True:
        fits = x == NOBODY or rounds.tail[x, LOCKED_AHEAD] == 0
        near = last == c or more + _detour(ground, rounds, d, last, x, r) < best
        for one in range(windows_of(ground, d) if fits and near else 0):
            if not ride_to(ground, rounds, d, one, place, d, c, d, r):
                continue
            far, duration = ride_home(ground, rounds, d, d, x, r)
            if far < 0:
                continue
            cost = cost_of_ride(ground, rounds, r, far, duration) + ground.window_price[d, one]
            if cost < best:
                best, behind, window = cost, last, one
        if x == NOBODY or at_once:
            break
        spot = spot_of(ground, x, place, ground.vehicle[r, START])
        if not ride_to(ground, rounds, x, wide(rounds.link[x, WINDOW]), place, spot, c, c, r):
            break
        last, place, x = x, spot, wide(rounds.link[x, NEXT])
    return best, behind, window


@compiled
def best_of_sequence(ground: Ground, rounds: Rounds, c: int, r: int, limit: int) -> tuple[int, int]:
    """The cheapest place of a sequence, by its first stop, on a round: what, and behind which node."""
    x, fixed, able = c, 0, ground.vehicle[r, ABLE]
    while x != NOBODY:
        if (ground.stop[x, SKILLS] & ~able) != 0:
            return NEVER, NOBODY
        fixed += unfamiliarity_penalty(ground, x, r)
        x = wide(ground.bond[x, AFTER])
    best, behind, p = limit, NOBODY, NOBODY
    while True:
        n = wide(rounds.route[r, FIRST]) if p == NOBODY else wide(rounds.link[p, NEXT])
        if n == NOBODY or rounds.tail[n, LOCKED_AHEAD] == 0:
            cost = cost_of_sequence(ground, rounds, c, p, n, r)
            if cost < NEVER and cost + fixed < best:
                best, behind = cost + fixed, p
        if n == NOBODY:
            break
        p = n
    return best if best < limit else NEVER, behind


@compiled
def cost_of_sequence(ground: Ground, rounds: Rounds, c: int, p: int, n: int, r: int) -> int:
    """What a sequence costs behind ``p``, each stop in the first window that is not over yet; these stay in ``link``."""
    x, place, price, last = c, place_before(ground, rounds, p, r), 0, c
    set_out(ground, rounds, p, r, c)
    while x != NOBODY:
        arrival = rounds.head[c, EARLY] + rounds.head[c, TAKES] + seconds(ground, r, place, x)
        which = first_open(ground, x, arrival)
        if not ride_to(ground, rounds, x, which, place, x, c, c, r):
            return NEVER
        price += ground.window_price[x, which]
        rounds.link[x, WINDOW] = which
        last, place, x = x, x, wide(ground.bond[x, AFTER])
    far, duration = ride_home(ground, rounds, c, last, n, r)
    return NEVER if far < 0 else price + cost_of_ride(ground, rounds, r, far, duration)
