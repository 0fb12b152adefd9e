"""The reference province's deliveries of a day as routing problems, one for each district post.

Things to deliver are drawn as the simulation draws them (``Demand``): items from other provinces, items posted here for here,
and tasks at doors, in its proportions. A thing lies at the district post of its commune. Hours belong to addresses: five of a
hundred are at home in the morning only, five in the afternoon only, three are offices closed at noon.
"""

from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID
from zlib import crc32

import numpy as np

from duongthu.network.api import NetworkDay, Position, positions_of, ride_matrix
from duongthu.network.rules.rides import metres_from_first
from duongthu.network.rules.ways import degrees
from duongthu.rounds.api import figures_on
from duongthu.routing.api import ALWAYS, Break, Merged, Problem, Travel, Vehicle, merged
from duongthu.simulation.demand import INBOUND_SHARE, ITEMS_A_DAY, OUT_OF_PROVINCE_SHARE, TASKS_A_DAY, Demand
from duongthu.simulation.world import COURIERS

MINUTE, HOUR = 60, 3_600
SHIFT = (7 * HOUR + 30 * MINUTE, 17 * HOUR)
NOON = (11 * HOUR + 30 * MINUTE, 13 * HOUR + 30 * MINUTE)
BREAK = Break(HOUR, 11 * HOUR, 12 * HOUR + 30 * MINUTE)
LOADS = 4  # a day: about 190 kg a courier, 70 kg at once
OFFICE = ((8 * HOUR, NOON[0]), (NOON[1], 16 * HOUR + 30 * MINUTE))
MORNING, AFTERNOON, OFFICES = 50, 100, 130  # of a thousand addresses, up to
LEFT_PRICE = 1_000_000  # of leaving a thing: no detour in the province costs that much
NO_WINDOW = (1, 0)


@dataclass(frozen=True)
class Consignment:
    """Something to be done at an address."""

    key: str
    commune: str
    address: str
    kind: str
    grams: int
    hours: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Post:
    """A district post: where it is and who rides from it."""

    name: str
    at: Position
    first_courier: int
    couriers: int


@dataclass(frozen=True)
class Day:
    """A post's day, ready for planning.

    Attributes:
        goods: what each thing loads; thing n is the place n of the problem before doors of one building were made one.
        made: one stop a building.
        keys: address of each place of ``made``; ``communes``: its commune; both empty for the post itself.
    """

    post: Post
    goods: np.ndarray
    made: Merged
    keys: list[str]
    communes: list[str]

    @property
    def where(self) -> dict[str, tuple[float, float]]:
        """Metres east and north of the post, by address."""
        xy = self.made.problem.travel.xy
        return {key: (float(xy[n, 0]), float(xy[n, 1])) for n, key in enumerate(self.keys) if n}


def posts_of(day: NetworkDay) -> dict[str, str]:
    """The district post of every commune, by code."""
    found = {}
    for commune, unit in day.delivering.items():
        up = unit
        while up.kind != "district":
            up = day.units[up.parent_id]
        found[commune] = up.code
    return found


def crews_of(day: NetworkDay) -> list[Post]:
    """The couriers of the province by the people their posts serve (largest remainder)."""
    people: dict[str, int] = {}
    for commune, post in posts_of(day).items():
        people[post] = people.get(post, 0) + day.communes[commune].population
    counts = dict.fromkeys(sorted(people), 1)
    for _ in range(COURIERS - len(counts)):
        counts[max(people, key=lambda post: (people[post] / (counts[post] + 0.5), post))] += 1
    posts, first = [], 1
    for code, many in counts.items():
        posts.append(Post(day.by_code[code].name, day.by_code[code].at, first, many))
        first += many
    return posts


def things_of(day: NetworkDay, seed: int) -> dict[str, list[Consignment]]:
    """All things to deliver on a day, by the name of their post."""
    demand, dice = Demand(day, 1.0), Random(f"{seed}/deliveries")
    post_of = {commune: day.by_code[code].name for commune, code in posts_of(day).items()}
    shares = (INBOUND_SHARE, (1 - INBOUND_SHARE) * (1 - OUT_OF_PROVINCE_SHARE), TASKS_A_DAY / ITEMS_A_DAY)
    found: dict[str, list[Consignment]] = {name: [] for name in post_of.values()}
    for number in range(ITEMS_A_DAY):
        source = dice.choices(("inbound", "local", "task"), shares)[0]
        thing = _thing(demand, source, number, dice)
        found[post_of[thing.commune]].append(thing)
    return found


def _thing(demand: Demand, source: str, number: int, dice: Random) -> Consignment:
    key = UUID(int=number)
    if source == "task":
        commune = demand.commune(dice)
        task = demand.task(key, commune, dice)
        hours = () if task.earliest_minutes is None else _hours(task.earliest_minutes, task.latest_minutes)
        return _at(commune, task.address, task.kind, task.weight_grams, hours)
    if source == "inbound":
        item = demand.inbound_item(key, number, dice)
        return _at(
            item.commune_code,
            item.recipient_address,
            "letter" if item.service == "letter" else "parcel",
            item.weight_grams,
        )
    while True:
        draft = demand.draft(key, dice)
        if draft.commune_code:
            kind = "letter" if draft.service == "letter" else "parcel"
            return _at(draft.commune_code, draft.recipient_address, kind, draft.weight_grams)


def _hours(earliest: int, latest: int) -> tuple[tuple[int, int], ...]:
    return ((earliest * MINUTE, latest * MINUTE),)


def _at(
    commune: str, address: str, kind: str, grams: int, hours: tuple[tuple[int, int], ...] = ()
) -> Consignment:
    key = f"{commune}/{address}"
    return Consignment(key, commune, address, kind, grams, hours or _hours_of(key))


def _hours_of(key: str) -> tuple[tuple[int, int], ...]:
    """When somebody is there: the same every day."""
    mark = crc32(key.encode()) % 1_000
    if mark < MORNING:
        return ((SHIFT[0], NOON[0]),)
    if mark < AFTERNOON:
        return ((NOON[1], SHIFT[1]),)
    return OFFICE if mark < OFFICES else ((0, ALWAYS),)


def day_of(post: Post, things: list[Consignment], on: date) -> Day:
    """The problem of a post's day, with riding times over the province's roads."""
    figures = figures_on(on)
    spots = positions_of([(one.commune, one.address) for one in things], on=on)
    points = [post.at, *(spot.at for spot in spots)]
    metres, seconds = ride_matrix(points, on=on)
    visit = figures.get("door_seconds")
    service = [figures.get(f"service_seconds.{one.kind}") + visit for one in things]
    taken = [one.kind == "pickup" for one in things]
    goods = np.array([(0, 0), *((0 if one.kind == "premium" else one.grams, 1) for one in things)], np.int64)
    collected = np.array([False, *taken])[:, None]
    hours = np.array([((0, ALWAYS), NO_WINDOW), *((*one.hours, NO_WINDOW)[:2] for one in things)], np.int64)
    whole = Problem(
        Travel.matrix(metres, seconds, metres_from_first(degrees(points))),
        np.where(collected, 0, goods),
        _crew(post, figures),
        collect=np.where(collected, goods, 0),
        service=np.array([0, *service], np.int64),
        opens=hours[:, 0, 0],
        closes=hours[:, 0, 1],
        more_windows=hours[:, 1:],
        prize=np.array([0, *[LEFT_PRICE] * len(things)], np.int64),
        price_metre=figures.get("price_metre"),
        price_second=figures.get("price_second"),
    )
    made = merged(whole, ["", *(one.key for one in things)], visit)
    lead = [group[0] - 1 for group in made.members[1:]]
    return Day(
        post, whole.load, made, ["", *(things[n].key for n in lead)], ["", *(things[n].commune for n in lead)]
    )


def _crew(post: Post, figures) -> tuple[Vehicle, ...]:
    again = Break(figures.get("reload_seconds"), reload=True)
    room = (figures.get("load_grams"), figures.get("load_pieces"))
    calls = (BREAK, *[again] * (LOADS - 1))
    return tuple(
        Vehicle(
            room, count=1, opens=SHIFT[0], closes=SHIFT[1], courier=post.first_courier + k, activities=calls
        )
        for k in range(post.couriers)
    )
