"""The fields of the cash desk: tills, promises, pouches and people by name, money, and notes by denomination."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from duongthu.desks.naming import owner_name, unit_name
from duongthu.desks.till.controls import Control
from duongthu.desks.till.office import Office
from duongthu.desks.ui import formats
from duongthu.kernel.clock import today
from duongthu.ledger.api import NOTES, PAPERS, CashPromise, Note, PaperLine, Pouch, Till
from duongthu.network.api import UnknownUnit, unit_by_code
from duongthu.staff.api import Role, UnknownPerson, person_by_code

Choices = Iterable[tuple[Any, str]]
MOST_NOTES = 1_000_000
NOTE = "notes_"


class OneOf(forms.TypedChoiceField):
    """A choice by name. Another value than those shown goes to the act, which refuses it in words, or repeats its answer."""

    def valid_value(self, _value: Any) -> bool:
        """The act judges."""
        return True


class MoneyField(forms.CharField):
    """Đồng as one types them, grouped or not; the cleaned value is a whole number."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "data-money": True, "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """A positive number of đồng; empty where it need not be given."""
        digits = "".join(str(super().clean(value)).split()).replace(".", "")
        if not digits and not self.required:
            return None
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 15 and int(digits)):  # noqa: PLR2004
            raise forms.ValidationError(_("Số tiền phải là số đồng nguyên dương."))
        return int(digits)


class LinesField(forms.CharField):
    """Lines of a paper: ``mã đơn vị; số tiền; mã nhân viên hoặc «két»``, the last where it is needed."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def clean(self, value: Any) -> list[PaperLine]:
        """The lines; what cannot be read is named by its number."""
        return [
            self._line(n, text) for n, text in enumerate(super().clean(value).splitlines(), 1) if text.strip()
        ]

    def _line(self, number: int, text: str) -> PaperLine:
        parts = [part.strip() for part in text.split(";")]
        try:
            return _paper_line(*parts) if len(parts) in {2, 3} else _unreadable()
        except (UnknownUnit, UnknownPerson) as wrong:
            why = wrong.message
        except forms.ValidationError as wrong:
            why = " ".join(wrong.messages)
        raise forms.ValidationError(_("Dòng %(n)s: %(why)s") % {"n": number, "why": why})


def _paper_line(code: str, money: str, who: str = "") -> PaperLine:
    unit, amount, safe = unit_by_code(code, today()).id, MoneyField().clean(money), who.casefold() == "két"
    return PaperLine(unit, amount, 0 if safe or not who else person_by_code(who).pk, safe)


def _unreadable() -> PaperLine:
    raise forms.ValidationError(_("phải có hai hoặc ba phần, cách nhau bằng dấu chấm phẩy"))


def till_title(till: Till) -> str:
    """``Quầy · 1.200.000 ₫``."""
    return f"{owner_name(till.code)} · {formats.money(till.account.balance_dong)}"


def promise_title(one: CashPromise) -> str:
    """From, to and how much."""
    return f"{owner_name(one.giver.code)} → {owner_name(one.taker.code)} · {formats.money(one.amount_dong)}"


def pouch_title(pouch: Pouch) -> str:
    """Code, way and how much."""
    way = f"{unit_name(pouch.from_unit_id)} → {unit_name(pouch.to_unit_id)}"
    return f"{pouch.code} · {way} · {formats.money(pouch.amount_dong)}"


def _tills(tills: Iterable[Till]) -> Choices:
    return [(till.code, till_title(till)) for till in tills]


def _pouches(pouches: Iterable[Pouch]) -> Choices:
    return [(pouch.code, pouch_title(pouch)) for pouch in pouches]


def _promises(promises: Iterable[CashPromise]) -> Choices:
    return [(str(one.hold), promise_title(one)) for one in promises]


def _seen_tills(office: Office) -> Choices:
    all_open = [till for till in office.tills if till.is_open]
    return _tills(all_open if Role.CONTROLLER in office.actor.roles else office.own_tills)


def _to_me(office: Office) -> Choices:
    return _promises(one for one in office.promises if one.taker.person_id == office.actor.person_id)


def _mine_to_end(office: Office) -> Choices:
    me, all_ = office.actor.person_id, Role.CONTROLLER in office.actor.roles
    return _promises(
        one for one in office.promises if all_ or me in {one.giver.person_id, one.taker.person_id}
    )


def _couriers(office: Office) -> Choices:
    """Couriers of today, and whoever still holds cash of the unit."""
    found = {one.person_id: one.name for one in office.people if Role.COURIER in one.roles}
    for account in office.shortages:
        person = person_of(account.owner)
        if account.kind == "courier" and person and account.balance_dong:
            found.setdefault(person, owner_name(account.owner))
    return found.items()


def _short_people(office: Office) -> Choices:
    found = [
        one
        for one in office.shortages
        if one.kind == "short" and person_of(one.owner) and one.balance_dong > 0
    ]
    return [(person_of(o.owner), f"{owner_name(o.owner)} · {formats.money(o.balance_dong)}") for o in found]


def _people(office: Office) -> Choices:
    """Those in post, and whoever left with money of the unit on his name."""
    found = {one.person_id: one.name for one in office.people}
    for account in office.shortages:
        if person := person_of(account.owner):
            found.setdefault(person, owner_name(account.owner))
    return found.items()


def person_of(owner: str) -> int:
    """The number of the person whose account it is; 0 the unit's own."""
    person = owner.partition("@")[0]
    return int(person[1:]) if person.startswith("P") and person[1:].isdigit() else 0


# Kind of choice: its label, whether its values are numbers, and what there is to choose.
CHOICES: dict[str, tuple[Callable[[], str], Callable[[Any], Any], Callable[[Office], Choices]]] = {
    "own_till": (lambda: _("Quỹ của tôi"), str, lambda o: _tills(o.own_tills)),
    "own_safe": (lambda: _("Két"), str, lambda o: _tills(t for t in o.own_tills if t.kind == "safe")),
    "shut_till": (lambda: _("Quỹ chưa ai giữ"), str, lambda o: _tills(t for t in o.tills if not t.is_open)),
    "seen_till": (lambda: _("Quỹ"), str, _seen_tills),
    "other_till": (lambda: _("Sang quỹ"), str, lambda o: _tills(o.tills)),
    "till_of_another": (
        lambda: _("Quỹ của người khác"),
        str,
        lambda o: _tills(t for t in o.tills if t.is_open and t.person_id != o.actor.person_id),
    ),
    "promise": (lambda: _("Khoản chưa nhận"), UUID, _mine_to_end),
    "promise_to_me": (lambda: _("Khoản giao cho tôi"), UUID, _to_me),
    "pouch": (lambda: _("Túi tiền"), str, lambda o: _pouches(o.pouches)),
    "pouch_for_me": (
        lambda: _("Túi giao cho tôi"),
        str,
        lambda o: _pouches(p for p in o.offered if p.carrier_id == o.actor.person_id),
    ),
    "pouch_offered": (lambda: _("Túi chờ người mang"), str, lambda o: _pouches(o.offered)),
    "pouch_to_us": (lambda: _("Túi tiền"), str, lambda o: _pouches(p for p in o.pouches if p.to_unit_id == o.unit_id)),
    "pouch_from_us": (
        lambda: _("Túi tiền"),
        str,
        lambda o: _pouches(p for p in o.pouches if p.from_unit_id == o.unit_id),
    ),
    "unit": (lambda: _("Đến đơn vị"), int, lambda o: o.targets),
    "carrier": (lambda: _("Người mang"), int, lambda o: [(one.person_id, one.name) for one in o.carriers]),
    "courier": (lambda: _("Bưu tá"), int, _couriers),
    "person": (lambda: _("Người chịu"), int, _people),
    "person_short": (lambda: _("Người nộp bù"), int, _short_people),
    "source": (
        lambda: _("Tiền thiếu ở đâu"),
        str,
        lambda _o: [("courier", _("Bưu tá còn giữ chưa nộp")), ("unit", _("Đơn vị chờ xử lý"))],
    ),
    "purpose": (lambda: _("Mục đích"), str, lambda _o: [(code, _(row[0].title)) for code, row in PAPERS.items()]),
}  # fmt: skip


def _year() -> forms.Field:
    last = today().replace(day=1) - timedelta(days=1)
    return forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100, initial=last.year)


def _month() -> forms.Field:
    last = today().replace(day=1) - timedelta(days=1)
    return forms.IntegerField(label=_("Tháng"), min_value=1, max_value=12, initial=last.month)


PLAIN: dict[str, Callable[[], forms.Field]] = {
    "money": lambda: MoneyField(label=_("Số tiền (đồng)"), max_length=24),
    "reason": lambda: forms.CharField(label=_("Lý do"), max_length=200),
    "why_differs": lambda: forms.CharField(
        label=_("Lý do, nếu có chênh lệch"), max_length=200, required=False
    ),
    "note": lambda: forms.CharField(label=_("Ghi chú"), max_length=40, required=False),
    "seal": lambda: forms.CharField(label=_("Số niêm phong"), max_length=30),
    "slip": lambda: forms.CharField(label=_("Số giấy nộp, lĩnh của ngân hàng"), max_length=40),
    "title": lambda: forms.CharField(label=_("Nội dung"), max_length=120),
    "lines": lambda: LinesField(
        label=_("Các dòng"),
        max_length=20_000,
        help_text=_("Mỗi dòng: mã đơn vị; số tiền; mã nhân viên hoặc «két» nếu cần."),
    ),
    "year": _year,
    "month": _month,
}


class ActForm(forms.Form):
    """The form of one control at one office."""

    def __init__(
        self, control: Control, office: Office, key: str, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id=f"{key}-%s")
        self.control, self.usable = control, True
        for name, kind in control.fields.items():
            if kind == "notes":
                self._add_notes()
            elif kind in PLAIN:
                self.fields[name] = PLAIN[kind]()
            else:
                self._add_choice(name, kind, office)

    def _add_choice(self, name: str, kind: str, office: Office) -> None:
        label, number, among = CHOICES[kind]
        found = list(among(office))
        self.usable = self.usable and bool(found)
        first = [] if len(found) == 1 else [("", "–")]
        self.fields[name] = OneOf(label=label(), choices=[*first, *found], coerce=number)

    def _add_notes(self) -> None:
        for note in NOTES:
            self.fields[f"{NOTE}{note}"] = forms.IntegerField(
                label=formats.count(note),
                required=False,
                min_value=0,
                max_value=MOST_NOTES,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields but for the notes."""
        return [bound for bound in self if not bound.name.startswith(NOTE)]

    @property
    def notes(self) -> list[forms.BoundField]:
        """How many notes of each denomination, the largest first."""
        return [bound for bound in self if bound.name.startswith(NOTE)]

    def params(self) -> dict[str, Any]:
        """The act's parameters, without its unit."""
        given = {name: value for name, value in self.cleaned_data.items() if not name.startswith(NOTE)}
        if "notes" in self.control.fields:
            counts = [(note, self.cleaned_data[f"{NOTE}{note}"]) for note in NOTES]
            given["notes"] = [Note(note, count) for note, count in counts if count]
        return given

    def refuse(self, refusal: Mapping[str, Any]) -> None:
        """The act's words, beside the field they are about."""
        field = refusal["field"]
        self.add_error(field if field in self.fields else None, refusal["message"])
