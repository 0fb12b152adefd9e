"""Ways out of a routing service, which here is one on loopback that answers as OSRM, Valhalla and openrouteservice do."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
import pytest

from duongthu.routing.api import Model, NoMatrix, matrix_from

PLACES = [(20.64, 106.05), (20.66, 106.05), (20.64, 106.09)]


def metres(a, b):
    """Made ways, another one each way."""
    return abs(a[0] - b[0]) * 111_000 + abs(a[1] - b[1]) * 104_000 + (10 if a < b else 0)


class Fake(BaseHTTPRequestHandler):
    """Reads a request as the service's documentation has it, and answers so."""

    def log_message(self, *words):
        """Nothing on the terminal."""

    def do_GET(self):
        """OSRM: degrees east first, in the path."""
        split = urlsplit(self.path)
        *_, profile, points = unquote(split.path).split("/")
        spots = [tuple(map(float, point.split(",")))[::-1] for point in points.split(";")]
        query = {name: value[0] for name, value in parse_qs(split.query, separator="&").items()}
        assert query["annotations"] == "duration,distance"
        every = range(len(spots))
        rows, columns = (
            [int(x) for x in query[name].split(";")] if name in query else every
            for name in ("sources", "destinations")
        )
        self.say("osrm", profile, [[(spots[a], spots[b]) for b in columns] for a in rows], len(spots))

    def do_POST(self):
        """Valhalla and openrouteservice: JSON."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/sources_to_targets":
            rows, columns = (
                [(one["lat"], one["lon"]) for one in asked[name]] for name in ("sources", "targets")
            )
            self.say(
                "valhalla",
                asked["costing"],
                [[(a, b) for b in columns] for a in rows],
                len(rows) + len(columns),
            )
        else:
            spots = [(north, east) for east, north in asked["locations"]]
            cells = [[(spots[a], spots[b]) for b in asked["destinations"]] for a in asked["sources"]]
            self.say("ors", self.path.split("/")[-1], cells, len(spots))

    def say(self, kind, profile, cells, named):
        """The table, or what the test wants instead."""
        server = self.server
        server.asked.append(
            (kind, profile, len(cells), len(cells[0]), named, self.headers.get("Authorization"))
        )
        ways = [[metres(*cell) for cell in row] for row in cells]
        if server.no_way and len(ways) > 1:
            ways[1][0] = None
        answer = self.table(kind, ways) if server.instead is None else server.instead
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @staticmethod
    def table(kind, ways):
        """In each service's own words; ten metres a second."""
        if kind == "valhalla":
            told = [
                [{"distance": _parted(way, 1_000), "time": _parted(way, 10)} for way in row] for row in ways
            ]
            return {"sources_to_targets": told, "units": "kilometers"}
        return {
            "code": "Ok",
            "distances": ways,
            "durations": [[_parted(way, 10) for way in row] for row in ways],
        }


def _parted(way, parts):
    return None if way is None else way / parts


@pytest.fixture
def served():
    """A service on loopback; ``instead`` and ``status`` change what it says."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Fake)
    server.asked, server.instead, server.status, server.no_way = [], None, 200, False
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    server.url = f"http://127.0.0.1:{server.server_address[1]}/"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


SERVICES = [("osrm", "driving"), ("valhalla", "motor_scooter"), ("openrouteservice", "driving-car")]


@pytest.mark.parametrize(("service", "profile"), SERVICES)
@pytest.mark.parametrize("most", [0, 2])
def test_each_service_gives_the_same_ways(served, service, profile, most):
    """One request, or parts of what it may be asked at once; from is the row, not the column."""
    far, long = matrix_from(service, served.url, PLACES, key="k", most=most)
    wanted = np.array([[0 if a == b else metres(a, b) for b in PLACES] for a in PLACES])
    assert np.abs(far - wanted).max() <= 1
    assert np.abs(long - wanted / 10).max() <= 1
    assert far.dtype == long.dtype == np.int32
    assert len(served.asked) == (9 if most else 1)
    assert {one[1] for one in served.asked} == {profile}
    assert all(one[4] <= max(most, 6) for one in served.asked)
    assert {one[5] for one in served.asked} == ({"k"} if service == "openrouteservice" else {None})


def test_a_model_is_planned_by_roads(served):
    """One call from places to ways; a plan's length is what the service said."""
    day = Model()
    day.add_depot("post", at=PLACES[0])
    day.add_stop("A", at=PLACES[1])
    day.add_stop("B", at=PLACES[2])
    day.add_vehicle("van", "post", capacity=1)
    day.matrix(*matrix_from("osrm", served.url, day.points, profile="motorbike"))
    answer = day.solve(steps=100)
    ways = matrix_from("osrm", served.url, PLACES)[0]
    assert answer.plan.price in {ways[0, 1] + ways[1, 2] + ways[2, 0], ways[0, 2] + ways[2, 1] + ways[1, 0]}
    assert served.asked[0][1] == "motorbike"


def test_valhalla_in_short_words(served):
    """Newer versions may answer two tables in place of cells."""
    served.instead = {
        "sources_to_targets": {"distances": [[0, 1.5], [2.5, 0]], "durations": [[0, 60], [70, 0]]}
    }
    far, long = matrix_from("valhalla", served.url, PLACES[:2])
    assert (far.tolist(), long.tolist()) == ([[0, 1500], [2500, 0]], [[0, 60], [70, 0]])


@pytest.mark.parametrize(("service", "profile"), SERVICES)
def test_a_way_the_service_does_not_know_is_named(served, service, profile):
    """A hole filled with 0 would be the cheapest way of all."""
    served.no_way = True
    with pytest.raises(NoMatrix, match="knows no way from place 1 to place 0"):
        matrix_from(service, served.url, PLACES)


@pytest.mark.parametrize(
    ("instead", "status", "words"),
    [
        (b"<html>", 200, "osrm answers no JSON: <html>"),
        ({"code": "NoTable"}, 200, "osrm answers no table"),
        ([], 200, "osrm answers no table"),
        ({"distances": [[0]], "durations": [[0]]}, 200, "osrm answers a table of"),
        ({"distances": [["a"] * 3] * 3, "durations": [[0] * 3] * 3}, 200, "holds no numbers"),
        ({"distances": [[0, 1], [0]], "durations": [[0]]}, 200, "holds no numbers"),
        ({"distances": [[-1] * 3] * 3, "durations": [[0] * 3] * 3}, 200, "knows no way"),
        ({"distances": [[1e12] * 3] * 3, "durations": [[0] * 3] * 3}, 200, "knows no way"),
        (
            {"code": "TooBig", "message": "Too many table coordinates"},
            400,
            "osrm answers 400: .*Too many table",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_the_service_s_words(served, instead, status, words):
    """Whoever set the service up must see what it said."""
    served.instead, served.status = instead, status
    with pytest.raises(NoMatrix, match=words):
        matrix_from("osrm", served.url, PLACES)


@pytest.mark.parametrize(
    ("url", "places", "words"),
    [
        ("file:///etc/passwd", PLACES, "no http or https address"),
        ("http://127.0.0.1:9", PLACES, "osrm cannot be reached"),
        ("http://127.0.0.1:9", [(106.05, 200.0)], "degrees, north and east"),
    ],
)
def test_what_cannot_be_asked_is_said(url, places, words):
    """No other scheme is opened; a service that is down is not waited for."""
    with pytest.raises(NoMatrix, match=words):
        matrix_from("osrm", url, places, timeout=2)
