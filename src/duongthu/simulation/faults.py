"""What goes wrong on purpose, each with its own seeded chance."""

from dataclasses import dataclass
from datetime import timedelta

from duongthu.simulation.commands import chance

LATE_MINUTES = (15, 60)


@dataclass(frozen=True, slots=True)
class Faults:
    """Chances of each fault; all 0 = a day without accidents.

    Attributes:
        double: a command is sent twice. missent: an item goes into the wrong bag. lost: an item is not in the bag at opening.
        short_till: a till lacks money at the count. short_courier: a courier brings too little.
        far: a delivery is reported kilometres from its door. courier_out: a courier cannot go on in the middle of a shift.
        late_trip: a trip of the province runs late, at all its stops alike.
    """

    double: float = 0.0
    missent: float = 0.0
    lost: float = 0.0
    short_till: float = 0.0
    short_courier: float = 0.0
    far: float = 0.0
    courier_out: float = 0.0
    late_trip: float = 0.0

    def doubles(self, seed: int, label: str) -> bool:
        """Whether this scene's command is sent twice."""
        return self.double > 0 and chance(seed, f"{label}/double").random() < self.double

    def delay(self, seed: int, trip: str) -> timedelta:
        """By how much a trip is late; the same whatever day asks, for a trip may run over midnight."""
        rng = chance(seed, f"late/{trip}")
        late = rng.random() < self.late_trip
        return timedelta(minutes=rng.randint(*LATE_MINUTES)) if late else timedelta()


ORDINARY = Faults(
    double=0.02,
    missent=0.001,
    lost=0.0005,
    short_till=0.02,
    short_courier=0.01,
    far=0.002,
    courier_out=0.02,
    late_trip=0.04,
)
NONE = Faults()
