"""Running the command line inside the test's own database."""

import json

import pytest

from duongthu.cli import main
from tests.province import post  # noqa: F401  (a fixture)


class Said:
    """What one command came to."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        """The machine's answer."""
        return json.loads(self.out)


@pytest.fixture
def duongthu(capsys):
    """Runs ``duongthu …`` in this process; gives its exit code and what it printed."""

    def run(*words):
        capsys.readouterr()
        code = main([str(word) for word in words])
        return Said(code, *capsys.readouterr())

    return run
