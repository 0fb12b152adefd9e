"""Ruin and recreate on schedules: strings of neighbouring rounds are taken out, and every stop goes back where it costs least.

Source: Christiaens and Vanden Berghe (see ``chains.ruin``). Stops no round can take wait outside at their prize; every step
tries some of them again.
"""

import math
from typing import NamedTuple

from duongthu.routing.chance import Chance, below, uniform
from duongthu.routing.compiled import compiled, inlined
from duongthu.routing.ordering import order_by_key
from duongthu.routing.rich.ground import (
    AFTER,
    CALL,
    COUNT,
    DURATION,
    LEAD,
    LOCKED,
    LOCKED_AHEAD,
    METRES,
    NEXT,
    NOBODY,
    OF,
    OUT,
    OVER,
    OVERLOADED,
    PARTNER,
    PREV,
    PRICE,
    RELOAD,
    ROUTE,
    START,
    STOPS,
    WINDOW,
    ZONE,
    Ground,
    Rounds,
    metres,
    price_of_length,
    unfamiliarity_penalty,
    wide,
)  # fmt: skip
from duongthu.routing.rich.insert import NEVER
from duongthu.routing.rich.placing import prize_of, put_in
from duongthu.routing.rich.refresh import refresh, unlink
from duongthu.routing.rich.scratch import (
    OUTSIDE,
    ROUNDS_KEPT,
    Scratch,
    begin,
    follows,
    is_kept,
    keep,
    settle,
    undo,
)

SPLIT, SPLIT_MORE = 0.5, 0.01
RELOAD_TRIED = 0.05  # how often a step that meets a reload on no round tries to make use of it
NOW = -1e18  # the key of what goes back first
OUTSIDE_TRIED = 8  # stops from outside a step tries besides those it took out
BY_CHANCE, BY_LOAD, BY_FAR, BY_NEAR, BY_WIDTH, BY_OPENING = (
    4 / 17,
    8 / 17,
    10 / 17,
    11 / 17,
    13 / 17,
    15 / 17,
)  # added up


class RuinSize(NamedTuple):
    """How much a step takes out: the mean number of stops, and the longest string; how many tails are tried before each."""

    mean_out: float
    longest: float
    tails: int


@compiled
def round_price(ground: Ground, rounds: Rounds, r: int) -> int:
    """What one round costs, its stray stops not counted."""
    route = rounds.route
    if route[r, STOPS] == 0:
        return 0
    return ground.vehicle[r, PRICE] + price_of_length(ground, r, route[r, METRES], route[r, DURATION])


@compiled
def ruin_step(
    ground: Ground, rounds: Rounds, work: Scratch, size: RuinSize, zone: int, seed: int, temperature: float
) -> int:
    """Take some neighbouring strings out and put their stops back; the change of price, 0 when it was undone."""
    worst = -temperature * math.log(uniform(work.chance) + 1e-300)
    begin(work)
    taken, delta = _ruin(ground, rounds, work, size, zone, seed)
    count, owed = _call_in(ground, rounds, work, taken)
    delta -= owed
    _order(ground, rounds, work, count)
    for i in range(count):
        c = work.out[i]
        if ground.bonded and (rounds.link[c, ROUTE] != OUT or follows(ground, rounds, c)):
            continue
        if _can_wait(ground, rounds, c) and uniform(work.chance) >= RELOAD_TRIED:
            continue
        cost = put_in(ground, rounds, work, zone, c)
        if cost == NEVER:
            cost = prize_of(ground, rounds, c) if c < ground.places or _can_wait(ground, rounds, c) else NEVER
        delta += cost
        if delta >= worst:
            undo(ground, rounds, work, count)
            return 0
    if _breaks_a_rule(rounds, work):
        undo(ground, rounds, work, count)
        return 0
    settle(ground, rounds, work, count)
    return delta


@inlined
def _breaks_a_rule(rounds: Rounds, work: Scratch) -> bool:
    """Whether a round touched in this step now carries too much or is late, as for want of a reload that was taken out."""
    for k in range(work.at[ROUNDS_KEPT]):
        if (rounds.route[work.kept_route[k, 0], OVER] & ~work.kept_route[k, 2]) != 0:
            return True
    return False


@inlined
def _can_wait(ground: Ground, rounds: Rounds, c: int) -> bool:
    """Whether a node is a reload its round can do without."""
    return ground.stop[c, CALL] == RELOAD and (rounds.route[ground.stop[c, OF], OVER] & OVERLOADED) == 0


@inlined
def _call_in(ground: Ground, rounds: Rounds, work: Scratch, taken: int) -> tuple[int, int]:
    """Add some stops from outside to those taken out; how many there are now, and the prizes paid for the added ones."""
    count, owed = taken, 0
    many = work.at[OUTSIDE]
    if many == 0:
        return count, owed
    first = below(work.chance, many)
    for k in range(min(many, OUTSIDE_TRIED)):
        c = work.outside[(first + k) % many]
        owed += prize_of(ground, rounds, c)
        work.out[count] = c
        count += 1
        if ground.bonded:
            count = _call_bonded(ground, rounds, work, c, count)
    return count, owed


@inlined
def _call_bonded(ground: Ground, rounds: Rounds, work: Scratch, c: int, count: int) -> int:
    """Add what goes in with a stop from outside; how many stops there are now."""
    x, mate = ground.bond[c, AFTER], ground.bond[c, PARTNER]
    while x != NOBODY:
        work.out[count] = x
        count += 1
        x = ground.bond[x, AFTER]
    if mate != NOBODY and rounds.link[mate, ROUTE] == OUT:
        work.out[count] = mate
        count += 1
    return count


@compiled
def _ruin(
    ground: Ground, rounds: Rounds, work: Scratch, size: RuinSize, zone: int, seed: int
) -> tuple[int, int]:
    link, route = rounds.link, rounds.route
    strings = int(uniform(work.chance) * (4.0 * size.mean_out / (1.0 + size.longest) - 1.0) + 1.0)
    count, delta = 0, 0
    for q in range(-1, ground.near.shape[1]):
        c = seed if q < 0 else ground.near[seed, q]
        if strings == 0 or c < 0:
            break
        r = wide(link[c, ROUTE])
        if r == OUT or ground.stop[c, LOCKED] != 0 or route[r, ZONE] != zone or is_kept(rounds, work, r):
            continue
        strings -= 1
        keep(rounds, work, r)
        delta -= round_price(ground, rounds, r)
        held = route[r, COUNT]
        take = min(held, int(uniform(work.chance) * min(float(held), size.longest) + 1.0))
        before = count
        count = _take_string(ground, rounds, work, c, take, held, count)
        for i in range(before, count):
            delta -= unfamiliarity_penalty(ground, work.out[i], r)
            delta -= ground.window_price[work.out[i], rounds.link[work.out[i], WINDOW]]
        refresh(ground, rounds, r)
        delta += round_price(ground, rounds, r)
    return count, delta


@inlined
def _take_string(
    ground: Ground, rounds: Rounds, work: Scratch, c: int, take: int, held: int, count: int
) -> int:
    kept = 0
    if 1 < take < held and uniform(work.chance) < SPLIT:
        kept = 1
        while take + kept < held and uniform(work.chance) < SPLIT_MORE:
            kept += 1
    keep_from = 1 + int(uniform(work.chance) * (take - 1)) if kept else -1
    x = _string_start(ground, rounds, work.chance, c, take + kept)
    for k in range(take + kept):
        after = wide(rounds.link[x, NEXT])
        if not keep_from <= k < keep_from + kept and ground.stop[x, LOCKED] == 0:
            if ground.bonded:
                count, after = _take_bonded(ground, rounds, work, wide(x), count, after)
            else:
                unlink(rounds, x)
                work.out[count] = x
                count += 1
        if after == NOBODY:
            break
        x = after
    return count


@compiled
def _take_bonded(
    ground: Ground, rounds: Rounds, work: Scratch, x: int, count: int, after: int
) -> tuple[int, int]:
    """Take a stop out with its sequence or the other half of its pair; how many are out, and the next node that is still in."""
    y = wide(ground.bond[x, LEAD])
    y = x if y == NOBODY else y
    while y != NOBODY:
        after = wide(rounds.link[y, NEXT]) if y == after else after
        unlink(rounds, y)
        work.out[count] = y
        count += 1
        y = wide(ground.bond[y, AFTER])
    mate = ground.bond[x, PARTNER]
    if mate != NOBODY and rounds.link[mate, ROUTE] != OUT and ground.stop[mate, LOCKED] == 0:
        after = wide(rounds.link[mate, NEXT]) if mate == after else after
        unlink(rounds, mate)
        work.out[count] = mate
        count += 1
    return count, after


@inlined
def _string_start(ground: Ground, rounds: Rounds, chance: Chance, c: int, length: int) -> int:
    """Where a string of that length around ``c`` begins; each possible place is as likely; never a locked stop."""
    link = rounds.link
    back, x = 0, c
    while back < length - 1 and link[x, PREV] != NOBODY and rounds.tail[link[x, PREV], LOCKED_AHEAD] == 0:
        x = link[x, PREV]
        back += 1
    ahead, x = 0, c
    while ahead < length - 1 and link[x, NEXT] != NOBODY:
        x = link[x, NEXT]
        ahead += 1
    least = min(back, max(0, length - 1 - ahead))
    x = c
    for _ in range(least + below(chance, back - least + 1)):
        x = link[x, PREV]
    return x


@inlined
def _order(ground: Ground, rounds: Rounds, work: Scratch, count: int) -> None:
    """The order stops go back in; one rule for all of a step."""
    u = uniform(work.chance)
    for k in range(count):
        work.key[k] = _key(ground, rounds, work, work.out[k], u)
    order_by_key(work.out, work.key, count)


@inlined
def _is_half(ground: Ground, rounds: Rounds, c: int) -> bool:
    """Whether only a stop's other half is on a round: until it is, too, nobody knows how full that round is."""
    mate = ground.bond[c, PARTNER]
    return mate != NOBODY and rounds.link[mate, ROUTE] != OUT


@inlined
def _key(ground: Ground, rounds: Rounds, work: Scratch, c: int, u: float) -> float:
    """By chance, heaviest, farthest, nearest, narrowest window, earliest opening, or latest closing first."""
    if ground.stop[c, CALL] != 0 or (ground.bonded and _is_half(ground, rounds, c)):
        return NOW
    if u < BY_CHANCE:
        return uniform(work.chance)
    if u < BY_LOAD:
        return 0.001 * uniform(work.chance) - float(ground.deliver[c, 0] + abs(ground.collect[c, 0]))
    if u < BY_NEAR:
        away = float(metres(ground, 0, int(ground.vehicle[0, START]), c))
        return -away if u < BY_FAR else away
    opens, closes = ground.window[c, 0, 0], ground.window[c, 0, 1]
    if u < BY_WIDTH:
        return float(closes - opens)
    return float(opens) if u < BY_OPENING else -float(closes)
