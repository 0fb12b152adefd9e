"""Every relative link of a Markdown page leads to a file, and every anchor to a heading."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
ELSEWHERE = ("http://", "https://", "mailto:")


def _pages():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    names = listed.stdout.split() if listed.returncode == 0 else []
    found = [ROOT / name for name in names] or [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(page for page in found if page.exists())


PAGES = _pages()


@cache
def _anchors(page):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(text))
    return {heading.strip().replace(" ", "-") for heading in kept}


def broken(page: Path) -> list[str]:
    """The page's relative links that lead nowhere."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    found = []
    for target in LINK.findall(CODE.sub("", text)):
        if target.startswith(ELSEWHERE):
            continue
        place, _, anchor = target.partition("#")
        file = (page.parent / place).resolve() if place else page
        inside = file == ROOT or ROOT in file.parents
        if not inside or not file.exists() or (anchor and anchor not in _anchors(file)):
            found.append(target)
    return found


def test_there_are_pages():
    """An empty list would make the next test pass."""
    assert {"README.md", "ARCHITECTURE.md"} <= {page.name for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    """A reader who follows a link must arrive."""
    assert broken(page) == []


def test_a_broken_link_is_noticed(tmp_path, monkeypatch):
    """The reader of links must be able to fail: a missing file, a missing heading, a place outside the house."""
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "# A Page\n[a](page.md#a-page) [b](gone.md) [c](#nowhere) [d](../out.md) [e](https://x.vn)\n`[f](g)`\n",
        encoding="utf-8",
    )
    assert broken(page) == ["gone.md", "#nowhere", "../out.md"]


def test_every_document_can_be_found():
    """A page no index names is read by nobody."""
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    pages = [page for page in PAGES if (ROOT / "docs") in page.parents and page.name != "README.md"]
    unnamed = [
        str(page.relative_to(ROOT)) for page in pages if f"({page.relative_to(ROOT / 'docs')})" not in index
    ]
    assert unnamed == []
