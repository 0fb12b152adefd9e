"""The named "no": an expected refusal with a stable code and a Vietnamese sentence."""

from string import Formatter
from typing import Any, ClassVar

_by_code: dict[str, type["Refusal"]] = {}


class Refusal(Exception):
    """Base of all refusals; a subclass gives ``code`` (``room.what``) and ``sentence`` (a ``str.format`` template).

    Args:
        field: the parameter that was wrong, if one was.
        row: the row or line that was wrong, counted as the sender counts, if one was.
        details: the values of the sentence's placeholders, and others worth keeping.

    Raises:
        KeyError: a placeholder of the sentence has no value.
    """

    code: ClassVar[str] = ""
    sentence: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        """Register the code; the same code twice is a mistake in the program."""
        if not cls.code or not cls.sentence:
            raise TypeError(f"{cls.__name__} needs a code and a sentence")
        other = _by_code.get(cls.code)
        if other is not None and other.__qualname__ != cls.__qualname__:
            raise TypeError(f"{cls.__name__} and {other.__name__} share the code {cls.code}")
        _by_code[cls.code] = cls

    def __init__(self, *, field: str = "", row: int | None = None, **details: Any) -> None:
        self.field, self.row, self.details = field, row, details
        self.message = self.sentence.format_map(details)
        super().__init__(f"{self.code}: {self.message}")

    def as_dict(self) -> dict[str, Any]:
        """The refusal as JSON values."""
        return {
            "code": self.code,
            "message": self.message,
            "field": self.field,
            "row": self.row,
            "details": {name: _plain(value) for name, value in self.details.items()},
        }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool | list | dict) else str(value)


def all_refusals() -> dict[str, type[Refusal]]:
    """Every refusal by its code."""
    return dict(sorted(_by_code.items()))


def placeholders(refusal: type[Refusal]) -> set[str]:
    """Names of the values a refusal's sentence needs."""
    return {name for _, name, _, _ in Formatter().parse(refusal.sentence) if name}
