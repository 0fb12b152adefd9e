"""Writes the reference pages that come from the registries: acts, refusals, books, commands.

    python tools/make_reference.py            write docs/reference/{acts,queries,refusals,books,commands,pages}.md
    python tools/make_reference.py --check    only name the pages that are not current (exit code 1 if any)

``tests/architecture/test_reference.py`` holds the pages against the registries.
"""

import argparse
import inspect
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
PAGES = ROOT / "docs" / "reference"
HEAD = "Written by `tools/make_reference.py` from the registries; don't edit by hand."
ABOUT_ACTS = """Over HTTP each is `POST /api/v1/acts/NAME`; `duongthu acts --json` gives the JSON schemas.
A parameter with `?` may be left out. *Unit* names the parameter holding the unit acted on, which must lie in the
actor's reach; without it the act happens at the actor's own unit. *Lines* names the parameter that holds many lines,
each answered for itself."""
ABOUT_QUERIES = """Over HTTP each is `GET /api/v1/queries/NAME?…`, lists with `&page=2`; screens ask the same. An answer speaks of
units within the asker's reach only; what lies beyond is refused (`acts.unit_out_of_reach`) or not found (`acts.nothing_found`).
A parameter with `?` may be left out; without a day it is today's, without a unit the whole reach."""
ABOUT_REFUSALS = """The code is stable and may be relied on by programs; the sentence is what people read, its
braces filled with the refusal's details. An outcome carries `code`, `message`, `field`, `row` and `details`."""
ABOUT_KINDS = """*Limited*: never below zero, pending transfers counted. *VAS*: number in the Vietnamese chart.
*Group*: held = owed + own is the morning equation."""
ABOUT_PURPOSES = """Money moves for one of these purposes, from a credited to a debited account of these kinds; any other pair is
refused at posting (`ledger.purpose_forbids`) and named by `duongthu verify`. Rooms above add their own. *People*: how many it
takes. *Paper*: series of the voucher it leaves."""
TRIAL = "trial"  # the tests' own
TEXT_MOST = 100_000  # every text's bound; not worth repeating at each


def stand_up() -> None:
    """Load Django where it is not loaded yet; no database is asked."""
    sys.path.insert(0, str(SOURCE))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duongthu.config.settings")
    os.environ.setdefault("DUONGTHU_SECRET_KEY", "only-for-reading")
    os.environ.setdefault("DUONGTHU_DATA_DIR", tempfile.mkdtemp(prefix="duongthu-reference-"))
    import django

    django.setup()


def import_refusals() -> None:
    """A refusal registers itself when its module is imported."""
    for file in sorted((SOURCE / "duongthu").rglob("*.py")):
        if "(Refusal):" in file.read_text(encoding="utf-8"):
            import_module(".".join(file.relative_to(SOURCE).with_suffix("").parts))


def of_the_house(dotted: str) -> bool:
    """Whether a registered thing is the program's own and not a test's."""
    return dotted.startswith("duongthu.")


def table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A Markdown table; bars inside cells are escaped."""
    titles = list(headings)
    yield "| " + " | ".join(titles) + " |"
    yield "|" + "---|" * len(titles)
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|").replace("``", "`") for cell in row) + " |"


def acts_page() -> str:
    """Every act: purpose, who may do it and where, parameters."""
    from duongthu.acts.api import all_acts

    specs = [spec for spec in all_acts() if of_the_house(spec.handler.__module__)]
    lines = ["# Acts", "", HEAD, "", f"{len(specs)} acts. {ABOUT_ACTS}", ""]
    for room, members in groupby(specs, key=lambda spec: spec.name.split(".")[0]):
        lines += [f"## {room}", ""]
        for spec in members:
            lines += _act(spec)
    return _page(lines)


def _act(spec: Any) -> Iterator[str]:
    yield from (
        f"### `{spec.name}`",
        "",
        f"**{spec.title}**. {spec.purpose}",
        "",
        f"- roles: {', '.join(sorted(spec.roles))}",
    )
    places = [f"unit `{spec.unit}`"] if spec.unit else []
    places += [f"lines `{spec.lines}`"] if spec.lines else []
    if places:
        yield f"- {', '.join(places)}"
    if spec.four_eyes:
        checkers = ", ".join(spec.four_eyes.roles)
        amount = f", by `{spec.four_eyes.amount}`" if spec.four_eyes.amount else ""
        yield f"- four eyes: threshold `{spec.four_eyes.key}`{amount}; checkers: {checkers}"
    schema = spec.schema()
    shapes = {"": schema} | schema.get("$defs", {})
    for name, shape in sorted(shapes.items()):
        if shape.get("properties"):
            yield f"- {f'each `{name}`' if name else 'parameters'}: {_fields(shape)}"
    yield ""


def queries_page() -> str:
    """Every query: purpose, who may ask, parameters, the rows it answers with, and how many at a time."""
    from duongthu.acts.api import all_queries

    specs = [spec for spec in all_queries() if of_the_house(spec.handler.__module__)]
    lines = ["# Queries", "", HEAD, "", f"{len(specs)} queries. {ABOUT_QUERIES}", ""]
    for room, members in groupby(specs, key=lambda spec: spec.name.split(".")[0]):
        lines += [f"## {room}", ""]
        for spec in members:
            lines += _question(spec)
    return _page(lines)


def _question(spec: Any) -> Iterator[str]:
    yield from (f"### `{spec.name}`", "", f"**{spec.title}**. {spec.purpose}", "")
    yield f"- roles: {', '.join(sorted(spec.roles))}"
    yield "- one row" if spec.one else f"- pages of {spec.most} rows"
    schema = spec.model.model_json_schema()
    if schema.get("properties"):
        yield f"- parameters: {_fields(schema)}"
    rows = spec.rows.json_schema(mode="serialization")
    shapes = rows.get("$defs", {})
    own = spec.row.__name__
    for name in (own, *sorted(shapes.keys() - {own})):
        if shapes[name].get("properties"):
            yield f"- {'row' if name == own else f'each `{name}`'}: {_fields(shapes[name])}"
    yield ""


def _fields(shape: dict[str, Any]) -> str:
    required = set(shape.get("required", ()))
    return ", ".join(
        f"`{name}{'' if name in required else '?'}` {kind_of(field)}"
        for name, field in shape["properties"].items()
    )


def _kinds(purpose: Any, side: int) -> str:
    """Kinds of account on one side of a purpose."""
    return ", ".join(sorted({pair[side] for pair in purpose.pairs}))


def kind_of(field: dict[str, Any]) -> str:
    """A JSON schema's type in a word or two."""
    if "$ref" in field:
        return f"`{field['$ref'].rsplit('/', 1)[1]}`"
    if "anyOf" in field:
        return " or ".join(kind_of(one) for one in field["anyOf"])
    if field.get("prefixItems"):
        return "(" + ", ".join(kind_of(one) for one in field["prefixItems"]) + ")"
    if field.get("type") == "array":
        return f"list of {kind_of(field.get('items', {}))}"
    if field.get("enum"):
        return "one of " + ", ".join(str(value) for value in field["enum"])
    return str(field.get("format") or field.get("type") or "any") + _bounds(field)


def _bounds(field: dict[str, Any]) -> str:
    low, high = field.get("minimum"), field.get("maximum")
    if low is not None or high is not None:
        return f" {'' if low is None else low}…{'' if high is None else high}"
    longest = field.get("maxLength", TEXT_MOST)
    return "" if longest == TEXT_MOST else f" up to {longest}"


def refusals_page() -> str:
    """Every named no, by room: code, sentence, meaning."""
    from duongthu.kernel.refusal import all_refusals

    known = [(code, one) for code, one in all_refusals().items() if of_the_house(one.__module__)]
    lines = ["# Refusals", "", HEAD, "", f"{len(known)} refusals. {ABOUT_REFUSALS}", ""]
    for room, members in groupby(known, key=lambda pair: pair[0].split(".")[0]):
        rows = [(f"`{code}`", one.sentence, first_line(one)) for code, one in members]
        lines += [f"## {room}", "", *table(("code", "sentence", "meaning"), rows), ""]
    return _page(lines)


def first_line(thing: object) -> str:
    """First line of a docstring."""
    return (inspect.getdoc(thing) or "").split("\n", 1)[0]


def books_page() -> str:
    """Journals, recounts, kinds of account, the states of an item."""
    from duongthu.acts.api import all_checks, all_journals
    from duongthu.ledger.api import KINDS, all_purposes
    from duongthu.mail.rules.states import EVENT_TITLES, NEXT, TERMINAL, TITLES

    journals = [journal for journal in all_journals() if of_the_house(journal.model.__module__)]
    checks = [(name, check) for name, check in all_checks().items() if of_the_house(check.__module__)]
    sides = {1: "debit", -1: "credit"}
    moves = [
        (event, EVENT_TITLES[event], _before(ways), next(iter(ways.values()), "as before"))
        for event, ways in NEXT.items()
    ]
    return _page([
        "# The books", "", HEAD, "",
        "## Journals", "", "Append-only tables under seal, with the columns a leaf holds, in order.", "",
        *table(("journal", "what a row is", "columns"),
               [(f"`{j.name}`", first_line(j.model), ", ".join(j.columns)) for j in journals]), "",
        "## Recounts", "", "What `duongthu verify` runs; `--only NAME` runs one.", "",
        *table(("check", "what must agree"), [(f"`{name}`", first_line(check)) for name, check in checks]), "",
        "## Purposes", "", ABOUT_PURPOSES, "",
        *table(("code", "title", "debited", "credited", "whose", "who", "people", "paper"),
               [(f"`{p.code}`", p.title, _kinds(p, 0), _kinds(p, 1), p.whose, p.who, p.eyes, p.paper or "–")
                for code, p in all_purposes().items() if code != TRIAL]), "",
        "## Kinds of account", "", ABOUT_KINDS, "",
        *table(("kind", "title", "grows by", "limited", "VAS", "group"),
               [(f"`{k.code}`", k.title, sides[k.side], "yes" if k.limited else "", k.vas, k.group)
                for k in KINDS.values()]), "",
        "## States of a thing", "", "States after which nothing more is expected are marked ■.", "",
        *table(("state", "shown as"),
               [(f"`{s}`{' ■' if s in TERMINAL else ''}", title) for s, title in TITLES.items()]), "",
        "## Events", "", "Which event may follow which state; anything else is refused as `mail.wrong_moment`.", "",
        *table(("event", "shown as", "after", "gives"),
               [(f"`{event}`", title, before, f"`{after}`") for event, title, before, after in moves]),
    ])  # fmt: skip


def doors_page() -> str:
    """Every address of the house × role, read off the address book."""
    from duongthu.config.pages import all_pages
    from duongthu.kernel.doors import Entry
    from duongthu.staff.api import ROLE_NAMES, Role

    columns = list(Role)
    rows = []
    for page in all_pages():
        audience = page.audience
        held = audience.roles if audience and audience.entry is Entry.POST else ()
        who = audience.name if audience else "không ai"
        rows.append((f"`/{page.route}`", who, *("●" if role in held else "" for role in columns)))
    about = (
        "Each view declares its audience (`kernel/doors.py`, `desks/audiences.py`); the guard asks before the view runs, and a "
        "view that declares nothing is for nobody. What a page shows is narrowed further by the unit's reach; a courier "
        "sees his own lists, items and acts only."
    )
    return _page(["# Pages and roles", "", HEAD, "", about, "",
                  *table(("address", "for", *(ROLE_NAMES[role] for role in columns)), rows), ""])  # fmt: skip


def _before(ways: dict[Any, Any]) -> str:
    return ", ".join("(new)" if state is None else str(state) for state in ways)


def commands_page() -> str:
    """Every verb of the command line with its options."""
    from duongthu.cli.program import EXIT_CODES, VERBS
    from duongthu.cli.words import Parser

    lines = ["# Commands", "", HEAD, "", "`bin/duongthu VERB`; each verb takes `--help` and `--json`.", ""]
    for verb in VERBS.values():
        parser = Parser(verb.name, verb.purpose)
        verb.part("arguments")(parser)
        rows = [_option(one) for one in parser._actions if one.dest not in {"help", "json"}]  # noqa: SLF001
        lines += [f"## `{verb.name}`", "", verb.purpose[0].upper() + verb.purpose[1:] + ".", ""]
        lines += [*table(("option", "meaning"), rows), ""] if rows else []
    return _page([*lines, "## Exit codes", "", EXIT_CODES.split("\n", 1)[0]])


def _option(one: argparse.Action) -> tuple[str, str]:
    shown = one.metavar or one.dest
    value = " ".join(shown) if isinstance(shown, tuple) else shown
    if not one.option_strings:
        return f"`{value}`", one.help or ""
    return f"`{one.option_strings[0]}{f' {value}' if one.nargs != 0 else ''}`", one.help or ""


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


def pages() -> dict[Path, str]:
    """Each page's file and what it should hold; Django must be loaded."""
    import_refusals()
    return {
        PAGES / "acts.md": acts_page(),
        PAGES / "queries.md": queries_page(),
        PAGES / "refusals.md": refusals_page(),
        PAGES / "books.md": books_page(),
        PAGES / "commands.md": commands_page(),
        PAGES / "pages.md": doors_page(),
    }


def stale() -> list[str]:
    """Names of the pages that differ from the registries; Django must be loaded."""
    return [
        file.name
        for file, text in pages().items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    """Write or check; the exit code is 0 when the pages are current."""
    parser = argparse.ArgumentParser(description="Write the reference pages that come from the registries.")
    parser.add_argument("--check", action="store_true", help="only name the pages that are not current")
    options = parser.parse_args()
    stand_up()
    if not options.check:
        for file, text in pages().items():
            file.write_text(text, encoding="utf-8")
    found = stale()
    sys.stdout.write("".join(f"{name}: not current, run tools/make_reference.py\n" for name in found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
