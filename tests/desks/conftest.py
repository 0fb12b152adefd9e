"""A small office to sit at; and each test starts and ends in Vietnamese, for an English page leaves its language behind."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import translation

from duongthu.kernel.clock import today
from duongthu.mail.api import Report, Scan
from duongthu.network.api import hamlets_of, network_on
from duongthu.staff.api import NewStaff, Role, staff_of
from tests.province import post  # noqa: F401  (a fixture)


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """The source language, whatever the test before left."""
    with translation.override("vi"):
        yield


@pytest.fixture
def office(post):  # noqa: F811
    return post.unit("culture_post")


@pytest.fixture
def code(post, office):  # noqa: F811
    """A delivered item with COD, accepted and delivered at one office by courier 7."""
    commune = next(post.communes[c] for c, unit in post.units.items() if unit == office)
    (line,) = post.accept(office, post.draft(commune, cod_dong=250_000, recipient_phone="0912345678"))
    clerk, courier = post.actor(office, "sorter", person_id=21), post.actor(office, "courier", person_id=7)
    post.do(clerk, "mail.keep_here", unit_id=office, scans=[Scan(post.key(), line["code"])])
    planned = post.do(
        post.actor(office, "head", person_id=40),
        "rounds.plan",
        unit_id=office,
        shift=1,
        couriers=[7],
        publish=True,
    )
    (round_code,) = planned["rounds"]
    post.do(
        courier, "rounds.load", unit_id=office, round_code=round_code, scans=[Scan(post.key(), line["code"])]
    )
    said = Report(post.key(), line["code"], "delivered", receiver="Phạm Thị Nhận")
    post.do(courier, "mail.report", unit_id=office, reports=[said])
    return line["code"]


@pytest.fixture
def enter(post):  # noqa: F811
    """Signs somebody in at a unit with a role; gives the client."""

    def make(unit_id, role=Role.HEAD):
        person = f"NV{unit_id}{role[:3].upper()}"
        boss = post.founder()
        line = NewStaff(post.key(), person, "Đỗ Thị Trưởng", role, unit_id, today())
        assert post.do(boss, "staff.take_on", people=[line])["lines"][0]["status"] == "done"
        post.do(boss, "staff.open_sign_in", person_code=person, user_name=person.lower())
        client = Client()
        client.force_login(get_user_model().objects.get(username=person.lower()))
        return client

    return make


@pytest.fixture
def couriers(post, office):  # noqa: F811
    """Three couriers in post at the office: their person ids."""
    names = ("Bưu tá Một", "Bưu tá Hai", "Bưu tá Ba")
    people = [
        NewStaff(post.key(), f"BT{n}", name, Role.COURIER, office, today()) for n, name in enumerate(names)
    ]
    post.do(post.founder(), "staff.take_on", people=people)
    return sorted(one.person_id for one in staff_of([office], today(), Role.COURIER))


@pytest.fixture
def waiting(post, office):  # noqa: F811
    """Twelve items that wait at the office."""
    commune = network_on(today()).units[office].commune_code
    hamlets = hamlets_of(commune, today())
    drafts = [
        post.draft(commune, recipient_address=f"{hamlets[n % len(hamlets)].name}, số {n * 7 + 1}")
        for n in range(12)
    ]
    codes = [line["code"] for line in post.accept(office, *drafts)]
    scans = [Scan(post.key(), code) for code in codes]
    post.do(post.actor(office, "sorter", person_id=21), "mail.keep_here", unit_id=office, scans=scans)
    return codes


@pytest.fixture
def rounds(post, office, couriers, waiting):  # noqa: F811
    """Two rounds in force."""
    params = {"unit_id": office, "shift": 1, "couriers": couriers[:2], "publish": True}
    return list(post.do(post.actor(office, "head", person_id=40), "rounds.plan", **params)["rounds"])
