"""Compiling the kernels: by the machine's C compiler or, where it has none, by the one in the wheel ``ziglang``.

    python -m duongthu.routing.kernels.building     compiles them now, unless that is done, and says where they are

The library's name bears the digest of all that goes into it: what was compiled from other sources, or for another kind of
machine, is never loaded.
"""

import contextlib
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

SOURCES = Path(__file__).parent
BESIDE = SOURCES / "built"  # where installation leaves it
FLAGS = (
    "-std=c11", "-O3", "-shared", "-fPIC", "-fno-math-errno",
    "-ffp-contract=off",  # so that every machine rounds alike, and one seed gives one plan
)  # fmt: skip
COMPILERS = ("cc", "gcc", "clang")
SECONDS = 300


class NoCompiler(ModuleNotFoundError):
    """The kernels are not compiled, and there is nothing to compile them with."""

    def __init__(self) -> None:
        super().__init__(
            "the routing kernels are not compiled and this machine has no C compiler: install one (cc, gcc or clang) or "
            "`pip install ziglang`, then run `python -m duongthu.routing.kernels.building`",
            name="ziglang",
        )


class CompilerFailed(RuntimeError):
    """The compiler refused the kernels; the message is its own."""


def library() -> Path:
    """The compiled kernels, compiled now where they are not.

    Raises:
        NoCompiler: they are not, and cannot be.
        CompilerFailed: an error of ours, or of the compiler.
    """
    name = _name()
    for folder in (BESIDE, *_caches()):
        if (folder / name).exists():
            return folder / name
    return _compiled(name)


def _name() -> str:
    parts = [path.read_bytes() for path in sorted((*SOURCES.glob("*.c"), *SOURCES.glob("*.h")))]
    kind = f"{sys.platform}-{platform.machine()}-{sysconfig.get_config_var('SOABI')}"
    return (
        f"kernels-{sha256(b''.join((*parts, ' '.join(FLAGS).encode(), kind.encode()))).hexdigest()[:16]}.so"
    )


def _caches() -> Iterator[Path]:
    """The user's own folder for such things; never one that others can write to."""
    with contextlib.suppress(RuntimeError):  # nobody's home
        yield Path.home() / ".cache" / "duongthu-routing"


def _compiled(name: str) -> Path:
    command = _compiler()
    last = Path(tempfile.mkdtemp(prefix="duongthu-routing-"))  # for this process only
    for folder in (BESIDE, *_caches(), last):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(suffix=".so", dir=folder)
        except OSError:
            continue
        os.close(handle)
        break
    done = subprocess.run(  # noqa: S603 - the compiler found above, our own sources
        [*command, *FLAGS, str(SOURCES / "all.c"), "-o", draft, "-lm"],
        capture_output=True, text=True, check=False, timeout=SECONDS,
    )  # fmt: skip
    if done.returncode:
        Path(draft).unlink()
        raise CompilerFailed(done.stderr.strip() or f"{command[0]} ended with {done.returncode}")
    Path(draft).chmod(0o755)
    Path(draft).replace(folder / name)  # two who compile at once do no harm
    if folder != last:
        last.rmdir()
    if folder == BESIDE:
        for older in {*BESIDE.glob("kernels-*.so")} - {BESIDE / name}:
            older.unlink(missing_ok=True)
    return folder / name


def _compiler() -> list[str]:
    for name in COMPILERS:
        found = shutil.which(name)
        if found:
            return [found]
    if find_spec("ziglang"):
        return [sys.executable, "-m", "ziglang", "cc"]
    raise NoCompiler


if __name__ == "__main__":
    sys.stdout.write(f"{library()}\n")
