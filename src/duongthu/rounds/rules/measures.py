"""A plan in the few figures by which its versions are told apart."""

from dataclasses import dataclass
from statistics import median

from duongthu.rounds.rules.keeping import KeptPlan


@dataclass(frozen=True, slots=True)
class Measures:
    """How even, how familiar, how much riding.

    Attributes:
        longest_hundredths: the longest round against the median one, in hundredths; 0: no round.
        own, owned: of the stops that are familiar to a courier of the shift, those on his own round; -1: not counted then.
        riding_seconds: on the road, all rounds together; -1: not counted then.
    """

    longest_hundredths: int
    own: int
    owned: int
    riding_seconds: int


def measures_of(kept: KeptPlan) -> Measures:
    """The figures of a plan."""
    lengths = [one.back - one.leaves for one in kept.rounds]
    longest = int(100 * max(lengths) / max(1, median(lengths))) if lengths else 0
    own, owned, riding = (
        sum(numbers) if min(numbers, default=0) >= 0 else -1
        for numbers in (
            [one.own for one in kept.rounds],
            [one.owned for one in kept.rounds],
            [one.riding for one in kept.rounds],
        )
    )
    return Measures(longest, own, owned, riding)
