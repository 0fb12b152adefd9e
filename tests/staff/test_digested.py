"""What lets somebody in is under digest or recounted: an edit by SQL is named by ``verify``, a lawful sign-in is no finding."""

from datetime import timedelta

import pyotp
import pytest
from django.db import connection

from duongthu.acts.api import perform, system_actor
from duongthu.acts.masters import all_masters
from duongthu.acts.mastery import recount_master
from duongthu.kernel.clock import now
from duongthu.staff.actions.second_steps import check_code
from duongthu.staff.actions.signing_in import KeptHasher
from duongthu.staff.api import person_by_code, renew_hash, set_pass_phrase
from duongthu.staff.checks import check_second_factors
from duongthu.staff.models import FactorUse, SignIn
from tests.people import open_units

pytestmark = [pytest.mark.django_db, pytest.mark.feature(144)]
PHRASE = "ba con trâu đi qua cầu"


def run(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def altered():
    """Tables with a row that is otherwise than an act left it."""
    return {
        f.table
        for master in all_masters()
        if master.name.startswith("staff.")
        for f in recount_master(master)
    }


@pytest.fixture
def signed_in(actor):
    """A person with a user name, a pass phrase set at the server, a code generator, a device and a token; gives the secret."""
    open_units(1)
    founder = system_actor("Lập bưu điện", frozenset({1}), 1, frozenset({"admin", "director"}))
    secret = pyotp.random_base32()

    def do(who, act, **params):
        outcome = perform(who, act, params)
        assert outcome.done, outcome.refusal
        return outcome.result

    do(founder, "staff.hire", code="NV1", name="Trần Thị Một", unit_id=1)
    do(founder, "staff.open_sign_in", person_code="NV1", user_name="nv1")
    set_pass_phrase("nv1", PHRASE)
    me = actor("teller", person_id=person_by_code("NV1").pk)
    do(me, "staff.add_totp", name="điện thoại", secret=secret, code=pyotp.TOTP(secret).at(now()))
    do(founder, "staff.register_device", code="may-1", unit_id=1)
    do(founder, "staff.issue_token", device="may-1", acts=[], days=1, person_code="NV1")
    return secret


EDITS = {
    "UPDATE auth_user SET password = 'x'": "staff.user",
    "UPDATE auth_user SET is_superuser = true": "staff.user",
    "UPDATE auth_user SET username = 'other'": "staff.user",
    "UPDATE staff_sign_in SET must_change = true": "staff.sign_in",
    "UPDATE staff_sign_in SET phrase_ends_at = '2030-01-01 00:00:00+00:00'": "staff.sign_in",
    "UPDATE staff_token SET ended_at = '2019-01-01 00:00:00+00:00'": "staff.token",
    "UPDATE staff_token SET expires_at = '2039-01-01 00:00:00+00:00'": "staff.token",
}


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_what_lets_in_is_named(edit):
    """Pass phrases, users, tokens: each edited past the acts."""
    assert altered() == set()
    run(edit)
    assert altered() == {EDITS[edit]}


def test_a_counter_set_back_is_named(signed_in, clock):
    """A code is used, its counter is set back so that it can be used again: named; the lawful use is no finding."""
    clock.advance(timedelta(minutes=2))
    person = person_by_code("NV1")
    assert check_code(person, pyotp.TOTP(signed_in).at(now()))
    assert not check_code(person, pyotp.TOTP(signed_in).at(now()))
    assert FactorUse.objects.count() == 2
    assert list(check_second_factors()) == []
    assert altered() == set()
    run("UPDATE staff_second_factor SET counter = counter - 1")
    assert [f.code for f in check_second_factors()] == ["staff.factor_counter_differs"]


def test_a_hash_is_renewed_by_an_act(settings, request):
    """Where the program hashes harder than before, the sign-in keeps the hash anew without an edit past the acts."""
    settings.PASSWORD_HASHERS = ["duongthu.staff.actions.signing_in.KeptHasher"]
    monkey = pytest.MonkeyPatch()
    monkey.setattr(KeptHasher, "iterations", 1_000)
    request.addfinalizer(monkey.undo)
    request.getfixturevalue("signed_in")
    before = SignIn.objects.get().user.password
    renew_hash("nv1", PHRASE)
    assert SignIn.objects.get().user.password == before
    monkey.setattr(KeptHasher, "iterations", 2_000)
    assert SignIn.objects.get().user.check_password(PHRASE)
    assert SignIn.objects.get().user.password == before
    renew_hash("nv1", "not the phrase at all")
    assert SignIn.objects.get().user.password == before
    renew_hash("nv1", PHRASE)
    assert "$2000$" in SignIn.objects.get().user.password
    assert altered() == set()
