"""What signs on a road say: weight, height and width, highest speed, and bans by the hour or by weight; barriers across it.

Sources: the OSM wiki pages Key:maxweight, Key:maxheight, Key:maxspeed, Conditional restrictions, Key:barrier. The sizes of the
vehicles are planning figures of ours: a motorbike with its load, a van of 3.5 tonnes, a lorry of five tonnes' load. An hourly
ban holds the whole day where its hours meet those in which rounds are ridden: riding times are the same at every hour, so the
widest ban counts.
"""

import re
from collections.abc import Iterator, Mapping

from duongthu.network.rules.vehicles import ACCESS_KEYS, CLOSED, MOTORBIKE, TRUCK, VAN, VEHICLES

WEIGHT, HEIGHT, WIDTH = "maxweight", "maxheight", "maxwidth"
SIZE = {
    MOTORBIKE: {WEIGHT: 0.35, HEIGHT: 1.8, WIDTH: 1.0},
    VAN: {WEIGHT: 3.5, HEIGHT: 2.6, WIDTH: 2.1},
    TRUCK: {WEIGHT: 10.0, HEIGHT: 3.4, WIDTH: 2.5},
}  # tonnes, metres
SIGNS = {WEIGHT: ("maxweight", "maxweightrating"), HEIGHT: ("maxheight", "maxheight:physical"),
         WIDTH: ("maxwidth", "maxwidth:physical")}  # fmt: skip
UNIT = {
    "": 1.0, "t": 1.0, "kg": 0.001, "lbs": 0.000453592, "st": 0.907185, "m": 1.0, "cm": 0.01, "ft": 0.3048,
    "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344,
}  # fmt: skip
SAYS_NOTHING = frozenset({
    "none", "no", "default", "below_default", "unsigned", "unspecified", "no_sign", "no_indications",
})  # fmt: skip
WALK_KMH, LEAST_KMH = 7, 5
RIDING = (6 * 60, 20 * 60)  # minutes of the day between which rounds are ridden
NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z/]*)")
CLAUSE = re.compile(r"([^@;]+)@\s*(?:\(([^)]*)\)|([^;]+))")
HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
DAYS = re.compile(r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)")
COMPARED = re.compile(r"(weight|height|width)\s*(<=|>=|<|>)\s*(.+)")
# Whom a barrier stops where nothing is said of anybody; whatever else stands in the way (gates, toll booths) opens.
STOPS_CARS = frozenset({"bollard", "block", "cycle_barrier", "planter", "bus_trap", "sump_buster"})
STOPS_ALL = frozenset({
    "jersey_barrier", "chain", "debris", "log", "wall", "fence", "hedge", "ditch", "kissing_gate", "stile", "turnstile",
    "full-height_turnstile", "motorcycle_barrier", "horse_stile", "spikes", "rope", "guard_rail",
})  # fmt: skip


def number_of(text: str) -> float | None:
    """A sign's figure in tonnes, metres or km/h; None where it is none."""
    found = NUMBER.fullmatch(text.strip().lower())
    if not found or found[2] not in UNIT:
        return None
    return float(found[1].replace(",", ".")) * UNIT[found[2]]


def too_large(tags: Mapping[str, str], vehicle: str) -> bool:
    """Whether a sign of weight, height or width closes a way or a gate to the vehicle."""
    for what, keys in SIGNS.items():
        for key in keys:
            limit = number_of(tags.get(f"{key}:{ACCESS_KEYS[vehicle][0]}", tags.get(key, "")))
            if limit is not None and SIZE[vehicle][what] > limit:
                return True
    return False


def speed_limit(tags: Mapping[str, str], vehicle: str, direction: str) -> int:
    """Kilometres per hour; 0: none that is a number. Rules by name (``VN:urban``) allow more than anybody rides.

    Args:
        direction: ``forward`` or ``backward``.
    """
    own = ACCESS_KEYS[vehicle][0]
    for key in (f"maxspeed:{own}:{direction}", f"maxspeed:{own}", f"maxspeed:{direction}", "maxspeed"):
        said = tags.get(key, "")
        limit = WALK_KMH if said == "walk" else number_of(said)
        if limit is not None:
            return max(LEAST_KMH, min(255, round(limit)))
    return 0


def unread(tags: Mapping[str, str]) -> int:
    """How many signs and conditions say something that is not understood."""
    keys = [key for keys in SIGNS.values() for key in keys]
    odd = sum(key in tags and tags[key] not in SAYS_NOTHING and number_of(tags[key]) is None for key in keys)
    for key in {key for keys in ACCESS_KEYS.values() for key in keys}:
        said = tags.get(f"{key}:conditional", "")
        odd += any(holds(condition, TRUCK) is None for _, condition in clauses(said)) or bool(
            said and not any(clauses(said))
        )
    return odd


def said_of(tags: Mapping[str, str], vehicle: str) -> str:
    """What is said of a vehicle, the most special first; of each key what a condition says that holds for it."""
    for key in ACCESS_KEYS[vehicle]:
        for value, condition in clauses(tags.get(f"{key}:conditional", "")):
            closes, by_hour = value in CLOSED, bool(HOURS.search(condition))
            if holds(condition, vehicle) and (closes or not by_hour):
                return value
        if key in tags:
            return tags[key]
    return ""


def clauses(text: str) -> Iterator[tuple[str, str]]:
    """Values and conditions of ``no @ (06:00-22:00); yes @ (weight<3.5)``."""
    for found in CLAUSE.finditer(text):
        yield found[1].strip(), (found[2] if found[2] is not None else found[3]).strip()


def holds(condition: str, vehicle: str) -> bool | None:
    """Whether a condition holds for a vehicle at some hour of the riding day; None: it is not understood."""
    parts = [_part_holds(part.strip(), vehicle) for part in re.split(r"\s+AND\s+", condition)]
    if None in parts:
        return None
    return all(parts)


def _part_holds(part: str, vehicle: str) -> bool | None:
    compared = COMPARED.fullmatch(part)
    if compared:
        limit, own = number_of(compared[3]), SIZE[vehicle][f"max{compared[1]}"]
        if limit is None:
            return None
        return {"<": own < limit, "<=": own <= limit, ">": own > limit, ">=": own >= limit}[compared[2]]
    ranges = HOURS.findall(part)
    if DAYS.sub("", HOURS.sub("", part)).strip(" ,;-"):
        return None
    return any(_meets_riding(*map(int, one)) for one in ranges) if ranges else bool(part)


def _meets_riding(hour: int, minute: int, to_hour: int, to_minute: int) -> bool:
    begin, end = 60 * hour + minute, 60 * to_hour + to_minute
    spans = [(begin, end)] if begin < end else [(begin, 24 * 60), (0, end)]
    return any(start < RIDING[1] and stop > RIDING[0] for start, stop in spans)


def stopped_by(tags: Mapping[str, str]) -> tuple[str, ...]:
    """The vehicles a barrier on a node stops."""
    kind = tags.get("barrier", "")
    if not kind or kind == "no":
        return ()
    return tuple(vehicle for vehicle in VEHICLES if _stops(tags, kind, vehicle))


def _stops(tags: Mapping[str, str], kind: str, vehicle: str) -> bool:
    said = said_of(tags, vehicle)
    if said:
        return said in CLOSED or too_large(tags, vehicle)
    stops = kind in STOPS_ALL or (kind in STOPS_CARS and vehicle != MOTORBIKE)
    return stops or tags.get("locked") == "yes" or too_large(tags, vehicle)
