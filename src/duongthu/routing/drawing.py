"""A plan as a map: GeoJSON for maps of degrees, SVG for a look."""

from typing import Any
from xml.sax.saxutils import escape

from duongthu.routing.model import Answer
from duongthu.routing.whole import WrongProblem

SIDE, MARGIN = 800.0, 20.0
COLOURS = ("#0b6e4f", "#c8553d", "#28587b", "#8f2d56", "#7a6c00", "#5b3a8c", "#00798c", "#6b4226")


def geojson(answer: Answer) -> dict[str, Any]:
    """A feature collection: a line for each round, a point for each place, stops left out told as such (RFC 7946).

    Raises:
        WrongProblem: the model is in metres.
    """
    if answer.model.metres:
        raise WrongProblem("GeoJSON is in degrees, this model in metres")
    features = []
    of: dict[int, tuple[str, int]] = {}
    for number, (one, (vehicle, _)) in enumerate(zip(answer.plan.rounds, answer.rounds, strict=True)):
        line = [_east_north(answer, place) for place in answer.chain(one)]
        told = {"round": number, "vehicle": vehicle, "stops": len(one.stops)}
        features.append(_feature("LineString", line, told))
        of |= {stop: (vehicle, rank) for rank, stop in enumerate(one.stops, start=1)}
    why = answer.left_out()
    for number, ident in enumerate(answer.model.places):
        told = {"id": ident, "name": answer.place(number).name}
        if number < answer.problem.depots:
            told["kind"] = "depot"
        elif number in of:
            told |= {"kind": "stop", "vehicle": of[number][0], "rank": of[number][1]}
        else:
            told |= {"kind": "left_out", "reason": why.get(ident, "")}
        features.append(_feature("Point", _east_north(answer, number), told))
    return {"type": "FeatureCollection", "features": features}


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }


def _east_north(answer: Answer, number: int) -> list[float]:
    north, east = answer.place(number).at
    return [east, north]


def svg(answer: Answer) -> str:
    """A picture: a line of its own colour for each round, depots as squares, stops left out as crosses."""
    xy = answer.problem.travel.xy
    low, span = xy.min(axis=0), max(1e-9, float((xy.max(axis=0) - xy.min(axis=0)).max()))
    at = [(MARGIN + (x - low[0]) / span * SIDE, MARGIN + SIDE - (y - low[1]) / span * SIDE) for x, y in xy]
    size = SIDE + 2 * MARGIN
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size:g} {size:g}" role="img">']
    for number, (one, (vehicle, stops)) in enumerate(zip(answer.plan.rounds, answer.rounds, strict=True)):
        points = " ".join(f"{at[place][0]:.1f},{at[place][1]:.1f}" for place in answer.chain(one))
        colour = COLOURS[number % len(COLOURS)]
        title = escape(f"{vehicle}: {len(stops)}")
        line = f'points="{points}" fill="none" stroke="{colour}" stroke-width="2"'
        parts.append(f"<polyline {line}><title>{title}</title></polyline>")
    for number, (x, y) in enumerate(at):
        title = f"<title>{escape(answer.place(number).name or answer.model.places[number])}</title>"
        if number < answer.problem.depots:
            parts.append(f'<rect x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12">{title}</rect>')
        elif number in answer.plan.left_out:
            cross = f"M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"
            parts.append(f'<path d="{cross}" stroke="#b00020" stroke-width="2">{title}</path>')
        else:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3">{title}</circle>')
    return "\n".join([*parts, "</svg>", ""])
