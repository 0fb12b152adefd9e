"""Two rounds exchange what follows: 2-opt* on schedules, in constant time until it is taken."""

import math

from duongthu.routing.chance import Chance, uniform
from duongthu.routing.compiled import compiled, inlined
from duongthu.routing.rich.ground import (
    ABLE,
    CLOSES,
    COUNT,
    COURIER,
    EARLY,
    END,
    FAR,
    FIRST,
    GIVEN,
    LAST,
    LATE,
    LOCKED_AHEAD,
    LONGEST,
    METRE_PRICE,
    METRES,
    MOST,
    NEXT,
    NOBODY,
    OPENS,
    OUT,
    PACE,
    PREV,
    PRICE,
    PROFILE,
    ROUTE,
    SKILLS,
    TAKEN,
    TAKES,
    TO_COME,
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
)  # fmt: skip
from duongthu.routing.rich.refresh import refresh
from duongthu.routing.rich.ruin import round_price

NEAREST = 15
NEVER = 1 << 60


@compiled
def tail_step(ground: Ground, rounds: Rounds, chance: Chance, zone: int, c: int, temperature: float) -> int:
    """Try to let one of a stop's nearest follow it, the rounds exchanging their ends; the change of price, 0: none taken."""
    link, route = rounds.link, rounds.route
    r1 = wide(link[c, ROUTE])
    if r1 == OUT or route[r1, ZONE] != zone:
        return 0
    worst = -temperature * math.log(uniform(chance) + 1e-300)
    c2 = link[c, NEXT]
    dear = ground.vehicle[r1, METRE_PRICE]
    reach = worst + dear * metres(
        ground, r1, c, place_behind(ground, rounds, past_breaks(ground, rounds, c2), r1)
    )
    for q in range(min(NEAREST, ground.near.shape[1])):
        v = ground.near[c, q]
        if v < 0:
            break
        r2 = wide(link[v, ROUTE])
        if r2 == OUT or r2 == r1 or route[r2, ZONE] != zone or dear * metres(ground, r1, c, v) >= reach:
            continue
        b = link[v, PREV]
        if _bound(rounds, v) or _bound(rounds, c2) or not _alike(ground, r1, r2):
            continue
        delta = _price_of(ground, rounds, c, v, b, c2, worst)
        if delta < worst and delta != 0:
            _exchange(ground, rounds, c, v, b, c2)
            return delta
    return 0


@inlined
def _bound(rounds: Rounds, x: int) -> bool:
    """Whether a tail must stay with its vehicle: it has locked stops or activities, or parts a pair or a sequence."""
    return x != NOBODY and (rounds.tail[x, LOCKED_AHEAD] > 0 or rounds.tail[x, TO_COME] != 0)


@inlined
def _alike(ground: Ground, r1: int, r2: int) -> bool:
    """Whether ends of rounds of the two vehicles can be exchanged as they are."""
    one, other = ground.vehicle[r1], ground.vehicle[r2]
    alike = one[END] == other[END] and one[CLOSES] == other[CLOSES]
    return alike and one[PACE] == other[PACE] and one[PROFILE] == other[PROFILE]


@inlined
def _price_of(ground: Ground, rounds: Rounds, c: int, v: int, b: int, c2: int, worst: float) -> int:
    """What the exchange would change; NEVER where it cannot be."""
    link = rounds.link
    r1, r2 = wide(link[c, ROUTE]), wide(link[v, ROUTE])
    if b == NOBODY and c2 == NOBODY:
        far2, long2 = 0, 0
    else:
        far2, long2 = _joined(ground, rounds, r2, b, r1, c2)
    far1, long1 = _joined(ground, rounds, r1, c, r2, v)
    if far1 < 0 or far2 < 0:
        return NEVER
    before = round_price(ground, rounds, r1) + round_price(ground, rounds, r2)
    after = ground.vehicle[r1, PRICE] + price_of_length(ground, r1, far1, long1)
    if far2 > 0:
        after += ground.vehicle[r2, PRICE] + price_of_length(ground, r2, far2, long2)
    delta = after - before
    if delta >= worst:
        return NEVER
    first, second = _stray_change(ground, rounds, v, r2, r1), _stray_change(ground, rounds, c2, r1, r2)
    return NEVER if first == NEVER or second == NEVER else delta + first + second


@inlined
def _joined(ground: Ground, rounds: Rounds, r: int, a: int, other: int, b: int) -> tuple[int, int]:
    """Distance and duration of a round of ``r`` up to ``a`` and then on from ``b``, which is of ``other``; −1: not possible."""
    own = ground.vehicle[r]
    takes, early, late, far = 0, own[OPENS], own[CLOSES], 0
    if a != NOBODY:
        row = rounds.head[a]
        takes, early, late, far = row[TAKES], row[EARLY], row[LATE], row[FAR]
    x, y = place_before(ground, rounds, a, r), place_behind(ground, rounds, b, other)
    shift = takes + seconds(ground, r, x, y)
    rest, next_early, next_late = 0, own[OPENS], own[CLOSES]
    far += metres(ground, r, x, y)
    if b != NOBODY:
        row = rounds.tail[b]
        rest, next_early, next_late = row[TAKES], row[EARLY], row[LATE]
        far += rounds.route[other, METRES] - rounds.head[b, FAR]
    duration = shift + rest + max(next_early - shift - late, 0)
    if early + shift > next_late or duration > own[LONGEST] or not _carries(ground, rounds, r, a, b):
        return -1, 0
    return far, duration


@inlined
def _carries(ground: Ground, rounds: Rounds, r: int, a: int, b: int) -> bool:
    if a == NOBODY and b == NOBODY:
        return True
    for m in range(ground.capacity.shape[1]):
        if a == NOBODY:
            most = rounds.behind[b, m, MOST]
        elif b == NOBODY:
            most = rounds.before[a, m, MOST]
        else:
            most = max(
                rounds.before[a, m, MOST] + rounds.behind[b, m, GIVEN],
                rounds.behind[b, m, MOST] + rounds.before[a, m, TAKEN],
            )
        if most > ground.capacity[r, m]:
            return False
    return True


@inlined
def _stray_change(ground: Ground, rounds: Rounds, x: int, of: int, to: int) -> int:
    """What it costs that all from ``x`` on change their round; NEVER where one of them cannot."""
    able, change = ground.vehicle[to, ABLE], 0
    if able == ground.vehicle[of, ABLE] and ground.vehicle[to, COURIER] == ground.vehicle[of, COURIER]:
        return 0
    while x != NOBODY:
        if (ground.stop[x, SKILLS] & ~able) != 0:
            return NEVER
        change += unfamiliarity_penalty(ground, x, to) - unfamiliarity_penalty(ground, x, of)
        x = rounds.link[x, NEXT]
    return change


@inlined
def _exchange(ground: Ground, rounds: Rounds, c: int, v: int, b: int, c2: int) -> None:
    link, route = rounds.link, rounds.route
    r1, r2 = wide(link[c, ROUTE]), wide(link[v, ROUTE])
    last1, last2, moved = route[r1, LAST], route[r2, LAST], 0
    x = v
    while x != NOBODY:
        link[x, ROUTE] = r1
        moved += 1
        x = link[x, NEXT]
    x = c2
    while x != NOBODY:
        link[x, ROUTE] = r2
        moved -= 1
        x = link[x, NEXT]
    route[r1, COUNT] += moved
    route[r2, COUNT] -= moved
    link[c, NEXT], link[v, PREV] = v, c
    if b != NOBODY:
        link[b, NEXT] = c2
    else:
        route[r2, FIRST] = c2
    if c2 != NOBODY:
        link[c2, PREV] = b
    route[r1, LAST] = last2
    route[r2, LAST] = last1 if c2 != NOBODY else b
    refresh(ground, rounds, r1)
    refresh(ground, rounds, r2)
