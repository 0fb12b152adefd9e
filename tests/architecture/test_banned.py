"""What the source may not contain."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.reading import (
    FLOORS,
    ROOT,
    SOURCE,
    TESTS,
    Module,
    files_of_tests,
    functions,
    length,
    listed,
    modules,
)

LONGEST_FILE, LONGEST_FUNCTION, MOST_LINES = 400, 60, 15
MOSTLY = 0.8  # the share of functions below MOST_LINES
MONEY = re.compile(r"dong|amount|price|fee|postage|vat|balance|debit|credit|money|cash", re.IGNORECASE)
LEFT_FOR_LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
BAD_NAMES = {"utils", "util", "manager", "managers", "helper", "helpers", "info", "misc", "common"}
CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("timezone", "now"), ("time", "time"),
}  # fmt: skip
ENVIRONMENT_READERS = {
    "src/duongthu/config/environment.py",
    "src/duongthu/config/settings_test.py",
    "src/duongthu/config/wsgi.py",
}


def found_in(check, *, where=lambda _module: True) -> str:
    """All findings of a check over the modules chosen."""
    return listed(
        [f"{m.where}:{line} {what}" for m in modules() if where(m) for line, what in check(m)]
    ).strip()


def test_nobody_asks_the_machine_for_the_time():
    """One injected clock: a day of 2020 and a day of 2026 run through the same program."""

    def check(module: Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and (_last(node.value), node.attr) in CLOCKS:
                yield node.lineno, f"{_last(node.value)}.{node.attr}"

    assert not found_in(check, where=lambda module: module.dotted != "duongthu.kernel.clock")


def test_no_signals_and_no_overridden_save():
    """What wakes what stands on one page, config/reactions.py; tables have no verbs."""

    def check(module: Module) -> Iterator[tuple[int, str]]:
        for found in module.imports():
            if "signals" in found.target.split(".") or found.target == "django.dispatch":
                yield found.line, found.target
        for node in functions(module.tree):
            if module.part == "models" and node.name in {"save", "delete", "clean", "full_clean"}:
                yield node.lineno, f"def {node.name}"

    assert not found_in(check)


def test_rooms_know_nothing_of_the_web():
    """HTTP is one of many doors: it belongs to desks and rest."""

    def check(module: Module) -> Iterator[tuple[int, str]]:
        for found in module.imports():
            if found.target.startswith(("django.http", "django.shortcuts", "django.views", "django.urls")):
                yield found.line, found.target

    assert not found_in(check, where=lambda module: FLOORS.get(module.room, 99) < FLOORS["desks"])


def test_no_exception_is_swallowed():
    """A broad or empty ``except`` hides the đồng that went astray."""

    def check(module: Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ExceptHandler):
                caught = {_last(part) for part in ast.walk(node.type)} if node.type else {"everything"}
                if caught & {"Exception", "BaseException", "everything"} and not _raises_again(node):
                    yield node.lineno, "catches everything"
                if all(isinstance(statement, ast.Pass) for statement in node.body):
                    yield node.lineno, "except …: pass"

    assert not found_in(check)


def test_no_float_near_money():
    """Money is whole đồng: no float(), no float column, no true division where an amount stands."""

    def check(module: Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(module.tree):
            if _floats(node):
                yield node.lineno, ast.unparse(node)

    assert not found_in(check)


def test_the_environment_is_read_in_one_place():
    """Every setting is a ``DUONGTHU_*`` variable read in config; the command line only sets."""

    def check(module: Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Attribute)
                and _last(node.value) == "os"
                and node.attr in {"environ", "getenv"}
            ):
                yield node.lineno, f"os.{node.attr}"

    assert not found_in(check, where=lambda m: m.where not in ENVIRONMENT_READERS and m.room != "cli")


def test_nothing_is_left_for_later():
    """A note to do something later is either an issue or not needed."""
    texts = [
        path
        for folder in (SOURCE, TESTS, ROOT / "bin", ROOT / "tools")
        for path in folder.rglob("*")
        if _is_text(path)
    ]
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if LEFT_FOR_LATER.search(line)
    ]
    assert not wrong, listed(wrong)


def test_nothing_is_printed():
    """Only the command line speaks to a terminal, through one class."""

    def check(module: Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"print", "breakpoint"}
            ):
                yield node.lineno, node.func.id

    assert not found_in(check)


def test_names_say_something():
    """A module named after nothing in the domain collects everything."""
    wrong = [module.where for module in modules() if set(module.dotted.split(".")) & BAD_NAMES]
    assert not wrong, listed(wrong)


def test_files_and_functions_are_short():
    """Read top to bottom like a good book."""
    files = [
        f"{m.where}: {len(m.text.splitlines())} lines"
        for m in modules()
        if len(m.text.splitlines()) > LONGEST_FILE
    ]
    lengths = [
        (length(node), f"{m.where}:{node.lineno} {node.name}")
        for m in modules()
        for node in functions(m.tree)
    ]
    long = [f"{where}: {lines} lines" for lines, where in lengths if lines > LONGEST_FUNCTION]
    assert not files + long, listed(files + long)
    short = sum(1 for lines, _ in lengths if lines <= MOST_LINES)
    assert short >= MOSTLY * len(lengths)


def test_every_test_says_why_it_exists():
    """A test whose reason nobody knows is deleted by the first who breaks it; and its file is short, too."""
    wrong = []
    for path in files_of_tests():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE:
            wrong.append(f"{path.relative_to(ROOT)}: longer than {LONGEST_FILE} lines")
        wrong += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has no docstring"
            for node in functions(tree)
            if node.name.startswith("test_") and path.name.startswith("test_") and not ast.get_docstring(node)
        ]
    assert not wrong, listed(wrong)


def _last(node: ast.AST) -> str:
    """The last name of ``a.b.c`` or ``c``; empty for anything else."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _floats(node: ast.AST) -> bool:
    """Whether an expression makes a float of something named like money."""
    if isinstance(node, ast.Call) and _last(node.func) in {"float", "FloatField"}:
        return bool(MONEY.search(ast.unparse(node)))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return bool(re.search(r"_dong\b", ast.unparse(node)))
    if isinstance(node, ast.AnnAssign) and "float" in ast.unparse(node.annotation):
        return bool(re.search(r"dong\b|money|amount", ast.unparse(node.target)))
    return False


def _raises_again(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))


def _is_text(path) -> bool:
    if not path.is_file() or "vendor" in path.parts or "__pycache__" in path.parts:
        return False
    return path.suffix in {".py", ".html", ".css", ".js", ".sh"} or path.parent.name == "bin"
