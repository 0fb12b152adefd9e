"""What the command line says: lines for people, one JSON value for machines, progress bars on the side."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

FINE, FOUND, WRONG_USE, MISSING, INTERRUPTED = 0, 1, 2, 3, 130

OnProgress = Callable[[int, int, str], None]


class EnvironmentMissing(Exception):
    """This machine lacks something; the text is one Vietnamese sentence that says what."""


class WrongUse(Exception):
    """The words of the command do not fit together; the text says how."""


class Answer:
    """The way out: each verb writes lines and one JSON value, and only the kind asked for is printed."""

    def __init__(self, *, as_json: bool) -> None:
        """Say which of the two is wanted."""
        self.as_json = as_json

    def line(self, text: str = "") -> None:
        """One line for people."""
        if not self.as_json:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()

    def value(self, value: Any) -> None:
        """The answer for machines; said once, at the end."""
        if self.as_json:
            sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")

    def complaint(self, code: str, sentence: str) -> None:
        """Why it did not go: a sentence on standard error, or the JSON answer."""
        if self.as_json:
            self.value({"error": {"code": code, "message": sentence}})
        else:
            sys.stderr.write(f"{sentence}\n")

    @contextmanager
    def progress(self, label: str) -> Iterator[OnProgress]:
        """A bar on standard error while the block runs; shown only to a person at a terminal."""
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
        shown = console.is_terminal and not self.as_json
        with Progress(
            *columns, TimeElapsedColumn(), console=console, disable=not shown, transient=True
        ) as bars:
            task = bars.add_task(label, total=None)

            def step(done: int, total: int, label: str) -> None:
                bars.update(task, completed=done, total=total, description=label)

            yield step


def seconds(value: float) -> str:
    """A duration the Vietnamese way: ``3,2 giây``."""
    return f"{value:.1f} giây".replace(".", ",")
