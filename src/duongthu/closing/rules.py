"""A unit's day in the custody book as a sum."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CustodyProof:
    """A unit's day in the custody book: things it had, took, gave, and has; ``last_seq``: the journal's row it reaches to."""

    opening: int
    taken: int
    given: int
    stock: int
    last_seq: int

    @property
    def holds(self) -> bool:
        """Whether no item is astray."""
        return self.opening + self.taken - self.given == self.stock
