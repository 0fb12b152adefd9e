"""Mail routes are searched for while others write; a timetable that changes meanwhile refuses them."""

from datetime import timedelta

import pytest

from duongthu.acts.api import ActRecord, perform
from duongthu.transport.actions import routes
from duongthu.transport.api import RouteProposal, compared
from tests.transport.test_mail_routes import DAY, boss, demand, loads  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)


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

    meanwhile(others, routes, "draw")
    post.do(boss, "transport.propose_routes", **wish(boss, loads))
    found = list(RouteProposal.objects.order_by("pk"))
    assert [one.code.rpartition("-")[2] for one in found] == ["1", "2"]
    for one in found:
        number = one.code.rpartition("-")[2]
        assert {route.code.split("-")[1] for route in compared(one).routes} == {f"P{number}"}
    assert ActRecord.objects.get(act="mail.accept_items").seq < ActRecord.objects.latest("seq").seq


@pytest.mark.one_engine
def test_a_timetable_that_changed_meanwhile_refuses_the_routes(post, boss, loads, meanwhile):  # noqa: F811
    """Compared with routes that are gone a proposal could never be adopted: look again."""
    later = DAY + timedelta(days=3)
    first = post.do(boss, "transport.propose_routes", **wish(boss, loads, on=later))["proposal"]
    other = post.actor(boss.unit_id, "director", person_id=72)
    adopt = {"unit_id": boss.unit_id, "proposal": first, "from_on": DAY + timedelta(days=1)}
    meanwhile(lambda: post.do(other, "transport.adopt_routes", **adopt), routes, "draw")
    said = perform(boss, "transport.propose_routes", wish(boss, loads, on=later))
    assert said.refusal["code"] == "transport.ground_changed"
    assert "hành trình ngày 2020-08-17" in said.refusal["message"]
    assert RouteProposal.objects.get().code == first
