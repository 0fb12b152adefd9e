"""The compiled kernels as Python calls them, and NumPy's record types as C lays them out."""

from typing import Any

import cffi
import numpy as np
from numpy.typing import NDArray

from duongthu.routing.kernels.building import SOURCES, library

Array = NDArray[Any]

ffi = cffi.FFI()
ffi.cdef((SOURCES / "kernels.h").read_text(encoding="utf-8"))
kernels: Any = ffi.dlopen(str(library()))
"""The functions of ``kernels.h``; the interpreter's lock is free while one runs."""

_NUMBERS = {"int32_t": np.int32, "int64_t": np.int64, "uint64_t": np.uint64, "double": np.float64}


def record(name: str) -> np.dtype[Any]:
    """The type of an array of C's structs of that name."""
    return np.dtype(_format(ffi.typeof(name)))


def _format(kind: Any) -> Any:
    if kind.kind == "array":
        return (_format(kind.item), (kind.length,))
    if kind.kind == "primitive":
        return _NUMBERS[kind.cname]
    fields = list(kind.fields)
    return np.dtype(
        {
            "names": [name for name, _ in fields],
            "formats": [_format(member.type) for _, member in fields],
            "offsets": [member.offset for _, member in fields],
            "itemsize": ffi.sizeof(kind),
        }
    )


def pointer(to: str, array: Array) -> Any:
    """Where an array's numbers begin. The array must be whole in memory and outlive the pointer.

    Args:
        to: C's type of one of them, which must be of the array's own size.
    """
    if not array.flags.c_contiguous or array.itemsize != ffi.sizeof(to):
        raise TypeError(f"an array of {array.dtype} that is not laid out as C's {to}[]")
    return ffi.cast(f"{to} *", array.ctypes.data)


class Struct:
    """A C struct that keeps alive the arrays it points to."""

    def __init__(self, name: str, **members: Any) -> None:
        """Numbers are set as they are, arrays as pointers of the member's type."""
        self._kept = [value for value in members.values() if isinstance(value, np.ndarray)]
        self.at = ffi.new(f"{name} *")
        types = dict(ffi.typeof(name).fields or ())
        for member, value in members.items():
            array = isinstance(value, np.ndarray)
            setattr(self.at, member, pointer(types[member].type.item.cname, value) if array else value)
