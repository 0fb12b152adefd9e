"""The screens in English: nothing is missing, and the tool that says so would notice."""

import pytest
from babel.messages.catalog import Catalog
from tools import messages


@pytest.mark.parametrize("place", [messages.DESKS, messages.SHARED], ids=lambda place: place.what)
def test_every_text_has_its_english(place):
    """Run tools/messages.py after adding a text, then fill in what it names."""
    assert messages.complaints(place) == []


def test_a_missing_an_unused_and_an_uncompiled_text_are_named(monkeypatch):
    """Each complaint, provoked."""
    asked = Catalog("en")
    asked.add("Túi thư mới")
    monkeypatch.setattr(messages, "wanted", lambda _place: asked)
    monkeypatch.setattr(messages, "compiled", lambda _catalogue: b"")
    found = messages.complaints(messages.SHARED)
    assert "no English: Túi thư mới" in found
    assert "unused: Biểu mẫu" in found
    assert any(line.startswith("not compiled") for line in found)


def test_texts_are_found_in_code_and_templates():
    """Plain, plural and told apart by context."""
    code = '_("Quầy"); pgettext_lazy("verb", "Giao"); other("Không")'
    assert list(messages.of_python(code)) == [("Quầy", "", ""), ("Giao", "", "verb")]
    page = '{% load i18n %}{% translate "Két" %}{% blocktranslate count n=n %}{{ n }} túi{% plural %}{{ n }} các túi{% endblocktranslate %}'
    assert set(messages.of_template(page)) == {("Két", "", ""), ("%(n)s túi", "%(n)s các túi", "")}
