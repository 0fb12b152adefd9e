"""Riding times from OSRM and Valhalla: asked in blocks as they document it, kept by day and vehicle, their errors told."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from duongthu.kernel.clock import today
from duongthu.network.api import (
    MOTORBIKE,
    TRUCK,
    VAN,
    Position,
    RidesServiceFailed,
    WrongRidesService,
    network_on,
    ride_matrix,
    rides_between,
    travel,
)
from duongthu.network.queries.served_rides import forget_answers
from tests.loopback import serving

LONGEST_OSRM, MOST_PAIRS_VALHALLA = 100, 2_500  # what the servers allow unless told otherwise
KMH = {"driving": 40, "motor_scooter": 30, "auto": 45, "truck": 35}


@dataclass
class Fake:
    """A routing server: answers in the documented form, by straight lines, slower to the north; keeps what it was asked."""

    url: str = ""
    asked: list[tuple[int, int, str]] = field(default_factory=list)  # rows, columns, profile
    answer: object = None  # said instead, with its status
    no_way_east_of: float = 999.0

    def table(self, rows, columns, profile):
        """Metres and seconds."""
        self.asked.append((len(rows), len(columns), profile))
        rows, columns = np.array(rows), np.array(columns)
        step = (columns[None] - rows[:, None]) * [111_000, 104_000]
        metres = np.abs(step).sum(axis=2)
        seconds = metres * 3.6 / KMH[profile] + np.maximum(0, step[:, :, 0]) * 0.01
        none = (rows[:, None, 1] > self.no_way_east_of) ^ (columns[None, :, 1] > self.no_way_east_of)

        def say(a, n):
            return [
                [None if gone else round(x, n) for x, gone in zip(*row, strict=True)]
                for row in zip(a, none, strict=True)
            ]

        return say(metres, 1), say(seconds, 1)

    def osrm(self, path: str):
        """GET /table/v1/{profile}/{lon},{lat};…?sources=…&destinations=…&annotations=duration,distance."""
        parts = urlsplit(path)
        profile, coordinates = re.fullmatch(r"/table/v1/(\w+)/([-0-9.,;]+)", parts.path).groups()
        at = [tuple(map(float, pair.split(",")))[::-1] for pair in coordinates.split(";")]
        if len(at) > LONGEST_OSRM:
            return 400, {"code": "TooBig", "message": "Too many table coordinates"}
        options = {name: values[0] for name, values in parse_qs(parts.query, separator="&").items()}
        assert options["annotations"] == "duration,distance"
        here, there = ([at[int(n)] for n in options[name].split(";")] for name in ("sources", "destinations"))
        metres, seconds = self.table(here, there, profile)
        return 200, {
            "code": "Ok",
            "durations": seconds,
            "distances": metres,
            "sources": [],
            "destinations": [],
        }

    def valhalla(self, body: dict):
        """POST /sources_to_targets with sources, targets, costing."""
        here, there = ([(p["lat"], p["lon"]) for p in body[name]] for name in ("sources", "targets"))
        if len(here) * len(there) > MOST_PAIRS_VALHALLA:
            said = {
                "error_code": 150,
                "error": "Exceeded max locations: 2500",
                "status_code": 400,
                "status": "Bad Request",
            }
            return 400, said
        metres, seconds = self.table(here, there, body["costing"])
        km = [[None if m is None else m / 1_000 for m in row] for row in metres]
        if body["verbose"] is False and not self.url.endswith("/old"):
            return 200, {"units": "kilometers", "sources_to_targets": {"distances": km, "durations": seconds}}
        cells = [
            [
                {"distance": a, "time": b, "from_index": r, "to_index": c}
                for c, (a, b) in enumerate(zip(*row, strict=True))
            ]
            for r, row in enumerate(zip(km, seconds, strict=True))
        ]
        return 200, {"units": "kilometers", "sources_to_targets": cells}


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A server on the loopback; the answers of the test before are forgotten."""
    forget_answers()
    said = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.reply(said.answer or said.osrm(self.path))

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path.endswith("/sources_to_targets")
            self.reply(said.answer or said.valhalla(body))

        def reply(self, told):
            status, words = told
            data = (words if isinstance(words, str) else json.dumps(words)).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    with serving(Handler) as said.url:
        yield said
    forget_answers()


@pytest.fixture(params=["osrm", "valhalla"])
def served(request, fake, settings):
    """The settings name the server."""
    settings.RIDES = f"{request.param}+{fake.url}"
    return fake


def doors(many, seed=7):
    """Doors all over Khoái Châu and about."""
    dice = np.random.default_rng(seed)
    spread = dice.uniform([20.70, 105.95], [20.90, 106.10], (many, 2)).round(6)
    return [Position(*pair) for pair in spread.tolist()]


def expected(fake, points, profile):
    """What the server says of all to all, in one piece."""
    at = [(p.latitude, p.longitude) for p in points]
    metres, seconds = fake.table(at, at, profile)
    fake.asked.pop()
    return np.rint(metres), np.rint(seconds)


@pytest.mark.feature(25)
def test_all_to_all_comes_in_blocks_and_is_whole(served, settings):
    """130 doors are more than either server takes at once; what comes back is what one table would have said."""
    points = doors(130)
    metres, seconds = ride_matrix(points, on=today(), vehicle=MOTORBIKE)
    profile = served.asked[0][2]
    assert profile == ("driving" if settings.RIDES.startswith("osrm") else "motor_scooter")
    assert {(rows <= 50, columns <= 50) for rows, columns, _p in served.asked} == {(True, True)}
    assert len(served.asked) == 9
    told = expected(served, points, profile)
    assert (
        np.abs(metres - told[0]).max() <= 1
    )  # kilometres of one and metres of the other are rounded differently
    assert (seconds == told[1]).all()
    assert (seconds != seconds.T).any()
    assert metres.dtype == seconds.dtype == np.int32


def test_what_was_answered_is_not_asked_again_that_day(served):
    """The same doors: nothing; three more: only what is new about them; another vehicle or day: anew."""
    points = doors(60)
    first = ride_matrix(points, on=today())
    served.asked.clear()
    again = ride_matrix(points[::-1], on=today())
    assert served.asked == []
    assert (again[1] == first[1][::-1, ::-1]).all()
    more = [*points[:40], *doors(3, seed=1)]
    metres, _ = ride_matrix(more, on=today())
    assert sum(rows * columns for rows, columns, _p in served.asked) == 3 * 43 + 40 * 3
    assert np.abs(metres - expected(served, more, served.asked[0][2])[0]).max() <= 1
    served.asked.clear()
    ride_matrix(points, on=today(), vehicle=VAN)
    ride_matrix(points, on=today() + timedelta(days=1))
    assert len(served.asked) == 8


def test_doors_at_one_place_are_asked_once(served):
    """A block of flats is one point for the server and no way within itself."""
    (home, other) = doors(2)
    metres, seconds = ride_matrix([home, home, other, home], on=today())
    assert [(rows, columns) for rows, columns, _p in served.asked] == [(2, 2)]
    assert metres[0, 1] == metres[3, 0] == seconds[1, 3] == 0
    assert metres[0, 2] == metres[3, 2] > 0


def test_where_the_service_knows_no_way_ours_is_ridden(served, settings):
    """An island of its map keeps the ways of our own roads, and nothing is said to take no time."""
    points = doors(12)
    served.no_way_east_of = sorted(p.longitude for p in points)[8]
    metres, _ = ride_matrix(points, on=today())
    settings.RIDES = ""
    own, _ = ride_matrix(points, on=today())
    east = np.array([p.longitude > served.no_way_east_of for p in points])
    across = east[:, None] ^ east[None]
    assert (metres[across] == own[across]).all()
    assert (metres[~across] != own[~across]).any()
    assert (metres + np.eye(12) > 0).all()


def test_neighbours_are_ours_timed_and_ordered_by_the_service(served):
    """The nearest by our own roads, in the order of the service's times, for far fewer questions than all to all."""
    points = doors(400)
    rides = rides_between(points, on=today(), many=10)
    pairs = sum(rows * columns for rows, columns, _p in served.asked)
    _, seconds = expected(served, points, served.asked[0][2])
    assert pairs < 400 * 400 / 2
    assert (rides.seconds == np.take_along_axis(seconds, rides.near.astype(np.int64), axis=1)).all()
    assert (np.diff(rides.seconds, axis=1) >= 0).all()
    assert (rides.near != np.arange(400)[:, None]).all()


def test_past_days_are_never_asked_of_a_service(served, settings):
    """A service says what is so now; an old day keeps the roads it had."""
    points, yesterday = doors(5), today() - timedelta(days=1)
    before = ride_matrix(points, on=yesterday)[1]
    assert served.asked == []
    settings.RIDES = ""
    assert (ride_matrix(points, on=yesterday)[1] == before).all()


@pytest.mark.django_db
def test_a_way_between_two_units_comes_from_the_service(province, served):
    """In whole minutes begun, as ever."""
    one, other = [unit.id for unit in network_on(today()).units.values() if unit.kind == "district"][:2]
    way = travel(one, other, VAN)
    assert served.asked
    assert way.metres > 1_000
    assert 0 < way.minutes < 200


def test_vehicles_may_have_servers_of_their_own(fake, settings):
    """OSRM knows one kind of vehicle for each server: the address says which."""
    settings.RIDES = f"osrm+{fake.url}/{{vehicle}}"
    fake.osrm, plain = (
        (lambda path: (paths.append(path), plain(re.sub(r"^/(motorbike|van|truck)", "", path)))[1]),
        fake.osrm,
    )
    paths = []
    for vehicle in (MOTORBIKE, TRUCK):
        ride_matrix(doors(3), on=today(), vehicle=vehicle)
    assert [path.split("/")[1] for path in paths] == ["motorbike", "truck"]


def test_valhalla_of_before_the_short_form_is_understood(fake, settings):
    """Servers that do not know ``verbose`` answer with a list of pairs."""
    settings.RIDES = f"valhalla+{fake.url}"
    points = doors(4)
    short = ride_matrix(points, on=today())
    forget_answers()
    fake.url += "/old"
    assert (ride_matrix(points, on=today())[0] == short[0]).all()


ERRORS = {
    "osrm": (400, {"code": "NoSegment", "message": "Could not find a matching segment for coordinate 0"}),
    "valhalla": (
        400,
        {"error_code": 171, "error": "No suitable edges near location", "status": "Bad Request"},
    ),
}
ODD = [
    (200, "<html>"), (200, "[]"), (200, {"code": "Ok"}), (500, ""), (200, {"code": "Ok", "durations": [[1]], "distances": [[1]]}),
    (200, {"sources_to_targets": {"durations": [[1, 2]], "distances": [[1, 2]]}}), (200, {"sources_to_targets": [[{}]]}),
    (200, {"code": "Ok", "durations": [[0, -1], [1, 0]], "distances": [[0, 1], [1, 0]]}),
    (200, {"code": "Ok", "durations": [[0, "x"], [1, 0]], "distances": [[0, 1], [1, 0]]}),
    (200, {"code": "Ok", "durations": [[0, 1], [1, 0]]}),
]  # fmt: skip


def test_an_error_is_told_in_the_services_own_words(served, settings):
    """The code is ours and stable; the reason is theirs."""
    kind = settings.RIDES.split("+")[0]
    served.answer = ERRORS[kind]
    with pytest.raises(RidesServiceFailed, match=r"segment|suitable edges") as failed:
        ride_matrix(doors(3), on=today())
    assert failed.value.code == "network.rides_service_failed"
    assert served.url in failed.value.message


@pytest.mark.parametrize("answer", ODD, ids=str)
def test_no_odd_answer_becomes_a_riding_time(served, answer):
    """A page of a proxy, half a table, times below nothing: refused, and nothing of it is kept."""
    served.answer = answer
    with pytest.raises(RidesServiceFailed):
        ride_matrix(doors(2), on=today())
    served.answer = None
    assert ride_matrix(doors(2), on=today())[0][0, 1] > 0


@pytest.mark.parametrize(
    "setting",
    [
        "http://may:5000",
        "osrm",
        "osrm+may:5000",
        "osrm+ftp://may",
        "google+http://may",
        "osrm+http://",
        "valhalla+http://may:99999",
        "osrm+http://may/?a=b",
    ],
)
def test_a_wrong_setting_is_named(settings, setting):
    """Before anybody is asked."""
    settings.RIDES = setting
    with pytest.raises(WrongRidesService) as wrong:
        ride_matrix(doors(2), on=today())
    assert wrong.value.code == "network.wrong_rides_service"
    assert setting in wrong.value.message


def test_a_silent_service_is_refused(settings):
    """Nobody listens there."""
    settings.RIDES = "valhalla+http://127.0.0.1:9"
    forget_answers()
    with pytest.raises(RidesServiceFailed):
        ride_matrix(doors(2), on=today())
