"""The annealing over schedules: steps of ruin and of tails in one worker's zone, at one temperature."""

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.chance import below
from duongthu.routing.compiled import compiled
from duongthu.routing.rich.ground import (
    CALL,
    OUT,
    PRIZE,
    RELOAD,
    ROUTE,
    WINDOW,
    Ground,
    Rounds,
    unfamiliarity_penalty,
)
from duongthu.routing.rich.insert import NEVER
from duongthu.routing.rich.placing import put_in
from duongthu.routing.rich.ruin import RuinSize, round_price, ruin_step
from duongthu.routing.rich.scratch import EAGER, Scratch, begin, follows, send_out
from duongthu.routing.rich.tails import tail_step


@compiled
def anneal(
    ground: Ground,
    rounds: Rounds,
    work: Scratch,
    size: RuinSize,
    seeds: NDArray[np.int32],
    zone: int,
    temperature: float,
    steps: int,
) -> int:
    """Carry out that many steps in a zone at one temperature; the change of price. ``seeds``: the stops steps begin at."""
    delta, many = 0, seeds.shape[0]
    for _ in range(steps):
        for _ in range(size.tails):
            delta += tail_step(
                ground, rounds, work.chance, zone, seeds[below(work.chance, many)], temperature
            )
        delta += ruin_step(ground, rounds, work, size, zone, seeds[below(work.chance, many)], temperature)
    return delta


@compiled
def insert_all(
    ground: Ground,
    rounds: Rounds,
    work: Scratch,
    zone: int,
    stops: NDArray[np.int32],
    reloads: int,
    eager: int,
) -> None:
    """The first plan: put stops on rounds one by one where each costs least; what finds no place goes outside.

    ``reloads``: 1 to begin with every reload on its round, for they will be needed. ``eager``: as in ``Scratch.at``.
    """
    work.at[EAGER] = eager
    for c in stops:
        if rounds.link[c, ROUTE] != OUT or (ground.bonded and follows(ground, rounds, c)):
            continue
        begin(work)
        waits = ground.stop[c, CALL] == RELOAD and reloads == 0
        if waits or put_in(ground, rounds, work, zone, c) == NEVER:
            send_out(work, c)
    work.at[EAGER] = 0


@compiled
def price_of_rounds(ground: Ground, rounds: Rounds) -> int:
    """What the present plan costs, prizes of stops outside included."""
    total = 0
    for r in range(rounds.route.shape[0]):
        total += round_price(ground, rounds, r)
    for c in range(rounds.link.shape[0]):
        r = rounds.link[c, ROUTE]
        if r == OUT:
            total += ground.stop[c, PRIZE]
        else:
            total += unfamiliarity_penalty(ground, c, r) + ground.window_price[c, rounds.link[c, WINDOW]]
    return total
