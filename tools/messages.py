"""Keeps the English of the screens: what must be translated, what is, and the compiled catalogues.

    python tools/messages.py            add new texts to the catalogues (untranslated), drop unused ones, compile
    python tools/messages.py --check    name what lacks an English text, is unused, or is not compiled; exit code 1 if any

The source language is Vietnamese: the message id is the Vietnamese text. Needs no gettext on the machine.
"""

import argparse
import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "duongthu"
sys.path.append(str(ROOT / "src"))
CALLS = {"_", "lazy", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy"}
WORDS = r"u?'(?:[^'\\]|\\.)*'"
PLAIN = re.compile(rf"\bn?gettext\(({WORDS}(?:,\s*{WORDS})?)")
WHEN = datetime(2026, 11, 1, tzinfo=UTC)  # fixed, so that renewing without a change changes nothing
IN_CONTEXT = re.compile(rf"\bpgettext\(({WORDS}), ({WORDS})")


@dataclass(frozen=True)
class Place:
    """A folder whose texts go into one catalogue."""

    what: str
    folder: Path
    without: tuple[str, ...] = ()

    @property
    def po(self) -> Path:
        """The translations as people read them."""
        return self.folder / "locale" / "en" / "LC_MESSAGES" / "django.po"

    @property
    def mo(self) -> Path:
        """The translations as the program reads them."""
        return self.po.with_suffix(".mo")

    def files(self, suffix: str) -> list[Path]:
        """Source files of one kind."""
        inside = sorted(self.folder.rglob(f"*{suffix}"))
        return [p for p in inside if not any(p.is_relative_to(self.folder / name) for name in self.without)]


DESKS = Place("the desks", SOURCE / "desks", ("ui", "labels/content.py"))
SHARED = Place("the shared part of all desks", SOURCE / "desks" / "ui")

Text = tuple[str, str, str]
"""The words, the words of the plural, and the context that tells equal words apart; the last two are often empty."""


def wanted(place: Place) -> Catalog:
    """Every text the files of a place ask to be translated; for the desks also the titles of other rooms."""
    texts = {text for path in place.files(".py") for text in of_python(path.read_text(encoding="utf-8"))}
    texts |= {text for path in place.files(".html") for text in of_template(path.read_text(encoding="utf-8"))}
    texts |= set(of_rooms()) if place is DESKS else set()
    found = Catalog(
        "en",
        header_comment=f"# English of {place.what}; the source language is Vietnamese.",
        project="duongthu",
        version="1",
        msgid_bugs_address="CONTRIBUTING.md",
        creation_date=WHEN,
        revision_date=WHEN,
        last_translator="Đường Thư",
        language_team="English",
        fuzzy=False,
    )
    for words, plural, context in texts:
        found.add((words, plural) if plural else words, context=context or None)
    return found


def of_python(source: str) -> Iterator[Text]:
    """Texts in calls of gettext and its like."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS):
            continue
        given = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if given and node.func.id.startswith("pgettext"):
            yield given[1], "", given[0]
        elif given:
            yield given[0], "", ""


def of_template(source: str) -> Iterator[Text]:
    """Texts in ``translate`` and ``blocktranslate``."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    from django.utils.translation.template import templatize

    calls = templatize(source)
    for context, words in IN_CONTEXT.findall(calls):
        yield ast.literal_eval(words), "", ast.literal_eval(context)
    for given in PLAIN.findall(calls):
        words, *plural = ast.literal_eval(f"({given},)")
        yield words, plural[0] if plural else "", ""


def of_rooms() -> Iterator[Text]:
    """Titles that lower rooms keep in Vietnamese and screens show."""
    from duongthu.acts.api import all_acts
    from duongthu.ledger.kinds import KINDS
    from duongthu.ledger.rules.purposes import all_purposes
    from duongthu.mail.rules.states import EVENT_TITLES, TITLES
    from duongthu.rounds.rules.drawing import KIND_TITLES, WHY_MOVED
    from duongthu.rounds.rules.reasons import REASONS
    from duongthu.staff.rules.posts import ROLE_NAMES

    own = {"trial"}  # a purpose of the tests is not the program's
    purposes = [one.title for code, one in all_purposes().items() if code not in own]
    kinds = [*(kind.title for kind in KINDS.values()), *purposes]
    rounds = [*KIND_TITLES.values(), *(one.words for one in REASONS.values()), *WHY_MOVED.values()]
    acts = [spec.title for spec in all_acts() if spec.name.partition(".")[0] not in own]
    for title in (*TITLES.values(), *EVENT_TITLES.values(), *ROLE_NAMES.values(), *kinds, *rounds, *acts):
        yield title, "", ""


def known(place: Place) -> Catalog:
    """The translations a place has."""
    if not place.po.exists():
        return Catalog("en")
    with place.po.open("rb") as file:
        return read_po(file, "en")


def compiled(catalogue: Catalog) -> bytes:
    """The ``.mo`` file."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def keys(catalogue: Catalog) -> dict[tuple[object, object], bool]:
    """Each text with its context, and whether all its forms have their English."""
    return {
        (m.id, m.context): all(m.string if isinstance(m.string, tuple | list) else [m.string])
        for m in catalogue
        if m.id
    }


def complaints(place: Place) -> list[str]:
    """What is missing, unused or not compiled."""
    catalogue = known(place)
    have, asked = keys(catalogue), keys(wanted(place))
    found = [f"no English: {words}" for (words, context) in asked if not have.get((words, context))]
    found += [f"unused: {words}" for (words, context) in have if (words, context) not in asked]
    if not place.mo.exists() or place.mo.read_bytes() != compiled(catalogue):
        found.append(f"not compiled: {place.mo.relative_to(ROOT)}")
    return sorted(found)


def renew(place: Place) -> None:
    """Write the catalogue anew with the translations it has."""
    old, kept = known(place), wanted(place)
    for message in kept:
        before = old.get(message.id, message.context) if message.id else None
        message.string = before.string if before else message.string
    place.po.parent.mkdir(parents=True, exist_ok=True)
    with place.po.open("wb") as file:
        write_po(file, kept, width=0, sort_output=True, omit_header=False, ignore_obsolete=True)
    place.mo.write_bytes(compiled(known(place)))


def main() -> int:
    """Renew or check; the exit code is 0 when every text has its English."""
    parser = argparse.ArgumentParser(description="Keep the English of the screens.")
    parser.add_argument("--check", action="store_true", help="only say what is missing")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duongthu.config.settings_test")
    check = parser.parse_args().check
    import django

    django.setup()
    found = []
    for place in (DESKS, SHARED):
        if not check:
            renew(place)
        found += complaints(place)
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
