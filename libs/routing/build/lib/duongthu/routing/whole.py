"""Refusing by name what no search could take: arrays of the wrong shape, kind, range or sign."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

LARGEST = 2**40
"""Of loads, times, prices and prizes; a closing time this late is never reached."""

LONGEST_WAY = 2**31 - 2
"""Metres or seconds from a place to a place."""


class WrongProblem(ValueError):
    """The problem contradicts itself; the message names the field and the place or vehicle."""


def whole_array(
    name: str, value: ArrayLike, shape: tuple[int | None, ...], least: int = 0, most: int = LARGEST
) -> NDArray[np.int64]:
    """The value as an int64 array of that shape (None: any size).

    Raises:
        WrongProblem: it is none; the message names the first place that is wrong.
    """
    array = _numbers(name, value)
    if array.ndim == len(shape) and shape[0] not in (None, len(array)):
        raise WrongProblem(f"{name} has {len(array)} rows for {shape[0]} places")
    if array.ndim != len(shape) or any(
        size not in (None, found) for size, found in zip(shape, array.shape, strict=True)
    ):
        wanted = " × ".join("any" if size is None else str(size) for size in shape)
        raise WrongProblem(f"{name} has the shape {_shown(array.shape)}, it must have {wanted}")
    if array.dtype.kind == "f":
        _refuse(name, array, ~np.isfinite(array), "is no number")
        _refuse(name, array, array != np.floor(array), "is not whole")
    _refuse(name, array, array < least, "is negative" if least == 0 else f"is below {least}")
    _refuse(name, array, array > most, f"is above {most}")
    return np.ascontiguousarray(array, np.int64)


def positions(value: ArrayLike) -> NDArray[np.float64]:
    """Coordinates as float64 (places, 2).

    Raises:
        WrongProblem: they are none, or infinitely far away.
    """
    array = _numbers("xy", value).astype(np.float64)
    if array.ndim != 2 or array.shape[1] != 2:  # noqa: PLR2004 - a plane has two axes
        raise WrongProblem(f"xy has the shape {_shown(array.shape)}, it must have any × 2")
    _refuse("xy", array, ~np.isfinite(array), "is no number")
    _refuse("xy", array, np.abs(array) > LONGEST_WAY / 4, "is too far away")
    return np.ascontiguousarray(array)


def whole_number(name: str, value: object, least: int = 0, most: int = LARGEST) -> None:
    """Refuse what is not a whole number in that range.

    Raises:
        WrongProblem: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise WrongProblem(f"{name} is {value!r}, which is no whole number")
    if value < least:
        raise WrongProblem(f"{name} is negative" if least == 0 else f"{name} is {value}, below {least}")
    if value > most:
        raise WrongProblem(f"{name} is {value}, above {most}")


def _numbers(name: str, value: ArrayLike) -> NDArray[Any]:
    try:
        array = np.asarray(value)
    except ValueError as wrong:
        raise WrongProblem(f"{name} has rows of different lengths") from wrong
    if array.dtype.kind not in "iufb":
        raise WrongProblem(f"{name} holds {array.dtype}, not numbers")
    return array


def _refuse(name: str, array: NDArray[Any], wrong: NDArray[np.bool_], words: str) -> None:
    if not wrong.any():
        return
    at = [int(axis[0]) for axis in np.nonzero(wrong)]
    columns = f", column {', '.join(map(str, at[1:]))}" if array.ndim > 1 and array.shape[1] > 1 else ""
    raise WrongProblem(f"{name} of place {at[0]}{columns} {words} ({array[tuple(at)]})")


def _shown(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "one number"
