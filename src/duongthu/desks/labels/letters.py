"""Letters on a label: the embedded fonts, and text that always stays inside its box."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

DATA = Path(__file__).parent / "data"
PLAIN, BOLD = "Inter", "Inter-Bold"
FILES = {PLAIN: "inter-400.ttf", BOLD: "inter-700.ttf"}
LEADING = 1.25  # of the size: room for marks stacked on capitals
RISE = 0.98  # of the size: from the top of a line down to its baseline
STEP = 0.5  # points between two sizes that are tried
MORE = "…"
STRANGE = "¿"  # stands for a letter outside the fonts


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page in points, the origin below left."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bottom + self.height

    def inset(self, x: float, y: float) -> "Box":
        """The box without a margin on each side."""
        return Box(self.left + x, self.bottom + y, self.width - 2 * x, self.height - 2 * y)

    def split_top(self, height: float) -> tuple["Box", "Box"]:
        """A strip of that height from the top, and the rest below it."""
        below = self.height - height
        return Box(self.left, self.bottom + below, self.width, height), Box(
            self.left, self.bottom, self.width, below
        )

    def split_right(self, width: float) -> tuple["Box", "Box"]:
        """The rest on the left, and a strip of that width from the right."""
        rest = self.width - width
        return Box(self.left, self.bottom, rest, self.height), Box(
            self.left + rest, self.bottom, width, self.height
        )


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text broken into lines of one size; ``cut`` when the end had to be left out."""

    lines: tuple[str, ...]
    size: float
    cut: bool = False


@cache
def load_fonts() -> None:
    """Tell the PDF writer our fonts, once."""
    for name, file in FILES.items():
        pdfmetrics.registerFont(TTFont(name, DATA / file))


def shown(text: str) -> str:
    """The text with a mark for each letter the fonts lack: what cannot be printed is seen to be missing, never left out."""
    load_fonts()
    return "".join(letter if letter in _printable() else STRANGE for letter in normalize("NFC", text))


@cache
def _printable() -> frozenset[str]:
    """What every font of the labels draws."""
    faces = [pdfmetrics.getFont(name).face.charToGlyph for name in FILES]
    return frozenset(chr(code) for code in set(faces[0]).intersection(*faces[1:]))


def width_of(text: str, font: str, size: float) -> float:
    """The width in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def fit(text: str, font: str, box: Box, largest: float, smallest: float) -> Fitted:
    """The largest size at which the text fits with its words whole.

    At the smallest size words may break; what is still too much is cut, with an ellipsis that says so.
    """
    load_fonts()
    widest = max((width_of(word, font, 1) for word in words_of(text)), default=0)
    size = largest
    while size >= smallest:
        lines = tuple(wrap(text, font, size, box.width))
        whole = widest * size <= box.width or size - STEP < smallest
        if whole and len(lines) * size * LEADING <= box.height:
            return Fitted(lines, size)
        size -= STEP
    room = max(1, int(box.height / (smallest * LEADING)))
    kept = tuple(wrap(text, font, smallest, box.width))[:room]
    return Fitted((*kept[:-1], _shortened(kept[-1], font, smallest, box.width)), smallest, cut=True)


def words_of(text: str) -> list[str]:
    """What may be broken apart: a no-break space holds a number together."""
    return [word for word in text.split(" ") if word]


def wrap(text: str, font: str, size: float, width: float) -> Iterator[str]:
    """Lines no wider than that: broken between words, and inside a word that is too long alone."""
    line = ""
    for word in words_of(text):
        longer = f"{line} {word}" if line else word
        if width_of(longer, font, size) <= width:
            line = longer
            continue
        if line:
            yield line
        *whole, line = _pieces(word, font, size, width)
        yield from whole
    if line:
        yield line


def _pieces(word: str, font: str, size: float, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, font, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _shortened(line: str, font: str, size: float, width: float) -> str:
    while line and width_of(line + MORE, font, size) > width:
        line = line[:-1]
    return line.rstrip() + MORE


def write(
    canvas: Any, text: str, box: Box, font: str = PLAIN, *, sizes: tuple[float, float], align: str = "left"
) -> float:
    """Write a text into a box from its top (sizes: largest, smallest); gives the height it took, in points."""
    fitted = fit(shown(text), font, box, *sizes)
    canvas.setFont(font, fitted.size)
    draw = {"left": canvas.drawString, "right": canvas.drawRightString, "centre": canvas.drawCentredString}[
        align
    ]
    x = box.left + {"left": 0.0, "right": box.width, "centre": box.width / 2}[align]
    for number, line in enumerate(fitted.lines):
        draw(x, box.top - fitted.size * (RISE + LEADING * number), line)
    return len(fitted.lines) * fitted.size * LEADING
