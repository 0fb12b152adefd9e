"""The plain planner: by commune, near to far; the comparison for the engine, and its stand-in where it cannot run."""

from duongthu.rounds.rules.drawing import PLAIN, Crew, Drawn, DrawnRound, Wish
from duongthu.rounds.rules.riding import cut_to_fit, drawn_of


class PlainPlanner:
    """By commune, near to far, and within it by address; cut into as many even parts as there are couriers."""

    def plan(self, wish: Wish) -> Drawn:
        """Neighbours stay together, parts differ by one door at the most; what does not fit the shift is left out."""
        rounds: list[DrawnRound] = []
        for base in wish.given.bases:
            crew = [one for one in wish.crew if one.base == base]
            if crew:
                rounds += self._of_base(wish, base, crew)
        return drawn_of(PLAIN, wish.crew, wish.given, rounds, wish.prices, wish.owners)

    def _of_base(self, wish: Wish, base: int, crew: list[Crew]) -> list[DrawnRound]:
        given = wish.given
        doors = [d for d, door in enumerate(given.doors) if door.first.base == base]
        parts = even_parts(sorted(doors, key=lambda door: self._order(wish, base, door)), len(crew))
        return [cut_to_fit(given, one, part)[0] for one, part in zip(crew, parts, strict=True)]

    def _order(self, wish: Wish, base: int, door: int) -> tuple[int, str, str, str]:
        """Near communes first; the distance to a commune is that to its nearest door, in whole kilometres."""
        given, first = wish.given, wish.given.doors[door].first
        far = int(given.metres[given.base(base), given.place(door)])
        return far // 3_000, first.commune_code, first.door, first.key


def even_parts(doors: list[int], many: int) -> list[list[int]]:
    """Consecutive parts whose sizes differ by one at the most, the larger first."""
    size, rest = divmod(len(doors), many)
    parts, start = [], 0
    for number in range(many):
        end = start + size + (1 if number < rest else 0)
        parts.append(doors[start:end])
        start = end
    return parts
