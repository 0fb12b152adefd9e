"""``duongthu notify``: messages to customers leave through the gateway of the settings."""

import pytest

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
