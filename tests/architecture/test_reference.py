"""The reference pages are what the registries say."""

from tools import make_reference


def test_the_pages_are_current():
    """A reference that lags behind the program is worse than none: run tools/make_reference.py."""
    assert make_reference.stale() == []


def test_the_pages_hold_what_they_promise():
    """Empty registries would make empty pages, and those would be current, too."""
    texts = {file.name: text for file, text in make_reference.pages().items()}
    assert "### `mail.accept_items`" in texts["acts.md"]
    assert "### `ledger.entries`" in texts["queries.md"]
    assert "`acts.unit_out_of_reach`" in texts["refusals.md"]
    assert "`ledger.entry`" in texts["books.md"]
    assert "## `verify`" in texts["commands.md"]
    assert "trial." not in "".join(texts.values())


def test_types_are_told_in_words():
    """The shapes pydantic makes, each as a reader meets it in the list of acts."""
    amount = {"type": "integer", "minimum": 0, "maximum": 9}
    optional = {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}
    assert make_reference.kind_of(amount) == "integer 0…9"
    assert make_reference.kind_of(optional) == "date or null"
    assert make_reference.kind_of({"type": "array", "items": {"$ref": "#/$defs/Note"}}) == "list of `Note`"
    assert make_reference.kind_of({"type": "string", "maxLength": 100_000}) == "string"
