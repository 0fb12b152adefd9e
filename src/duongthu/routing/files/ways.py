"""Distances of a problem's file: by coordinates under a rule of rounding, or written out."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from duongthu.routing.files.layout import HEADING, Layout, Section
from duongthu.routing.files.numbers import MOST, Floats, floats, line_of, table
from duongthu.routing.travel import Kind, Travel

WIDEST = 20_000
"""Places of the largest distance matrix that is built or read (1.6 GB); coordinates know no such bound."""


class Rounding(StrEnum):
    """How a length becomes a whole number: the literature has its own rule for each kind of problem."""

    WHOLE = "whole"  # to the nearest: CVRPLIB
    TENTHS = "tenths"  # ten times as long, cut off: the DIMACS challenge, for time windows
    THOUSANDTHS = "thousandths"  # a thousand times as long, to the nearest: PyVRP's several depots

    @property
    def parts(self) -> int:
        """How many of our units are one of the file's."""
        return {"whole": 1, "tenths": 10, "thousandths": 1_000}[self.value]

    def of(self, values: Floats) -> Floats:
        """Values of the file in our units."""
        return np.floor(values * self.parts + (0.0 if self == Rounding.TENTHS else 0.5))


ROUNDING_OF_TYPE = {
    "CVRP": Rounding.WHOLE,
    "ACVRP": Rounding.WHOLE,
    "DCVRP": Rounding.WHOLE,
    "VRPTW": Rounding.TENTHS,
    "CVRPTW": Rounding.TENTHS,
    "PCVRPTW": Rounding.TENTHS,
    "MDVRP": Rounding.THOUSANDTHS,
    "MDVRPTW": Rounding.THOUSANDTHS,
    "HFVRP": Rounding.THOUSANDTHS,
    "SDVRPTW": Rounding.THOUSANDTHS,
    "VRPB": Rounding.THOUSANDTHS,
    "VRPSPD": Rounding.THOUSANDTHS,
    "VRPMPD": Rounding.THOUSANDTHS,
    "PDPTW": Rounding.THOUSANDTHS,
    "VRPTWR": Rounding.TENTHS,
}
FORMATS = ("FULL_MATRIX", "LOWER_ROW", "LOWER_DIAG_ROW", "UPPER_ROW", "UPPER_DIAG_ROW",
           "LOWER_COL", "LOWER_DIAG_COL", "UPPER_COL", "UPPER_DIAG_COL")  # fmt: skip
TURNED = {"LOWER": "UPPER", "UPPER": "LOWER"}  # a triangle by columns is the other one by rows


def rounding_of(layout: Layout, wanted: Rounding | None) -> Rounding:
    """The rule that holds for a file: the one wanted, else that of its kind; distances written out are taken as they are."""
    weights = _header(layout, "EDGE_WEIGHT_TYPE")
    if wanted is not None:
        return wanted
    if weights == "EXACT_2D":
        return Rounding.THOUSANDTHS
    kind = layout.headers.get("TYPE")
    if kind is None or kind.value.upper() not in ROUNDING_OF_TYPE:
        raise _unknown(layout, "TYPE")
    return Rounding.WHOLE if weights != "EUC_2D" else ROUNDING_OF_TYPE[kind.value.upper()]


def travel_of(layout: Layout, places: int, rounding: Rounding) -> Travel:
    """The distances between all places.

    Raises:
        WrongFile: coordinates or the matrix are missing, of the wrong size, negative, or too far apart.
    """
    weights = _header(layout, "EDGE_WEIGHT_TYPE")
    xy = table(layout, "NODE_COORD", 2, places)
    if weights == "EXPLICIT":
        return Travel.matrix(_matrix(layout, places, rounding), xy=xy)
    if weights not in {"EUC_2D", "EXACT_2D", "FLOOR_2D", "CEIL_2D"}:
        raise _unknown(layout, "EDGE_WEIGHT_TYPE")
    if xy is None:
        raise layout.wrong("routing.file_section_missing", name="NODE_COORD" + HEADING)
    _refuse_too_far(layout, xy, rounding)
    if weights in {"FLOOR_2D", "CEIL_2D"}:
        return Travel.matrix(_rounded(layout, xy, up=weights == "CEIL_2D"), xy=xy)
    if rounding == Rounding.TENTHS:
        return Travel.plane(xy, Kind.PLANE_TENTHS)
    return Travel.plane(xy * rounding.parts)


def in_order(travel: Travel, order: NDArray[np.int64]) -> Travel:
    """The same ways, places numbered by that order."""
    if (order == np.arange(len(order))).all():
        return travel
    if travel.kind == Kind.MATRIX:
        return Travel.matrix(travel.metres[np.ix_(order, order)], xy=travel.xy[order])
    return Travel.plane(travel.xy[order], travel.kind)


def _refuse_too_far(layout: Layout, xy: Floats, rounding: Rounding) -> None:
    far = float(np.hypot(*np.ptp(xy, axis=0))) * rounding.parts
    if far > MOST:
        raise layout.wrong(
            "routing.file_too_far", "NODE_COORD" + HEADING, far=f"{far / rounding.parts:g}", most=MOST
        )


def _rounded(layout: Layout, xy: Floats, *, up: bool) -> NDArray[np.int32]:
    """Air lines as a matrix, for the two rules the search does not know."""
    _refuse_too_wide(layout, len(xy))
    matrix = np.empty((len(xy), len(xy)), np.int32)
    for row, place in enumerate(xy):
        air = np.hypot(*(xy - place).T)
        matrix[row] = np.ceil(air) if up else np.floor(air)
    return matrix


def _refuse_too_wide(layout: Layout, places: int) -> None:
    if places > WIDEST:
        raise layout.wrong("routing.file_header_wrong", name="DIMENSION", text=f"{places} > {WIDEST}")


def _matrix(layout: Layout, places: int, rounding: Rounding) -> NDArray[np.int32]:
    section = layout.sections.get("EDGE_WEIGHT")
    if section is None:
        raise layout.wrong("routing.file_section_missing", name="EDGE_WEIGHT" + HEADING)
    form = _header(layout, "EDGE_WEIGHT_FORMAT")
    if form not in FORMATS:
        raise _unknown(layout, "EDGE_WEIGHT_FORMAT")
    _refuse_too_wide(layout, places)
    values = floats(layout, section)
    _refuse_weights(layout, section, values, rounding)
    expected = _numbers_in(form, places)
    if len(values) != expected:
        raise layout.wrong(
            "routing.file_count_wrong",
            "EDGE_WEIGHT" + HEADING,
            section.line,
            expected=expected,
            found=len(values),
        )
    return _square(form, rounding.of(values).astype(np.int32), places)


def _refuse_weights(layout: Layout, section: Section, values: Floats, rounding: Rounding) -> None:
    for wrong, code in (
        (values < 0, "negative"),
        (values * rounding.parts > MOST, "too_large"),
        ((values != np.floor(values)) & (rounding == Rounding.WHOLE), "not_whole"),
    ):
        found = np.flatnonzero(wrong)
        if found.size:
            word = int(found[0])
            raise layout.wrong(
                f"routing.file_number_{code}",
                "EDGE_WEIGHT" + HEADING,
                line_of(section, word),
                text=f"{values[word]:g}",
                most=MOST,
            )


def _numbers_in(form: str, places: int) -> int:
    if form == "FULL_MATRIX":
        return places * places
    return places * (places + 1) // 2 if "DIAG" in form else places * (places - 1) // 2


def _square(form: str, values: NDArray[np.int32], places: int) -> NDArray[np.int32]:
    """The whole matrix; ways from a place to itself are nothing."""
    if form == "FULL_MATRIX":
        matrix = values.reshape(places, places)
        np.fill_diagonal(matrix, 0)
        return matrix
    half = form.split("_", maxsplit=1)[0]
    if form.endswith("COL"):
        half = TURNED[half]
    diagonal = 0 if "DIAG" in form else 1
    where = np.tril_indices(places, -diagonal) if half == "LOWER" else np.triu_indices(places, diagonal)
    matrix = np.zeros((places, places), np.int32)
    matrix[where] = values
    np.fill_diagonal(matrix, 0)
    return matrix + matrix.T


def _header(layout: Layout, name: str) -> str:
    header = layout.headers.get(name)
    if header is None:
        raise layout.wrong("routing.file_header_missing", name=name)
    return header.value.upper()


def _unknown(layout: Layout, name: str) -> Exception:
    header = layout.headers.get(name)
    if header is None:
        return layout.wrong("routing.file_header_missing", name=name)
    return layout.wrong("routing.file_header_wrong", line=header.line, name=name, text=header.value)
