"""Draws one label into a box, band under band."""

from dataclasses import dataclass
from typing import Any

from reportlab.lib.units import mm

from duongthu.desks.labels.content import Fact, Label
from duongthu.desks.labels.letters import BOLD, PLAIN, Box, write
from duongthu.desks.labels.symbols import bar_code, qr_code

MARGIN = 3.5 * mm
GAP = 1.2 * mm
CAPTION = 7.0  # points on the small label


@dataclass(frozen=True, slots=True)
class Bands:
    """Heights in millimetres; the recipient gets what is left. ``scale`` is the size of letters against the small label."""

    top: int
    symbols: int
    sender: int
    foot: int
    scale: float


SMALL, TALL = Bands(9, 22, 8, 10, 1.0), Bands(16, 38, 22, 20, 1.5)
TALL_FROM = 120 * mm


def draw(canvas: Any, label: Label, whole: Box) -> None:
    """All bands of one label."""
    bands = TALL if whole.height >= TALL_FROM else SMALL
    top, rest = whole.inset(MARGIN, MARGIN).split_top(bands.top * mm)
    symbols, rest = rest.split_top(bands.symbols * mm)
    rest, foot = _split_bottom(rest, bands.foot * mm)
    to, sender = _split_bottom(rest, bands.sender * mm)
    _top(canvas, label, top, bands.scale)
    _symbols(canvas, label, symbols, bands.scale)
    _party(canvas, label.to, to, 12, bands.scale)
    _party(canvas, label.sender, sender, 8, bands.scale)
    _foot(canvas, label, foot, bands.scale)
    for band in (symbols, to, sender, foot):
        canvas.setLineWidth(0.5)
        canvas.line(band.left, band.top, band.left + band.width, band.top)


def _split_bottom(box: Box, height: float) -> tuple[Box, Box]:
    return box.split_top(box.height - height)


def _top(canvas: Any, label: Label, box: Box, scale: float) -> None:
    title, issuer = box.split_right(box.width * 0.5)
    write(canvas, label.title, title, BOLD, sizes=(18 * scale, 8))
    first, second = issuer.split_top(issuer.height / 2)
    write(canvas, label.issuer[0], first, PLAIN, sizes=(8 * scale, 5), align="right")
    write(canvas, label.issuer[1], second, BOLD, sizes=(8 * scale, 5), align="right")


def _symbols(canvas: Any, label: Label, box: Box, scale: float) -> None:
    """The bar code with the code for people under it; the QR code beside them."""
    left, right = box.inset(0, GAP).split_right(box.height - 2 * GAP)
    bars, words = _split_bottom(left, 15 * scale * 1.3)
    bar_code(canvas, label.code, bars)
    write(canvas, label.groups, words, BOLD, sizes=(15 * scale, 6), align="centre")
    qr_code(canvas, label.code, right)


def _party(canvas: Any, party: tuple[str, str, str], box: Box, size: float, scale: float) -> None:
    """Caption and name; under them the rest. The name may take half of the height where there is a rest, else all."""
    caption, name, rest = party
    inside = box.inset(0, GAP / 2)
    words, beside = inside.split_right(inside.width - 16 * mm * scale)
    write(canvas, caption, words, PLAIN, sizes=(CAPTION * scale, 5))
    high, _ = beside.split_top(beside.height * (0.5 if rest else 1))
    taken = write(canvas, name, high, BOLD, sizes=(size * scale * (1 if rest else 1.4), 5))
    if rest:
        _, low = beside.split_top(taken)
        write(canvas, rest, low, PLAIN, sizes=(size * scale * 0.9, 5))


def _foot(canvas: Any, label: Label, box: Box, scale: float) -> None:
    """The facts side by side, and the boxed one at the right edge."""
    facts = box
    if label.boxed:
        facts, black = box.split_right(box.width * 0.36)
        _boxed(canvas, label.boxed, black.inset(0, GAP / 2), scale)
    part = facts.width / sum(fact.share for fact in label.facts)
    left = facts.left
    for fact in label.facts:
        _fact(canvas, fact, Box(left, facts.bottom, part * fact.share - GAP, facts.height), scale)
        left += part * fact.share


def _fact(canvas: Any, fact: Fact, box: Box, scale: float) -> None:
    inside = box.inset(0, GAP / 2)
    caption, value = inside.split_top(CAPTION * scale * 1.3)
    write(canvas, fact.caption, caption, PLAIN, sizes=(CAPTION * scale, 5))
    write(canvas, fact.value, value, BOLD, sizes=(9 * scale, 5))


def _boxed(canvas: Any, fact: Fact, box: Box, scale: float) -> None:
    canvas.rect(box.left, box.bottom, box.width, box.height, stroke=0, fill=1)
    canvas.saveState()
    canvas.setFillGray(1)
    caption, value = box.inset(GAP, GAP / 3).split_top(CAPTION * scale * 1.25)
    write(canvas, fact.caption, caption, PLAIN, sizes=(CAPTION * scale, 5))
    write(canvas, fact.value, value, BOLD, sizes=(14 * scale, 6))
    canvas.restoreState()
