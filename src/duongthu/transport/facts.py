"""What transport tells the rooms above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TripDeparted:
    """A trip left a stop."""

    trip: str
    unit_id: int
    late_minutes: int


@dataclass(frozen=True, slots=True)
class TripArrived:
    """A trip reached its last stop."""

    trip: str
    unit_id: int
    late_minutes: int
