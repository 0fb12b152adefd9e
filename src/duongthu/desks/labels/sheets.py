"""How labels lie on paper: one to a page of a roll, or stickers on A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from duongthu.desks.labels.content import Label
from duongthu.desks.labels.drawing import draw
from duongthu.desks.labels.letters import Box, load_fonts


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of paper; lengths in millimetres. ``edge`` is the white above the first row of stickers."""

    key: str
    title: str
    page: tuple[float, float]
    label: tuple[float, float]
    columns: int = 1
    rows: int = 1
    edge: float = 0

    @property
    def places(self) -> int:
        """Labels to a page."""
        return self.columns * self.rows

    def box(self, place: int) -> Box:
        """Where the ``place``-th label of a page lies, counted from 0 along the rows."""
        row, column = divmod(place, self.columns)
        width, height = self.label
        bottom = self.page[1] - self.edge - (row + 1) * height
        return Box(column * width * mm, bottom * mm, width * mm, height * mm)


SHEETS = {
    sheet.key: sheet
    for sheet in (
        Sheet("100x75", "Cuộn 100 × 75 mm", (100, 75), (100, 75)),
        Sheet("a6", "A6, 105 × 148 mm", (105, 148), (105, 148)),
        Sheet("a4", "A4, 8 nhãn 105 × 74 mm", (210, 297), (105, 74), columns=2, rows=4, edge=0.5),
    )
}
DEFAULT = "100x75"


def pdf(labels: Sequence[Label], sheet: Sheet, title: str, first_place: int = 0) -> bytes:
    """The labels as one PDF; ``first_place`` skips the stickers of the first page that are used up."""
    load_fonts()
    body = BytesIO()
    canvas = Canvas(body, pagesize=(sheet.page[0] * mm, sheet.page[1] * mm), invariant=1, lang="vi")
    canvas.setTitle(title)
    canvas.setCreator("Đường Thư")
    for number, label in enumerate(labels, start=first_place):
        place = number % sheet.places
        if number > first_place and place == 0:
            canvas.showPage()
        draw(canvas, label, sheet.box(place))
    canvas.showPage()
    canvas.save()
    return body.getvalue()
