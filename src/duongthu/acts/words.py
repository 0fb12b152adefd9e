"""Free text in an act's parameters: one cleaned line of known length. A bare ``str`` says nothing of what it takes."""

from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from duongthu.kernel.text import clean_line


def line(label: str, most: int, *, required: bool = True) -> AfterValidator:
    """What makes a text parameter one line: composed, trimmed, printable, at most that many characters.

    Args:
        label: what the reader calls the field, in Vietnamese.

    Raises (when the parameter is read):
        Empty, TooLong, Unprintable: with the parameter's name as field.
    """

    def clean(value: str, info: ValidationInfo) -> str:
        return clean_line(value, info.field_name or "", most, label=label, required=required)

    return AfterValidator(clean)


Reason = Annotated[str, line("Lý do", 200)]
"""Why something is done to others' money, things or rights: must be said."""
Remark = Annotated[str, line("Ghi chú", 200, required=False)]
"""What may be said, and may be left out."""
Title = Annotated[str, line("Tên", 120)]
"""What a thing or a paper is called."""
SealNumber = Annotated[str, line("Số niêm phong", 30)]
"""Number on the seal of a bag or pouch, as read."""
PaperNumber = Annotated[str, line("Số chứng từ", 40)]
"""Number of a paper from outside: a bank's slip, a partner's list."""
