"""The named "no": an expected refusal with a stable code and a Vietnamese sentence."""

import re
from string import Formatter
from typing import Any, ClassVar

_by_code: dict[str, type["Refusal"]] = {}
ECHOED = 200  # characters of a wrong value that a refusal repeats
_CODE = re.compile(r"[a-z]+\.[a-z_0-9]+")


class Refusal(Exception):
    """Base of all refusals; a subclass gives ``code`` (``room.what``) and ``sentence`` (a ``str.format`` template).

    Args:
        field: the parameter that was wrong, if one was.
        row: the row or line that was wrong, counted as the sender counts, if one was.
        details: the values of the sentence's placeholders, and others worth keeping; long texts are cut.

    Raises:
        KeyError: a placeholder of the sentence has no value.
    """

    code: ClassVar[str] = ""
    sentence: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        """Register the code; the same code twice is a mistake in the program."""
        if not _CODE.fullmatch(cls.code) or not cls.sentence:
            raise TypeError(f"{cls.__name__} needs a code (room.snake_case) and a sentence")
        other = _by_code.get(cls.code)
        if other is not None and _full_name(other) != _full_name(cls):
            raise TypeError(f"{cls.__name__} and {_full_name(other)} share the code {cls.code}")
        _by_code[cls.code] = cls

    def __init__(self, *, field: str = "", row: int | None = None, **details: Any) -> None:
        self.field, self.row = _short(field), row
        self.details = {name: _short(value) for name, value in details.items()}
        self.message = self.sentence.format_map(self.details)
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


def _full_name(refusal: type[Refusal]) -> str:
    """Module and name: the same class loaded again is no second class."""
    return f"{refusal.__module__}.{refusal.__qualname__}"


def _short(value: Any) -> Any:
    """A text as it is echoed: what was sent may be ten megabytes."""
    return value[:ECHOED] + "…" if isinstance(value, str) and len(value) > ECHOED else value


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return _short(value if value is None or isinstance(value, str | int) else str(value))


def all_refusals() -> dict[str, type[Refusal]]:
    """Every refusal by its code."""
    return dict(sorted(_by_code.items()))


def placeholders(refusal: type[Refusal]) -> set[str]:
    """Names of the values a refusal's sentence needs."""
    return {name for _, name, _, _ in Formatter().parse(refusal.sentence) if name}
