"""The tables of Solomon, of Gehring and Homberger, and of Li and Lim (``.txt``), as the same headers and sections as VRPLIB's.

Solomon and Homberger: a name, ``VEHICLE`` with number and capacity, ``CUSTOMER`` and seven numbers a customer (number, x, y,
demand, ready, due, service), counted from 0, the depot first. Li and Lim: a line of vehicles, capacity and speed, then nine
numbers a task: the same seven and, of a delivery, its pick-up, of a pick-up its delivery.
"""

from collections.abc import Sequence
from itertools import dropwhile
from pathlib import Path

from duongthu.routing.files.layout import Header, Layout, Section
from duongthu.routing.files.wrong import WrongFile

Row = tuple[int, list[str]]
HEAD, CUSTOMER, TASK = (
    2,
    7,
    9,
)  # numbers of a row: vehicles and capacity, a customer of Solomon's, a task of Li and Lim's


def classic_layout(file: Path, text: str) -> Layout | None:
    """The layout of such a table; None where the text is none.

    Raises:
        WrongFile: it is one, and a row is not as it should be.
    """
    rows = [
        (number, line.split())
        for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not rows or any(":" in word for _, words in rows[:3] for word in words):
        return None
    heads = [words[0].upper() for _, words in rows]
    if "VEHICLE" in heads and "CUSTOMER" in heads:
        return _solomon(file, rows, heads)
    if len(rows[0][1]) in {HEAD, HEAD + 1} and all(_is_number(word) for word in rows[0][1]):
        return _li_lim(file, rows)
    return None


def _solomon(file: Path, rows: Sequence[Row], heads: Sequence[str]) -> Layout:
    vehicle, customer = heads.index("VEHICLE"), heads.index("CUSTOMER")
    counted = [row for row in rows[vehicle + 1 : customer] if _is_number(row[1][0])]
    name = " ".join(rows[0][1]) if vehicle else file.stem
    if len(counted) != 1:
        raise WrongFile("routing.file_section_missing", file, line=rows[vehicle][0], name="VEHICLE")
    stops = [*dropwhile(lambda row: not _is_number(row[1][0]), rows[customer + 1 :])]
    return _layout(
        file,
        "VRPTW",
        name,
        _of_size(file, counted[0], HEAD),
        [_of_size(file, row, CUSTOMER) for row in stops],
    )


def _li_lim(file: Path, rows: Sequence[Row]) -> Layout:
    line, words = rows[0]
    stops = [_of_size(file, row, TASK) for row in rows[1:]]
    layout = _layout(file, "PDPTW", file.stem, (line, words[:HEAD]), stops)
    layout.sections["PICKUP_AND_DELIVERY"] = Section(
        "PICKUP_AND_DELIVERY", line, [(at, [*_node(row), *row[3:7], *_mates(row)]) for at, row in stops]
    )
    for name in ("DEMAND", "TIME_WINDOW", "SERVICE_TIME"):
        del layout.sections[name]
    return layout


def _layout(file: Path, kind: str, name: str, counted: Row, stops: Sequence[Row]) -> Layout:
    line, (vehicles, capacity) = counted
    headers = {
        "NAME": name, "TYPE": kind, "DIMENSION": str(len(stops)), "VEHICLES": vehicles, "CAPACITY": capacity,
        "EDGE_WEIGHT_TYPE": "EUC_2D",
    }  # fmt: skip
    first = stops[0][0] if stops else line
    sections = {"DEPOT": Section("DEPOT", first, [(first, ["1"])])}
    for title, columns in (
        ("NODE_COORD", (1, 3)),
        ("DEMAND", (3, 4)),
        ("TIME_WINDOW", (4, 6)),
        ("SERVICE_TIME", (6, 7)),
    ):
        rows = [(at, [*_node(row), *row[slice(*columns)]]) for at, row in stops]
        sections[title] = Section(title, first, rows)
    return Layout(file, {title: Header(value, line) for title, value in headers.items()}, sections)


def _of_size(file: Path, row: Row, expected: int) -> Row:
    line, words = row
    if len(words) != expected:
        raise WrongFile("routing.file_row_wrong", file, line=line, expected=expected, found=len(words))
    for word in words:
        if not _is_number(word):
            raise WrongFile("routing.file_number_wrong", file, line=line, text=word)
    return row


def _node(row: Sequence[str]) -> list[str]:
    """The customer's number as nodes are counted, from 1; what is no whole number stays and is refused where it is read."""
    return [str(int(row[0]) + 1) if row[0].isdigit() else row[0]]


def _mates(row: Sequence[str]) -> list[str]:
    """Pick-up and delivery, which are counted from 0, as nodes; 0 stays: it has none."""
    return [str(int(word) + 1) if word.isdigit() and int(word) else word for word in row[7:]]


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return word.isascii() and "_" not in word
