"""What the maps of the board draw: communes, rounds as lines, stops as points; degrees WGS 84."""

from collections import defaultdict
from collections.abc import Iterable

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from duongthu.desks.board.asking import Asked, asked, round_mark
from duongthu.desks.session import seated
from duongthu.desks.ui.parts import Tone
from duongthu.network.api import network_on, province_map
from duongthu.rounds.api import Standing, Stop, rounds_of, standing_of
from duongthu.staff.api import names_of

Feature = dict[str, object]


@require_GET
@seated
def areas(request: HttpRequest) -> JsonResponse:
    """The communes in which the unit and those below it deliver; all of them for the province."""
    question = asked(request)
    day = network_on(question.on)
    served = {day.units[unit].commune_code for unit in question.reach if day.units[unit].delivers}
    found = [
        {**f, "properties": {"id": f["properties"]["code"], "name": f["properties"]["name"]}}
        for f in province_map(question.on)["features"]
        if f["geometry"]["type"] != "LineString"
    ]
    own = [f for f in found if f["properties"]["id"] in served]
    features = own if own and not question.is_province else found
    return JsonResponse({"type": "FeatureCollection", "features": features})


def roads_of(question: Asked) -> list[Feature]:
    """Main roads, for finding one's way on the map."""
    return [
        {**f, "properties": {"id": f["properties"]["ref"], "kind": "road", "name": f["properties"]["ref"]}}
        for f in province_map(question.on)["features"]
        if f["geometry"]["type"] == "LineString"
    ]


@require_GET
@seated
def lines(request: HttpRequest) -> JsonResponse:
    """Each round as a line through its stops, from its unit and back."""
    question = asked(request)
    standings = standing_of(list(rounds_of(question.reach, question.on)))
    return JsonResponse(
        {"type": "FeatureCollection", "features": roads_of(question) + lines_of(question, standings)}
    )


def lines_of(question: Asked, standings: list[Standing]) -> list[Feature]:
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
@seated
def points(request: HttpRequest) -> JsonResponse:
    """Posts with rounds; for one unit its stops, too."""
    question = asked(request)
    rounds = list(rounds_of(question.reach, question.on))
    day = network_on(question.on)
    features = [
        _point(str(u), day.units[u].name, day.units[u].at.longitude, day.units[u].at.latitude, Tone.IDLE, 1)
        for u in sorted({one.unit_id for one in rounds})
        if u in day.units
    ]
    if not question.is_province:
        features += stop_points(rounds_of(question.reach, question.on).values_list("pk", flat=True))
    return JsonResponse({"type": "FeatureCollection", "features": features})


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
