"""Taking an act back from its page: proposed with a reason, approved by another, and each page leads to the other."""

import uuid

import pytest

from duongthu.acts.api import ActRecord, Proposal
from duongthu.ledger.api import Note, till_code
from duongthu.staff.api import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(post, office):
    """The row of an act that promised cash from the till to the safe."""
    till, safe = till_code(office, "till"), till_code(office, "safe")
    teller = post.actor(office, "teller", person_id=60)
    post.do(teller, "ledger.open_till", unit_id=office, till=till)
    boss = post.actor(office, "head", person_id=61)
    post.do(boss, "ledger.open_till", unit_id=office, till=safe)
    post.do(
        teller,
        "ledger.count_till",
        unit_id=office,
        till=till,
        notes=[Note(500_000, 2)],
        reason="đầu ca",
    )
    post.do(teller, "ledger.give_cash", unit_id=office, from_till=till, to_till=safe, amount_dong=400_000)
    return ActRecord.objects.get(act="ledger.give_cash").seq


def send(client, seq, **fields):
    return client.post(f"/so-quy/nghiep-vu/{seq}/huy/", {"command_id": uuid.uuid4(), **fields})


def test_an_act_is_undone_from_its_page(post, office, enter, given):
    """The head proposes with a reason, another approves; then each of the two pages names the other and nothing is offered."""
    client = enter(office, Role.HEAD)
    assert "Hủy nghiệp vụ này" in client.get(f"/so-quy/nghiep-vu/{given}/").content.decode()
    assert send(client, given, reason="giao nhầm quỹ").status_code == 302
    (proposal,) = Proposal.objects.filter(act="acts.undo")
    post.do(post.actor(office, "controller", person_id=70), "acts.approve", proposal_id=proposal.pk)
    page = client.get(f"/so-quy/nghiep-vu/{given}/").content.decode()
    assert f"/so-quy/nghiep-vu/{given}/huy/" not in page
    undoing = ActRecord.objects.filter(act="acts.approve").latest("seq").seq
    assert f"/so-quy/nghiep-vu/{undoing}/" in page
    assert f"/so-quy/nghiep-vu/{given}/" in client.get(f"/so-quy/nghiep-vu/{undoing}/").content.decode()


def test_a_refusal_keeps_the_reason(post, office, enter, given):
    """Where the act cannot be undone the words come back beside the form, with the reason as it was written."""
    opened = ActRecord.objects.filter(act="ledger.open_till").first().seq
    client = enter(office, Role.HEAD)
    answer = send(client, opened, reason="gõ nhầm quỹ")
    assert answer.status_code == 422
    assert not Proposal.objects.exists()
    assert send(client, given, reason="").status_code == 422


def test_who_may_not_undo_sees_no_form(office, enter, given):
    """An auditor reads the act, and neither sees nor may send the form."""
    client = enter(office, Role.AUDITOR)
    page = client.get(f"/so-quy/nghiep-vu/{given}/")
    assert page.status_code == 200
    assert "/huy/" not in page.content.decode()
    assert send(client, given, reason="thử").status_code == 403
    assert not Proposal.objects.exists()
