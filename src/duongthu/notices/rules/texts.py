"""The words of a message, with and without marks, and how many short messages that is."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from duongthu.kernel.clock import local

MARKED_PART, MARKED_MORE = (
    70,
    67,
)  # UCS-2: characters of one short message, and of each where there are several
PLAIN_PART, PLAIN_MORE = 160, 153  # GSM 03.38


@dataclass(frozen=True, slots=True)
class Hotline:
    """Whom a customer may call."""

    name: str
    number: str

    @property
    def spoken(self) -> str:
        """``1900 54 54 81``: a hotline in groups, any other number as it is."""
        if self.number.startswith(("1800", "1900")):
            rest = self.number[4:]
            return " ".join([self.number[:4], *(rest[n : n + 2] for n in range(0, len(rest), 2))])
        return self.number


def window_text(about: str, start: datetime, end: datetime) -> str:
    """When what somebody waits for will come."""
    return (
        f"Bưu điện: bưu gửi {about} dự kiến đến {local(start):%H:%M}-{local(end):%H:%M} "
        f"ngày {local(end):%d/%m}."
    )


def task_text(about: str, start: datetime, end: datetime) -> str:
    """When the courier will come for a task at the door."""
    return (
        f"Bưu điện: bưu tá dự kiến đến {local(start):%H:%M}-{local(end):%H:%M} "
        f"ngày {local(end):%d/%m} (việc {about})."
    )


def signed(text: str, hotline: Hotline) -> str:
    """The text with whom to call."""
    return f"{text} {hotline.name}: {hotline.spoken}"


def without_marks(text: str) -> str:
    """The same in plain letters, capitals kept: many senders of short messages take no others."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def parts_of(text: str) -> int:
    """How many short messages a text takes."""
    whole, more = (PLAIN_PART, PLAIN_MORE) if text.isascii() else (MARKED_PART, MARKED_MORE)
    return 1 if len(text) <= whole else -(-len(text) // more)
