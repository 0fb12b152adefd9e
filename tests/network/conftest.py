"""The reference province, loaded, and people who act in it."""

from collections.abc import Callable
from datetime import date

import pytest

from duongthu.acts.api import Actor
from duongthu.kernel.clock import now
from duongthu.network.api import ProvinceLoaded, load_province, reach, unit_by_code
from tests.replay import once

DAY_2020 = date(2020, 8, 14)
DAY_2026 = date(2026, 11, 23)


@pytest.fixture
def province(db) -> ProvinceLoaded:
    """The whole reference province, all days of it."""
    return once(("network", now()), lambda: load_province("2020-08-14"))


@pytest.fixture
def somebody(province) -> Callable[..., Actor]:
    """Makes an actor at a unit of the province, with that unit's reach on the day."""

    def make(unit_code: str, *roles: str, on: date = DAY_2020, person_id: int = 7) -> Actor:
        unit = unit_by_code(unit_code, on)
        return Actor(person_id, f"Người số {person_id}", unit.id, frozenset(roles), reach(unit.id, on))

    return make
