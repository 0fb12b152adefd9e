"""Reads the source once: modules, their rooms and layers, and what each imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "duongthu"
TESTS = ROOT / "tests"

# The whole house, also the rooms that come with later issues; a folder that is not here is a mistake.
FLOORS = {
    "kernel": 0, "routing": 0, "tlog": 0,
    "acts": 1,
    "staff": 2,
    "network": 3,
    "customers": 4, "ledger": 4,
    "mail": 5,
    "transport": 6, "rounds": 6,
    "cod": 7, "payouts": 7, "collections": 7, "dossiers": 7, "notices": 7,
    "closing": 8, "care": 8, "relations": 8, "community": 8,
    "performance": 9, "review": 9,
    "desks": 10, "rest": 10,
    "simulation": 11,
    "cli": 12,
}  # fmt: skip
TOP = {"config"}  # wires the house: may import everything; see WHO_MAY_IMPORT_CONFIG
LAYERS = {
    "api": 7, "apps": 7,
    "jobs": 6, "checks": 6,
    "actions": 5,
    "queries": 4,
    "models": 3,
    "rules": 2,
    "facts": 1, "refusals": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Import:
    """One imported module (and name) with its line; ``typing`` marks imports under TYPE_CHECKING."""

    target: str
    line: int
    name: str = ""


@dataclass(frozen=True)
class Module:
    """One source file."""

    path: Path

    @property
    def where(self) -> str:
        """The path as messages show it."""
        return str(self.path.relative_to(ROOT))

    @property
    def dotted(self) -> str:
        """``duongthu.room.part``."""
        parts = self.path.relative_to(SOURCE.parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        """The folder (or file) right below ``duongthu``; empty for the package itself."""
        parts = self.dotted.split(".")
        return parts[1] if len(parts) > 1 else ""

    @property
    def part(self) -> str:
        """The file or folder inside the room: ``actions``, ``rules`` …; empty for the room's ``__init__``."""
        parts = self.dotted.split(".")
        return parts[2] if len(parts) > 2 else ""

    @property
    def text(self) -> str:
        """The source."""
        return self.path.read_text(encoding="utf-8")

    @property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return parsed(self.path)

    def imports(self) -> Iterator[Import]:
        """Every import, also inside functions; ``from a import b`` is ``a.b`` when that is a module."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (Import(alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                for alias in node.names:
                    deeper = f"{base}.{alias.name}"
                    yield Import(deeper if deeper in module_names() else base, node.lineno, alias.name)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.dotted if self.path.name == "__init__.py" else self.dotted.rpartition(".")[0]
        for _ in range(node.level - 1):
            package = package.rpartition(".")[0]
        return f"{package}.{node.module}" if node.module else package


@cache
def parsed(path: Path) -> ast.Module:
    """A file's syntax tree, parsed once."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def modules() -> tuple[Module, ...]:
    """Every source file of the package except migrations."""
    files = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
    return tuple(Module(path) for path in files)


@cache
def module_names() -> frozenset[str]:
    """Dotted names of all modules and packages."""
    return frozenset(module.dotted for module in modules())


@cache
def files_of_tests() -> tuple[Path, ...]:
    """Every Python file of the tests."""
    return tuple(sorted(TESTS.rglob("*.py")))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its decorators and docstring."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    signature = node.body[0].lineno - node.lineno
    return signature + (node.end_lineno or node.lineno) - body[0].lineno + 1


def listed(findings: list[str]) -> str:
    """Findings one below the other, for the message of a failing test."""
    return "\n" + "\n".join(findings)
