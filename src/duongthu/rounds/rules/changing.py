"""Changing running rounds with as little stir as possible.

What was visited stays, the rest keeps its order, doors that need a round are put in where they cost least.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from duongthu.rounds.rules.drawing import Crew, DrawnRound, PlanningInput, Prices
from duongthu.rounds.rules.riding import Position, fits, price_of, ride, stray_price

NEAREST_TRIED, ROUNDS_TRIED = 6, 6


@dataclass(frozen=True, slots=True)
class Running:
    """A round that is under way (or about to start).

    Attributes:
        held: doors next in order that must stay first: the courier rides there already.
        rest: doors still to come, in order.
        start: where he is; None: still at his base.
        open_to_more: whether doors may be added.
        loads: the doors of each load he still has to come back for.
    """

    crew: Crew
    held: tuple[int, ...]
    rest: tuple[int, ...]
    start: Position | None = None
    open_to_more: bool = True
    loads: tuple[frozenset[int], ...] = ()

    @property
    def order(self) -> tuple[int, ...]:
        """All doors still to come."""
        return self.held + self.rest


@dataclass(frozen=True, slots=True)
class Placed:
    """A door put on a round: round by number, and by how much the plan's price grew."""

    door: int
    round: int
    price: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The rounds after the change, the doors put in, and those no round had time for."""

    rounds: tuple[Running, ...]
    placed: tuple[Placed, ...]
    unplaced: tuple[int, ...]


def put_in(
    given: PlanningInput, rounds: Sequence[Running], doors: Sequence[int], prices: Prices, owners: dict[int, int], *,
    carried: frozenset[int] = frozenset(), strict: bool = True, tried: int = ROUNDS_TRIED,
) -> Changed:  # fmt: skip
    """Each door at its cheapest place, the one that is dearest to put anywhere first; nothing else moves.

    Args:
        carried: doors whose goods are in a courier's hands already; those of other doors that need something from the
            base go on rounds only that have not left it.
        strict: leave out a door rather than be late or overloaded for it.
        tried: how many rounds, the nearest ones, a door is tried on.
    """
    board = _Board(given, list(rounds), prices, owners, carried, strict, tried)
    offers = {door: {n: board.offer(n, door) for n in board.near(door)} for door in doors}
    placed, unplaced = list[Placed](), list[int]()
    while offers:
        best = {door: min(filter(None, of.values()), default=None) for door, of in offers.items()}
        door = max(best, key=lambda one: (_price(best[one]), -one))
        offer = best[door]
        del offers[door]
        if offer is None:
            unplaced.append(door)
            continue
        price, number, place = offer
        board.put(number, place, door)
        placed.append(Placed(door, number, price))
        for other, of in offers.items():
            if number in of:
                of[number] = board.offer(number, other)
    return Changed(tuple(board.rounds), tuple(placed), tuple(unplaced))


Offer = tuple[int, int, int]
"""What it costs, the round's number, the place in what is still to come."""


def _price(offer: Offer | None) -> int:
    return offer[0] if offer else -1


@dataclass
class _Board:
    """The rounds as they are now, and what a door would cost on each."""

    given: PlanningInput
    rounds: list[Running]
    prices: Prices
    owners: dict[int, int]
    carried: frozenset[int]
    strict: bool
    tried: int

    def near(self, door: int) -> list[int]:
        """The rounds worth trying: those open to more that pass nearest, and all that are still empty."""
        ways = self.given.seconds[self.given.place(door)]
        far = {
            number: min((int(ways[self.given.place(other)]) for other in one.order), default=0)
            for number, one in enumerate(self.rounds)
            if one.open_to_more and self._may_take(one, door)
        }
        return sorted(far, key=lambda number: far[number])[: self.tried]

    def offer(self, number: int, door: int) -> Offer | None:
        """The cheapest place on one round; None: it has no time or load left for it."""
        one = self.rounds[number]
        before = self._cost(one)
        best: Offer | None = None
        for place in _places_to_try(self.given, one, door):
            trial = _with(one, place, door)
            ridden = ridden_of(self.given, trial)
            more = price_of(ridden, self.prices) + stray_price(ridden, self.prices, self.owners) - before
            if (best is None or more < best[0]) and (fits(ridden) or not self.strict):
                best = (more, number, place)
        return best

    def _may_take(self, one: Running, door: int) -> bool:
        """Whether its goods can come into this courier's hands."""
        jobs = self.given.doors[door].jobs
        fetched = door not in self.carried and any(job.from_base for job in jobs)
        return jobs[0].base == one.crew.base and not (fetched and one.start is not None)

    def put(self, number: int, place: int, door: int) -> None:
        """Put a door on a round."""
        self.rounds[number] = _with(self.rounds[number], place, door)

    def _cost(self, one: Running) -> int:
        ridden = ridden_of(self.given, one)
        return price_of(ridden, self.prices) + stray_price(ridden, self.prices, self.owners)


def _with(one: Running, place: int, door: int) -> Running:
    return replace(one, rest=(*one.rest[:place], door, *one.rest[place:]))


def _places_to_try(given: PlanningInput, one: Running, door: int) -> list[int]:
    """Before and after the nearest doors of the round, and at its ends."""
    ways = given.seconds[given.place(door)]
    near = sorted(range(len(one.rest)), key=lambda n: int(ways[given.place(one.rest[n])]))[:NEAREST_TRIED]
    return sorted({0, len(one.rest)} | set(near) | {n + 1 for n in near})


def ridden_of(given: PlanningInput, one: Running) -> DrawnRound:
    """The schedule of what is still to come."""
    return ride(given, one.crew, one.order, one.start, loads=one.loads)


def unmoved_percent(before: dict[int, tuple[int, int]], after: dict[int, tuple[int, int]]) -> int:
    """How many of a hundred doors kept courier and predecessor.

    Args:
        before, after: door → (courier, door before it on the same round among the doors known before; −1: none).
    """
    known = [door for door in before if door in after]
    kept = sum(before[door] == after[door] for door in known)
    return 100 * kept // len(known) if known else 100


def followers(rounds: Sequence[Running], among: set[int]) -> dict[int, tuple[int, int]]:
    """Courier and predecessor of each door of ``among``."""
    found: dict[int, tuple[int, int]] = {}
    for one in rounds:
        last = -1
        for door in one.order:
            if door in among:
                found[door] = (one.crew.courier_id, last)
                last = door
    return found
