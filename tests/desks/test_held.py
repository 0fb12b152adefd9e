"""The list of items kept beyond their term, and sending one back from it."""

import uuid
from datetime import timedelta

import pytest

from duongthu.acts.api import find_act
from duongthu.desks import audiences
from duongthu.mail.api import Scan, custody_of, item_by_code
from duongthu.staff.api import Role

pytestmark = pytest.mark.django_db
HERE = "/luu-qua-han/"


@pytest.fixture
def held(post, office):
    """An item held at the office since today."""
    commune = next(post.communes[c] for c, unit in post.units.items() if unit == office)
    (line,) = post.accept(office, post.draft(commune))
    clerk = post.actor(office, "sorter", person_id=21)
    for act in ("mail.keep_here", "mail.hold"):
        post.do(clerk, act, unit_id=office, scans=[Scan(post.key(), line["code"])])
    return line["code"]


def test_a_teller_sends_back_what_is_over(enter, office, held, clock):
    """Not listed while its term runs; then listed, counted on the first page, and sent back from the list by the office."""
    assert held not in enter(office, Role.HEAD).get(HERE).content.decode()
    clock.advance(timedelta(days=12))
    teller = enter(office, Role.TELLER)
    page = teller.get(HERE).content.decode()
    assert f'value="{held}"' in page
    (figure,) = [one for one in teller.get("/hom-nay/").context["figures"] if one.label == "Lưu quá hạn"]
    assert str(figure.value) == "1"
    watcher = enter(office, Role.AUDITOR).get(HERE).content.decode()
    assert f"/buu-gui/{held}/" in watcher
    assert f'value="{held}"' not in watcher
    teller.post(f"{HERE}chuyen-hoan/", {"command_id": uuid.uuid4(), "code": held})
    assert custody_of(item_by_code(held).pk).going_back
    assert held not in teller.get(HERE).content.decode()


def test_who_may_not(enter, office, held):
    """A courier has no such list; who may not send back is not let to; the door is open to whoever may."""
    assert enter(office, Role.COURIER).get(HERE).status_code == 403
    auditor = enter(office, Role.AUDITOR)
    assert auditor.post(f"{HERE}chuyen-hoan/", {"command_id": uuid.uuid4(), "code": held}).status_code == 403
    assert find_act("mail.return_to_sender").roles - {"system"} == audiences.RETURN_ITEMS.roles
