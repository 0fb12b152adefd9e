"""References: parameters that name a unit, a person, a till … are typed, and looked at once by the mechanism.

A type is ``Annotated[int, Reference("person", check)]``; the room that owns the thing defines it (``network.UnitRef``,
``staff.CourierRef``). Before an act runs, every value named by a type is handed to its check, which refuses by field and row
what does not exist, is not in force on the day, is of the wrong kind or role, or out of reach. A type without a check is
looked up by the act itself, under the lock of its row. Lines of a list (``lines=``) are answered row by row, by the act.
"""

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from duongthu.acts.call import Call


@dataclass(frozen=True, slots=True)
class Named:
    """One value that names something: where it stands among the parameters."""

    value: Any
    field: str
    row: int | None = None


Check = Callable[[Call, Sequence[Named]], None]


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a parameter as naming something.

    Attributes:
        kind: what it names: ``unit``, ``person``, ``till``, ``item`` …
        check: refuses what does not stand; None where the act looks the row up under its own lock.
        nobody: values that name nothing (0, the empty text); let through only where they are the default of what they stand for.
    """

    kind: str
    check: Check | None = None
    nobody: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reference stands: a parameter, and a field of its members where it is a list of records.

    Attributes:
        default: what it is where nothing is said.
    """

    parameter: str
    reference: Reference
    member: str = ""
    default: Any = inspect.Parameter.empty

    def names_nothing(self, value: Any) -> bool:
        """Whether the value may stand for nobody here: only what may be left out may be nobody."""
        return value in self.reference.nobody and type(value) is type(self.default) and value == self.default


def places_of(parameters: Sequence[inspect.Parameter]) -> list[Place]:
    """All references among the annotated parameters of an act."""
    return [place for one in parameters for place in _places(one.name, one.annotation, default=one.default)]


def _places(
    name: str, annotation: Any, member: str = "", default: Any = inspect.Parameter.empty
) -> Iterator[Place]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        named = [one for one in annotation.__metadata__ if isinstance(one, Reference)]
        yield from (Place(name, one, member, default) for one in named)
        yield from _places(name, arguments[0], member, default)
    elif origin in {Union, UnionType, list, tuple}:
        for part in arguments:
            yield from _places(name, part, member, default)
    elif is_dataclass(annotation) and not member:
        hints = get_type_hints(annotation, include_extras=True)
        for one in fields(annotation):
            yield from _places(name, hints[one.name], one.name, one.default)


def check_references(call: Call, places: Sequence[Place], params: Any) -> None:
    """Let each type look at all the values it names.

    Raises:
        Refusal: of the first value that names nothing it may.
    """
    by_reference: dict[int, tuple[Reference, list[Named]]] = {}
    for place in places:
        if place.reference.check is not None:
            _, named = by_reference.setdefault(id(place.reference), (place.reference, []))
            named.extend(_named(place, getattr(params, place.parameter)))
    for reference, named in by_reference.values():
        if named and reference.check is not None:
            reference.check(call, named)


def _named(place: Place, value: Any) -> Iterator[Named]:
    many = isinstance(value, list | tuple)
    for row, one in enumerate(value if many else [value], start=1):
        inner = getattr(one, place.member) if place.member and one is not None else one
        if inner is not None and not place.names_nothing(inner):
            yield Named(inner, place.member or place.parameter, row if many else None)
