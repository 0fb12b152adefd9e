"""Changes the program in small ways, one at a time, and lists the changes that no test notices.

    python tools/mutate.py                          kernel and every rules module, all mutants (a night's work)
    python tools/mutate.py --only postage           those whose path holds the text
    python tools/mutate.py --sample 100 --seed 7    so many of them, drawn at random; the same seed draws the same

A mutant is one comparison, operator, condition or whole number changed. It is killed where a test of its room fails, and
survives where all pass. Exit code 1 where fewer than ``--floor`` percent are killed. Each job works in a copy of the
source: the tree itself is never changed.
"""

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Queue
from random import Random

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "duongthu"
KEPT_OUT = {"routing"}  # its searches are tried by bounds and counts, not by exact answers
TESTS = {"kernel": ["tests/kernel", "tests/properties/test_kernel_*.py"]}
NEARER = {
    "mail/rules/postage.py": ["tests/mail/test_postage_rules.py"],
    "ledger/rules/transfers.py": ["tests/ledger/test_limits.py"],
    "rounds/rules/windows.py": ["tests/rounds/test_windows.py"],
    "kernel/identity.py": ["tests/kernel/test_number*.py", "tests/kernel/test_province_codes.py"],
}
"""Which tests try a module most closely, where its whole room's would take too long."""
COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPERATORS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, what stood there, what stands there instead."""

    path: str
    line: int
    before: str
    after: str
    number: int


class _Change(ast.NodeTransformer):
    """Walks a tree and changes the place of one number; with none it only counts and names the places."""

    def __init__(self, number: int = -1) -> None:
        self.number, self.seen = number, 0
        self.places: list[tuple[int, str, str]] = []

    def _place(self, node: ast.expr, other: ast.expr) -> ast.expr:
        here = self.seen
        self.seen += 1
        self.places.append((node.lineno, ast.unparse(node), ast.unparse(other)))
        return ast.copy_location(other, node) if here == self.number else node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """The first comparison of a chain, turned or shifted by one."""
        self.generic_visit(node)
        other = deepcopy(node)
        other.ops[0] = COMPARISONS[type(node.ops[0])]()
        return self._place(node, other)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """Another operator; texts put together and unions of types are left."""
        self.generic_visit(node)
        kind = OPERATORS.get(type(node.op))
        if kind is None or any(
            isinstance(n, ast.JoinedStr | ast.List | ast.Tuple) or _is_text(n)
            for n in (node.left, node.right)
        ):
            return node
        return self._place(node, ast.BinOp(node.left, kind(), node.right))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        """And for or, or for and."""
        self.generic_visit(node)
        return self._place(
            node, ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        )

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        """Without its not, or its sign."""
        self.generic_visit(node)
        return self._place(node, node.operand) if isinstance(node.op, ast.Not | ast.USub) else node

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        """The other branch."""
        self.generic_visit(node)
        return self._place(node, ast.IfExp(node.test, node.orelse, node.body))

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """One more."""
        return self._place(node, ast.Constant(node.value + 1)) if type(node.value) is int else node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        """Types are mypy's."""
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """Types are mypy's."""
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """What it does and its defaults, without decorators and types."""
        node.args.defaults = [self.visit(one) for one in node.args.defaults]
        node.args.kw_defaults = [one and self.visit(one) for one in node.args.kw_defaults]
        node.body = [self.visit(one) for one in node.body]
        return node


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str | bytes | None.__class__)


def targets(only: str) -> list[Path]:
    """The kernel and every rules module, of which the path holds a text."""
    found = [*SOURCE.glob("kernel/*.py"), *SOURCE.glob("*/rules/**/*.py"), *SOURCE.glob("*/rules.py")]
    kept = [p for p in found if p.relative_to(SOURCE).parts[0] not in KEPT_OUT and p.name != "__init__.py"]
    return sorted(p for p in kept if only in str(p.relative_to(SOURCE)))


def mutants_of(path: Path) -> list[Mutant]:
    """Every change of one file."""
    walk = _Change()
    walk.visit(ast.parse(path.read_text(encoding="utf-8")))
    name = str(path.relative_to(SOURCE))
    return [Mutant(name, line, before, after, n) for n, (line, before, after) in enumerate(walk.places)]


def changed(mutant: Mutant) -> str:
    """The file with its change."""
    tree = ast.parse((SOURCE / mutant.path).read_text(encoding="utf-8"))
    return ast.unparse(ast.fix_missing_locations(_Change(mutant.number).visit(tree)))


def tests_of(path: str) -> list[str]:
    """The tests that try a module: those named for it, else its room's."""
    room = path.split("/", maxsplit=1)[0]
    wanted = NEARER.get(path) or TESTS.get(room) or [f"tests/{room}"]
    return [str(p.relative_to(ROOT)) for pattern in wanted for p in sorted(ROOT.glob(pattern))]


def scratch(folder: Path) -> Path:
    """A copy of the source beside links to everything else."""
    folder.mkdir()
    for entry in ROOT.iterdir():
        if entry.name not in {"src", ".git", ".mypy_cache", ".ruff_cache", ".pytest_cache"}:
            (folder / entry.name).symlink_to(entry)
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(tree: Path, tests: Sequence[str], seconds: float) -> int:
    """Pytest's exit code; -1 where it took too long."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-p", "no:randomly", "--tb=no",
               "-m", "not browser and not slow", f"--rootdir={tree}", *tests]  # fmt: skip
    surroundings = {**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    surroundings.pop("DUONGTHU_DATA_DIR", None)
    try:
        return subprocess.run(  # noqa: S603  (our own interpreter)
            command, cwd=tree, env=surroundings, timeout=seconds, capture_output=True, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return -1


def tried(chosen: Sequence[Mutant], jobs: int) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant and whether it was killed.

    Raises:
        SystemExit: the tests of a module fail without any change; nothing could be told from them then.
    """
    with tempfile.TemporaryDirectory(prefix="duongthu-mutants-") as folder:
        trees: Queue[Path] = Queue()
        for number in range(jobs):
            trees.put(scratch(Path(folder) / str(number)))
        patience: dict[tuple[str, ...], float] = {}
        for tests in {tuple(tests_of(one.path)) for one in chosen}:
            tree, began = trees.get(), time.monotonic()
            if run(tree, tests, 3_600) != 0:
                raise SystemExit(f"without any change these fail: {' '.join(tests) or 'there are none'}")
            patience[tests] = 30 + 5 * (time.monotonic() - began)
            trees.put(tree)

        def killed(mutant: Mutant) -> bool:
            tree, tests = trees.get(), tuple(tests_of(mutant.path))
            file = tree / "src" / "duongthu" / mutant.path
            try:
                file.write_text(changed(mutant), encoding="utf-8")
                return run(tree, tests, patience[tests]) != 0
            finally:
                shutil.copyfile(SOURCE / mutant.path, file)
                trees.put(tree)

        with ThreadPoolExecutor(jobs) as pool:
            yield from zip(chosen, pool.map(killed, chosen), strict=True)


def main() -> int:
    """Try them, list the survivors, say how many were killed."""
    parser = argparse.ArgumentParser(
        description="Change the program in small ways; list what no test notices."
    )
    parser.add_argument("--only", default="", help="part of a path below src/duongthu")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants, drawn at random (0: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 2) // 2))
    parser.add_argument("--floor", type=float, default=95.0, help="percent that must be killed")
    parser.add_argument("--out", type=Path, help="survivors as JSON")
    options = parser.parse_args()
    chosen = [mutant for path in targets(options.only) for mutant in mutants_of(path)]
    if options.sample:
        chosen = Random(options.seed).sample(chosen, min(options.sample, len(chosen)))
    survivors, dead = [], 0
    for mutant, is_dead in tried(chosen, options.jobs):
        dead += is_dead
        if not is_dead:
            survivors.append(mutant)
            sys.stdout.write(f"{mutant.path}:{mutant.line}  {mutant.before}  →  {mutant.after}\n")
            sys.stdout.flush()
    percent = 100 * dead / len(chosen) if chosen else 100.0
    sys.stdout.write(f"{dead} of {len(chosen)} killed: {percent:.1f} %\n")
    if options.out:
        options.out.write_text(
            json.dumps([asdict(one) for one in survivors], ensure_ascii=False, indent=1), encoding="utf-8"
        )
    return 0 if percent >= options.floor else 1


if __name__ == "__main__":
    raise SystemExit(main())
