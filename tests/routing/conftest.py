"""Running the independent checker as an outsider does."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKER = Path(__file__).resolve().parents[2] / "bin" / "check-plan"


class Verdict:
    """What the checker said."""

    def __init__(self, done):
        self.code, self.said = done.returncode, done.stdout + done.stderr


@pytest.fixture
def check_plan():
    """Runs ``bin/check-plan`` in a process of its own, without the package on its path."""

    def run(*words):
        command = [sys.executable, "-I", str(CHECKER), *map(str, words)]
        return Verdict(
            subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=60)
        )

    return run
