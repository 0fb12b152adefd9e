"""Runs a reader of foreign files in a process of its own, with bounds on memory and time: a file cannot hurt the house."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

SOURCE = str(Path(__file__).resolve().parents[2])
CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from duongthu.kernel.confined import serve; serve(*sys.argv[2:])"


class ReaderStopped(Exception):
    """The reader ended without an answer: too much memory, too much time, or it broke down."""


def read_confined(
    module: str, function: str, content: bytes, *, memory_bytes: int = 1 << 30, seconds: int = 30
) -> Any:
    """What ``module.function(content)`` returns, as JSON values; it runs in a child that holds nothing of ours.

    Args:
        function: takes the bytes and returns JSON values; a ``ValueError`` of its own comes back as ``{"refused": text}``.
        memory_bytes: address space the child may take. ``seconds``: of processor time, and twice that by the clock.

    Raises:
        ReaderStopped: no answer came.
    """
    command = [sys.executable, "-I", "-c", CHILD, SOURCE, module, function, str(memory_bytes), str(seconds)]
    try:
        done = subprocess.run(  # noqa: S603  (our own program, the file goes in as its input)
            command, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=2 * seconds,
            check=False, env={"OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as slow:
        raise ReaderStopped("quá thời gian") from slow
    if done.returncode:
        raise ReaderStopped("quá bộ nhớ, quá thời gian, hoặc tệp hỏng")
    return json.loads(done.stdout)


def serve(module: str, function: str, memory_bytes: str, seconds: str) -> None:
    """The child's side: bound itself, then read."""
    from importlib import import_module

    reader = getattr(import_module(module), function)
    resource.setrlimit(resource.RLIMIT_AS, (int(memory_bytes), int(memory_bytes)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = reader(sys.stdin.buffer.read())
    except ValueError as error:
        answer = {"refused": str(error)}
    sys.stdout.write(json.dumps(answer))
