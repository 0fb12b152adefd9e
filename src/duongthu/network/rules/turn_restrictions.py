"""Turn restrictions of OpenStreetMap: relations read, and found again among the pieces of road.

Sources: the OSM wiki page Relation:restriction; what ``except`` and ``restriction:hgv`` and its like name are the keys of access.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duongthu.network.rules.signs import clauses, holds
from duongthu.network.rules.vehicles import ACCESS_KEYS, BIT, VEHICLES

NO = frozenset({"no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "no_entry", "no_exit"})
ONLY = frozenset({"only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn"})
# Why a restriction is left out; each is counted.
VIA_WAY, CONDITIONAL, UNKNOWN, BROKEN, UNCLEAR = "via_way", "conditional", "unknown", "broken", "unclear"
NODE, WAY = "n", "w"
Member = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """From one of these ways over the node into one of those it is forbidden to turn, or (``only``) into any other.

    Attributes:
        who: bits of the vehicles it binds.
    """

    from_ways: tuple[int, ...]
    via: int
    to_ways: tuple[int, ...]
    only: bool
    who: int


def turns_of(tags: Mapping[str, str], members: Sequence[Member]) -> list[Turn] | str:
    """What a relation forbids (nothing where it binds none of our vehicles); or in a word why it is left out.

    Args:
        members: type (``n``, ``w``, ``r``), id and role of each.
    """
    who = {True: 0, False: 0}
    said = {vehicle: _said(tags, vehicle) for vehicle in VEHICLES}
    for vehicle, kind in said.items():
        if kind in ONLY | NO:
            who[kind in ONLY] |= BIT[vehicle]
    if not any(who.values()):
        return _nothing(tags, [kind for kind in said.values() if kind])
    from_ways, to_ways = _ways(members, "from"), _ways(members, "to")
    via = [(kind, ref) for kind, ref, role in members if role == "via"]
    if any(kind == WAY for kind, _ref in via):
        return VIA_WAY
    if not from_ways or not to_ways or len(via) != 1 or via[0][0] != NODE:
        return BROKEN
    return [Turn(from_ways, via[0][1], to_ways, only, bits) for only, bits in who.items() if bits]


def _nothing(tags: Mapping[str, str], kinds: Sequence[str]) -> list[Turn] | str:
    if kinds:
        return UNKNOWN
    return CONDITIONAL if any(key.endswith(":conditional") for key in tags) else []


def _said(tags: Mapping[str, str], vehicle: str) -> str:
    """The kind that binds a vehicle: what is said of it, else what is said of all without excepting it; by the hour, too."""
    keys = ACCESS_KEYS[vehicle]
    for name in (f"restriction:{key}" for key in keys):
        if name in tags:
            return tags[name]
        kind = _at_some_hour(tags.get(f"{name}:conditional", ""), vehicle)
        if kind:
            return kind
    excepted = {word.strip() for word in tags.get("except", "").split(";")}
    if excepted & set(keys):
        return ""
    return tags.get("restriction") or _at_some_hour(tags.get("restriction:conditional", ""), vehicle)


def _at_some_hour(text: str, vehicle: str) -> str:
    """What a conditional restriction says at some hour of the riding day."""
    return next((value for value, condition in clauses(text) if holds(condition, vehicle)), "")


def _ways(members: Iterable[Member], role: str) -> tuple[int, ...]:
    return tuple(ref for kind, ref, own in members if kind == WAY and own == role)


@dataclass(frozen=True, slots=True)
class Pieces:
    """One-way pieces of road as restrictions speak of them: node numbers and the ways' ids."""

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    way: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Turns from a piece into a piece, int32 (turns), with the bits of the vehicles they bind.

    Attributes:
        applied: restrictions they come from. unclear: restrictions left out because it is not clear what they mean.
    """

    turn_from: NDArray[np.int32]
    turn_to: NDArray[np.int32]
    turn_who: NDArray[np.uint8]
    applied: int
    unclear: int


def forbidden_among(turns: Iterable[Turn], node_of: Mapping[int, int], pieces: Pieces) -> Forbidden:
    """Restrictions as pairs of pieces.

    One that lies elsewhere, or among ways nobody rides, is passed over; one whose way runs through its node, so that it is
    not clear which side is meant, is counted.

    Args:
        node_of: node number of each node that restrictions turn at, by its id.
    """
    into, out_of = _at(pieces.end, node_of), _at(pieces.start, node_of)
    rows: list[tuple[int, int, int]] = []
    applied = unclear = 0
    for turn in turns:
        node = node_of.get(turn.via)
        if node is None:
            continue
        comes = _of_ways(into.get(node, ()), turn.from_ways, pieces)
        goes = _of_ways(out_of.get(node, ()), turn.to_ways, pieces)
        if len(comes) > len(turn.from_ways) or len(goes) > len(turn.to_ways) or (turn.only and not goes):
            unclear += 1
            continue
        if not comes or not goes:  # nobody can come from there, or could go there: nothing to forbid
            continue
        applied += 1
        barred = [p for p in out_of[node] if p not in goes] if turn.only else goes
        rows += [(come, go, turn.who) for come in comes for go in barred]
    table = np.array(rows, np.int64).reshape(-1, 3)
    return Forbidden(
        table[:, 0].astype(np.int32),
        table[:, 1].astype(np.int32),
        table[:, 2].astype(np.uint8),
        applied,
        unclear,
    )


def _at(ends: NDArray[np.int32], node_of: Mapping[int, int]) -> dict[int, list[int]]:
    """The pieces by the node they touch, for the nodes asked for."""
    nodes = np.unique(np.fromiter(node_of.values(), np.int32, len(node_of)))
    found: dict[int, list[int]] = {int(node): [] for node in nodes}
    for piece in np.flatnonzero(np.isin(ends, nodes)):
        found[int(ends[piece])].append(int(piece))
    return found


def _of_ways(candidates: Iterable[int], ways: Iterable[int], pieces: Pieces) -> list[int]:
    wanted = set(ways)
    return [piece for piece in candidates if int(pieces.way[piece]) in wanted]
