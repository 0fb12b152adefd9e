"""What the maps of the board draw: communes, rounds as lines, stops as points; degrees WGS 84."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from duongthu.desks import audiences
from duongthu.desks.rounds.page_query import BoardQuery, board_query, round_mark
from duongthu.desks.ui.parts import Tone
from duongthu.kernel.doors import open_to
from duongthu.network.api import network_on, province_map
from duongthu.rounds.api import Standing, Stop, rounds_of, standing_of
from duongthu.staff.api import names_of

Feature = dict[str, object]
BESIDE = 0.004  # degrees: some four hundred metres


@require_GET
@open_to(audiences.ROUNDS)
def areas(request: HttpRequest) -> JsonResponse:
    """The communes around the units asked for; all of them for the province."""
    question = board_query(request)
    found = [
        {**f, "properties": {"id": f["properties"]["code"], "name": f["properties"]["name"]}}
        for f in province_map(question.on)["features"]
        if f["geometry"]["type"] != "LineString"
    ]
    if not question.is_province:
        units = network_on(question.on).units
        at = [(units[u].at.longitude, units[u].at.latitude) for u in question.reach if units[u].delivers]
        found = [f for f in found if any(_near(f["geometry"]["coordinates"], x, y) for x, y in at)] or found
    return JsonResponse({"type": "FeatureCollection", "features": found})


def _near(shape: list[Any], x: float, y: float) -> bool:
    """Whether a point lies in the box around a shape, or next to it."""
    points = list(_positions(shape))
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs) - BESIDE <= x <= max(xs) + BESIDE and min(ys) - BESIDE <= y <= max(ys) + BESIDE


def _positions(shape: list[Any]) -> Iterator[tuple[float, float]]:
    """All points of a polygon or of many."""
    if isinstance(shape[0], int | float):
        yield shape[0], shape[1]
        return
    for part in shape:
        yield from _positions(part)


def roads_of(question: BoardQuery) -> list[Feature]:
    """Main roads, for finding one's way on the map."""
    return [
        {**f, "properties": {"id": f["properties"]["ref"], "kind": "road", "name": f["properties"]["ref"]}}
        for f in province_map(question.on)["features"]
        if f["geometry"]["type"] == "LineString"
    ]


@require_GET
@open_to(audiences.ROUNDS)
def lines(request: HttpRequest) -> JsonResponse:
    """Main roads, and each round as a line through its stops; for the whole province the roads only."""
    question = board_query(request)
    features = roads_of(question)
    if not question.is_province:
        features += lines_of(question, standing_of(list(rounds_of(question.reach, question.on))))
    return JsonResponse({"type": "FeatureCollection", "features": features})


def lines_of(question: BoardQuery, standings: list[Standing]) -> list[Feature]:
    """GeoJSON lines of rounds, toned by how they stand."""
    names, day = names_of({s.round.courier_id for s in standings}), network_on(question.on)
    ways: dict[int, list[tuple[float, float]]] = defaultdict(list)
    stops = Stop.objects.filter(round_id__in=[s.round.pk for s in standings], latitude__isnull=False)
    for round_id, x, y in stops.order_by("round_id", "number").values_list(
        "round_id", "longitude", "latitude"
    ):
        ways[round_id].append((x or 0.0, y or 0.0))
    features: list[Feature] = []
    for s in standings:
        base = day.units.get(s.round.unit_id)
        home = [(base.at.longitude, base.at.latitude)] if base else []
        way = [*home, *ways[s.round.pk], *home]
        if len(way) > 1:
            properties = {
                "id": s.round.code, "kind": "trip", "name": names.get(s.round.courier_id, s.round.code),
                "tone": round_mark(s).tone.value,
            }  # fmt: skip
            geometry = {"type": "LineString", "coordinates": way}
            features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    return features


@require_GET
@open_to(audiences.ROUNDS)
def points(request: HttpRequest) -> JsonResponse:
    """Posts with rounds, toned by how they stand; for one unit its stops, too."""
    question = board_query(request)
    rounds = rounds_of(question.reach, question.on)
    units, tones = network_on(question.on).units, tones_of(standing_of(list(rounds)))
    features = [
        _point(
            str(u), units[u].name, units[u].at.longitude, units[u].at.latitude, tone, 1 + question.is_province
        )
        for u, tone in sorted(tones.items())
        if u in units
    ]
    if not question.is_province:
        features += stop_points(rounds.values_list("pk", flat=True))
    return JsonResponse({"type": "FeatureCollection", "features": features})


def tones_of(standings: list[Standing]) -> dict[int, Tone]:
    """How each post's rounds stand: late before under way before not loaded before back."""
    order = [Tone.LATE, Tone.GOING, Tone.IDLE, Tone.DONE]
    tones: dict[int, Tone] = {}
    for s in standings:
        mine = round_mark(s).tone
        tones[s.round.unit_id] = min(tones.get(s.round.unit_id, Tone.DONE), mine, key=order.index)
    return tones


def stop_points(round_ids: Iterable[int]) -> list[Feature]:
    """GeoJSON points of stops: done, failed or to come."""
    tones = {Stop.DONE: Tone.DONE, Stop.FAILED: Tone.HOLD, "": Tone.GOING}
    rows = Stop.objects.filter(round_id__in=round_ids, latitude__isnull=False).order_by("round_id", "number")
    seen: dict[tuple[int, int], Feature] = {}
    for line in rows:
        name = f"{line.number}. {line.address}"
        point = _point(
            f"s{line.pk}", name, line.longitude or 0.0, line.latitude or 0.0, tones[line.outcome], 0
        )
        seen.setdefault((line.round_id, line.number), point)
    return list(seen.values())


def _point(key: str, name: str, x: float, y: float, tone: Tone, rank: int) -> Feature:
    geometry = {"type": "Point", "coordinates": (x, y)}
    return {
        "type": "Feature", "geometry": geometry,
        "properties": {"id": key, "name": name, "tone": tone.value, "rank": rank},
    }  # fmt: skip
