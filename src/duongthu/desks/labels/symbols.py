"""The two symbols of a label: Code 128 and QR, both saying the code and nothing else."""

from typing import Any

import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm

from duongthu.desks.labels.letters import Box

MODULE = 0.375 * mm  # three dots of a 203 dpi printer; narrower only where the code is too long for the label
QUIET = 10  # modules of white on both sides (ISO/IEC 15417)
QR_QUIET = 4  # modules of white around (ISO/IEC 18004)


def bar_code(canvas: Any, code: str, box: Box) -> None:
    """Code 128 over the whole height of a box and in its middle, the quiet zones inside."""
    modules = Code128(code, barWidth=1, quiet=False).width + 2 * QUIET
    module = min(MODULE, box.width / modules)
    symbol = Code128(code, barWidth=module, barHeight=box.height, quiet=False)
    symbol.drawOn(canvas, box.left + (box.width - symbol.width) / 2, box.bottom)


def qr_code(canvas: Any, code: str, box: Box) -> None:
    """A QR code of middle correction as large as the box allows, flush right, its quiet zone inside."""
    rows = [list(row) for row in segno.make(code, error="m", micro=False).matrix]
    side = min(box.width, box.height)
    module = side / (len(rows) + 2 * QR_QUIET)
    left, top = box.left + box.width - side + QR_QUIET * module, box.top - QR_QUIET * module
    path = canvas.beginPath()
    for y, row in enumerate(rows):
        for start, length in _runs(row):
            path.rect(left + start * module, top - (y + 1) * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _runs(row: list[int]) -> list[tuple[int, int]]:
    """The dark stretches of a row: where each starts, and how long it is."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
