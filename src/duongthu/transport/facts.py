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


@dataclass(frozen=True, slots=True)
class LateTripDecided:
    """What is to be done about a trip that did not leave in time was decided."""

    trip: str
    kind: str
    by_trip: str
    unit_id: int
