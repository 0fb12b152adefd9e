"""What a page needs to offer printing, and what the printing address is asked for."""

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duongthu.acts.api import DONE, ActRecord
from duongthu.desks.labels.sheets import DEFAULT, SHEETS

ACCEPTANCE = "mail.accept_items"
PART = 200  # labels to one PDF: about two seconds, and a stack a printer holds
MOST_PLACES = max(sheet.places for sheet in SHEETS.values())


@dataclass(frozen=True)
class Printing:
    """The form beside a thing: where it goes, and how many labels there are."""

    action: str
    labels: int = 1

    @property
    def form(self) -> "PrintForm":
        """The form with its usual answers."""
        return PrintForm(labels=self.labels)


class PrintForm(forms.Form):
    """Paper, first free sticker, and which part of a long list."""

    kho = forms.ChoiceField(label=_("Khổ giấy"), choices=[(s.key, s.title) for s in SHEETS.values()])
    tu = forms.IntegerField(
        label=_("Từ ô tem"),
        min_value=1,
        max_value=MOST_PLACES,
        initial=1,
        help_text=_("Chỉ với tờ A4 đã dùng dở."),
    )
    phan = forms.TypedChoiceField(label=_("Các nhãn"), coerce=int)

    def __init__(self, data: Any = None, *, labels: int = 1) -> None:
        """``data``: what was asked, missing answers taken as usual."""
        usual = {"kho": DEFAULT, "tu": "1", "phan": "1"}
        super().__init__(None if data is None else usual | dict(data.items()), initial=usual)
        parts = range(1, max(1, -(-labels // PART)) + 1)
        self.fields["phan"].choices = [(n, f"{(n - 1) * PART + 1}–{min(n * PART, labels)}") for n in parts]  # type: ignore[attr-defined]
        if len(parts) == 1:
            self.fields["phan"].widget = forms.HiddenInput()


def accepted_codes(record: ActRecord) -> list[str]:
    """The numbers of the items an act took in; none for any other act."""
    if record.act != ACCEPTANCE or record.status != DONE:
        return []
    return [line["code"] for line in json.loads(record.outcome)["lines"] if line["code"]]
