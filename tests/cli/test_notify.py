"""``duongthu notify``: messages to customers leave through the gateway of the settings."""

import pytest

from duongthu.config import environment
from duongthu.notices.api import Message
from tests.notices.conftest import Outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(post):
    outbox = Outbox(post, post.unit("culture_post"))
    return outbox.tell(outbox.item())


def test_what_is_due_lies_in_the_folder(duongthu, settings, waiting, tmp_path):
    """One turn: the file is there, the figures are told, and the next turn has nothing to do."""
    settings.NOTICES = str(tmp_path)
    said = duongthu("notify", "--json")
    assert (said.code, said.json["sent"], said.json["failed"]) == (0, 1, 0)
    assert [file.name for file in tmp_path.iterdir()] == [f"{waiting.key}.json"]
    assert duongthu("notify", "--json").json["sent"] == 0


def test_no_gateway_and_a_wrong_one_are_told_with_their_codes(duongthu, settings, waiting):
    """Nothing is taken in hand where it could not be handed on."""
    for setting, code in (("", "notices.gateway_not_set"), ("chim câu", "notices.wrong_gateway")):
        settings.NOTICES = setting
        said = duongthu("notify", "--json")
        assert said.code == 1
        assert code in said.out + said.err
    assert Message.objects.get().state == Message.WAITING
    assert duongthu("notify", "--every", "0").code == 2


def test_a_wrong_hotline_or_batch_is_told_before_anything_starts(monkeypatch):
    """The number stands in every message: a slip of the pen would send customers to nobody."""
    monkeypatch.setenv("DUONGTHU_HOTLINE", "0221 3862 123")
    assert environment.hotline() == "+842213862123"
    monkeypatch.setenv("DUONGTHU_HOTLINE", "một chín không không")
    with pytest.raises(environment.WrongSetting, match="DUONGTHU_HOTLINE"):
        environment.hotline()
    for wrong in ("0", "năm mươi", "99999"):
        monkeypatch.setenv("DUONGTHU_RIDES_BATCH", wrong)
        with pytest.raises(environment.WrongSetting, match="DUONGTHU_RIDES_BATCH"):
            environment.number("DUONGTHU_RIDES_BATCH", 50, most=5_000)
