"""The frame of each page: policy, theme, language, navigation, and the vendored files."""

import sys
from pathlib import Path

import pytest
from django.test import Client

from duongthu.desks.ui import shell
from duongthu.desks.ui.shell import KeyTaken, Seat, Section, register_section, sections_for

sys.path.append(str(Path(__file__).parents[2] / "tools"))
import vendor

GUIDE = "/huong-dan-giao-dien/"


@pytest.fixture
def visitor() -> Client:
    return Client(SERVER_NAME="localhost")


def test_every_answer_carries_the_policy(visitor: Client) -> None:
    """One page without the policy is the door for a foreign script."""
    for path in (GUIDE, "/khong-co/"):
        policy = visitor.get(path).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy


def test_no_page_holds_inline_script_or_style(visitor: Client) -> None:
    """The browser would refuse it silently for users; here it is refused loudly."""
    page = visitor.get(GUIDE).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "onclick" not in page
    assert "<script>" not in page


def test_an_unknown_theme_is_not_written_into_the_page(visitor: Client) -> None:
    """The cookie comes from outside."""
    visitor.cookies["theme"] = '"><script>'
    assert b'data-theme="auto"' in visitor.get(GUIDE).content


def test_english_is_complete_on_the_style_guide(visitor: Client) -> None:
    """A half translated screen looks broken to the guest it was made for."""
    page = visitor.get(GUIDE, headers={"accept-language": "en"}).content.decode()
    assert "Style guide" in page
    assert "Tình trạng" not in page
    assert "Cần xử lý" not in page


def test_navigation_shows_only_what_the_roles_may_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A section one may not enter teaches people to ignore the navigation; two on one key is a slip."""
    monkeypatch.setattr(shell, "_sections", [])
    cash = Section("Thủ quỹ", "/thu-quy/", "T", frozenset({"cashier"}), order=20)
    items = Section("Bưu gửi", "/buu-gui/", "B", order=10)
    for section in (cash, items, cash):
        register_section(section)
    assert sections_for(None) == []
    assert sections_for(Seat("A", "", "U", frozenset({"sorter"}))) == [items]
    assert sections_for(Seat("A", "", "U", frozenset({"cashier"}))) == [items, cash]
    with pytest.raises(KeyTaken):
        register_section(Section("Tem", "/tem/", "T"))


def test_vendored_files_are_the_recorded_ones(tmp_path: Path) -> None:
    """A changed byte in a foreign file must be seen before it is served."""
    assert vendor.complaints() == []
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "htmx.min.js").write_text("changed")
    (tmp_path / "vendor" / "stray.js").write_text("new")
    (tmp_path / "VENDOR.json").write_text(vendor.LOCK.read_text())
    found = vendor.complaints(tmp_path)
    assert "vendor/htmx.min.js: changed" in found
    assert "vendor/stray.js: not recorded" in found
    assert "fonts/inter-latin.woff2: missing" in found
