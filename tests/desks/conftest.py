"""Each test of the desks starts and ends in Vietnamese: an English page leaves its language behind."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.province import post  # noqa: F401  (a fixture)


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """The source language, whatever the test before left."""
    with translation.override("vi"):
        yield
