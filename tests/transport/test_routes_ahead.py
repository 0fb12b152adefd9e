"""Mail routes are searched for while others write; a timetable that changes meanwhile refuses them."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from duongthu.acts.api import ActRecord, perform
from duongthu.kernel.clock import using_clock
from duongthu.transport.actions import routes
from duongthu.transport.api import RouteProposal, compared
from tests.transport.test_mail_routes import DAY, boss, demand, loads  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meanwhile(monkeypatch, clock):
    """Lets something happen in another thread while routes are drawn, and waits for it there."""

    def arrange(work):
        drawn, errors = routes.draw, []

        def in_thread():
            with using_clock(clock):
                try:
                    work()
                except BaseException as error:
                    errors.append(error)
                    raise
                finally:
                    connection.close()

        def draw(*args):
            assert not connection.in_atomic_block
            other = threading.Thread(target=in_thread)
            other.start()
            other.join(30)
            assert not other.is_alive(), "the other writer waits for the search"
            assert errors == []
            return drawn(*args)

        monkeypatch.setattr(routes, "draw", draw)

    return arrange


def wish(boss, loads, **more):  # noqa: F811
    return {"unit_id": boss.unit_id, "on": DAY, "demand": demand(loads), "seconds": 1} | more


def test_others_write_and_propose_while_routes_are_drawn(post, boss, loads, meanwhile, monkeypatch):  # noqa: F811
    """Acceptance goes on, and a second proposal finished first: each has its number, and its routes bear it."""
    plainly = routes.draw

    def others():
        with monkeypatch.context() as patched:
            patched.setattr(routes, "draw", plainly)
            post.do(boss, "transport.propose_routes", **wish(boss, loads))
        unit = post.unit("culture_post")
        post.accept(unit, post.draft(post.communes[next(c for c, u in post.units.items() if u == unit)]))

    meanwhile(others)
    post.do(boss, "transport.propose_routes", **wish(boss, loads))
    found = list(RouteProposal.objects.order_by("pk"))
    assert [one.code.rpartition("-")[2] for one in found] == ["1", "2"]
    for one in found:
        number = one.code.rpartition("-")[2]
        assert {route.code.split("-")[1] for route in compared(one).routes} == {f"P{number}"}
    assert ActRecord.objects.get(act="mail.accept_items").seq < ActRecord.objects.latest("seq").seq


def test_a_timetable_that_changed_meanwhile_refuses_the_routes(post, boss, loads, meanwhile):  # noqa: F811
    """Compared with routes that are gone a proposal could never be adopted: look again."""
    later = DAY + timedelta(days=3)
    first = post.do(boss, "transport.propose_routes", **wish(boss, loads, on=later))["proposal"]
    other = post.actor(boss.unit_id, "director", person_id=72)
    adopt = {"unit_id": boss.unit_id, "proposal": first, "from_on": DAY + timedelta(days=1)}
    meanwhile(lambda: post.do(other, "transport.adopt_routes", **adopt))
    said = perform(boss, "transport.propose_routes", wish(boss, loads, on=later))
    assert said.refusal["code"] == "transport.ground_changed"
    assert "hành trình ngày 2020-08-17" in said.refusal["message"]
    assert RouteProposal.objects.get().code == first
