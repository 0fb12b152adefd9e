"""``duongthu token``: a machine's way in, and its end."""

import pytest

from duongthu.kernel.clock import today
from duongthu.rest.tokens import TokenEnded, _callers, actor_from
from duongthu.staff.api import NewStaff, Role

pytestmark = pytest.mark.django_db


def test_a_token_is_given_once_and_ended(duongthu, post):
    """What it prints lets a machine in; after --end it does not."""
    _callers.clear()
    unit = post.unit("culture_post")
    line = NewStaff(post.key(), "GD001", "Trần Thị Máy", Role.TELLER, unit, today())
    post.do(post.founder(), "staff.take_on", people=[line])
    token = duongthu("token", "GD001").out.strip()
    assert actor_from(f"Bearer {token}", "").unit_id == unit
    _callers.clear()
    ended = duongthu("token", "GD001", "--end")
    assert ended.code == 0, ended.err
    with pytest.raises(TokenEnded):
        actor_from(f"Bearer {token}", "")


def test_nobody_of_that_code_gets_no_token(duongthu, post):
    """The refusal names the person asked for."""
    said = duongthu("token", "KHONGCO")
    assert said.code == 1
    assert "KHONGCO" in said.err
