"""The reference province for the tests of this room."""

from tests.province import post  # noqa: F401  (a fixture)
