"""What may be done with an item from its page: each act, its form, and when it is offered. The acts judge the values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duongthu.acts.api import Actor, find_act
from duongthu.desks.words import act_title
from duongthu.kernel.clock import now, today
from duongthu.kernel.ids import IdMaker
from duongthu.ledger.api import tills_of
from duongthu.mail.api import Custody, Event, Item, Report, Scan, State, custody_of, next_state, unit_holder
from duongthu.network.api import communes_on
from duongthu.staff.api import Role, staff_of

_ids = IdMaker()


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Lý do"), max_length=200)


class ForwardForm(forms.Form):
    """Where the recipient is now."""

    commune_code = forms.ChoiceField(label=_("Xã, phường mới"))
    address = forms.CharField(label=_("Địa chỉ mới"), max_length=250)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = sorted(communes_on(today()), key=lambda one: (one.district_name, one.name))
        choices = [(one.code, ", ".join(filter(None, (one.name, one.district_name)))) for one in communes]
        self.fields["commune_code"] = forms.ChoiceField(label=_("Xã, phường mới"), choices=choices)


class DeliverForm(forms.Form):
    """Who takes it at the counter."""

    receiver = forms.CharField(label=_("Họ tên người nhận"), max_length=120)
    relation = forms.CharField(
        label=_("Quan hệ với người nhận ghi trên bưu gửi"), max_length=60, required=False
    )


class CourierForm(ReasonForm):
    """Whose report it was."""

    courier_id = forms.TypedChoiceField(label=_("Bưu tá đã báo phát"), coerce=int)

    def __init__(self, *args: Any, couriers: list[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["courier_id"] = forms.TypedChoiceField(
            label=_("Bưu tá đã báo phát"), coerce=int, choices=couriers or []
        )

    field_order = ("courier_id", "reason")


@dataclass(frozen=True, slots=True)
class Subject:
    """One item as it lies before the actor.

    Attributes:
        unit_id: unit where something is done with it: where it lies if that is within reach, else the actor's own.
    """

    actor: Actor
    item: Item
    custody: Custody
    unit_id: int

    @property
    def code(self) -> str:
        """Its number."""
        return self.item.thing.code

    @property
    def here(self) -> bool:
        """Whether it lies at that unit by the book."""
        return self.custody.holder == unit_holder(self.unit_id)

    @property
    def own_till(self) -> str:
        """Code of a till of the unit in the actor's hands; empty: none."""
        mine = tills_of(frozenset({self.unit_id})).filter(person_id=self.actor.person_id, kind="till").first()
        return mine.code if mine else ""

    @property
    def couriers(self) -> list[tuple[int, str]]:
        """The unit's couriers of today."""
        return [(one.person_id, one.name) for one in staff_of([self.unit_id], today(), Role.COURIER)]


def _scans(subject: Subject, line: UUID, _given: Mapping[str, Any]) -> dict[str, Any]:
    return {"scans": [Scan(line, subject.code)]}


def _named(subject: Subject, _line: UUID, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": subject.code, **given}


def _for_partner(subject: Subject, line: UUID, _given: Mapping[str, Any]) -> dict[str, Any]:
    return {"partner_code": subject.item.partner_code, "scans": [Scan(line, subject.code)]}


def _delivered(subject: Subject, line: UUID, given: Mapping[str, Any]) -> dict[str, Any]:
    report = Report(line, subject.code, "delivered", given["receiver"], given["relation"])
    return {"till": subject.own_till, "reports": [report]}


@dataclass(frozen=True)
class Control:
    """One act on one item.

    Attributes:
        event: what it does to the item; offered where that may happen now.
        params: the act's parameters beside the unit. when: a further condition. at_till: only with a till in one's own hands.
    """

    act: str
    event: Event
    button: Promise
    form: type[forms.Form]
    params: Callable[[Subject, UUID, Mapping[str, Any]], dict[str, Any]]
    when: Callable[[Subject], bool] = lambda subject: subject.here
    at_till: bool = False


CONTROLS = {
    "phat-tai-quay": Control(
        "mail.deliver_at_counter",
        Event.DELIVER,
        _("Phát tại quầy"),
        DeliverForm,
        _delivered,
        lambda one: one.here and not one.custody.going_back,
        at_till=True,
    ),
    "nhan-de-phat": Control("mail.keep_here", Event.TO_OFFICE, _("Nhận để phát"), forms.Form, _scans),
    "luu": Control("mail.hold", Event.HOLD, _("Lưu tại bưu cục"), forms.Form, _scans),
    "tim-thay": Control("mail.find", Event.FIND, _("Ghi tìm thấy"), forms.Form, _scans, lambda _one: True),
    "chuyen-tiep": Control("mail.forward", Event.FORWARD, _("Chuyển tiếp"), ForwardForm, _named),
    "chuyen-hoan": Control("mail.return_to_sender", Event.RETURN, _("Chuyển hoàn"), ReasonForm, _named),
    "rut": Control("mail.recall", Event.RECALL, _("Rút bưu gửi"), ReasonForm, _named),
    "tra-nguoi-gui": Control(
        "mail.give_back",
        Event.GIVE_BACK,
        _("Trả người gửi"),
        forms.Form,
        _named,
        lambda one: one.here and one.custody.going_back,
    ),
    "giao-buu-chinh-khac": Control(
        "mail.hand_to_partner",
        Event.HAND_OVER,
        _("Giao bưu chính khác"),
        forms.Form,
        _for_partner,
        lambda one: one.here and bool(one.item.partner_code),
    ),
    "huy-bao-phat": Control(
        "mail.cancel_delivery",
        Event.CANCEL_DELIVERY,
        _("Đề nghị hủy báo phát"),
        CourierForm,
        _named,
        lambda one: bool(one.couriers),
    ),
    "xac-nhan-mat": Control("mail.write_off", Event.LOSE, _("Đề nghị xác nhận mất"), ReasonForm, _named),
}


def needs_till(subject: Subject) -> bool:
    """Whether the actor would deliver it at the counter, had he a till in his hands."""
    return not subject.own_till and any(one.at_till for one in _possible(subject).values())


def offered(subject: Subject) -> dict[str, Control]:
    """What the actor may do with the item as it is now."""
    possible = _possible(subject)
    if any(one.at_till for one in possible.values()) and not subject.own_till:
        return {key: control for key, control in possible.items() if not control.at_till}
    return possible


def _possible(subject: Subject) -> dict[str, Control]:
    """What the actor's roles and the item's state allow, with a till or without."""
    state = State(subject.custody.state)
    return {
        key: control
        for key, control in CONTROLS.items()
        if find_act(control.act).roles & subject.actor.roles
        and next_state(control.event, state) is not None
        and control.when(subject)
    }


def subject_of(actor: Actor, item: Item) -> Subject | None:
    """The item before the actor; None where the book knows no holder of it."""
    custody = custody_of(item.pk)
    if custody is None:
        return None
    holders = {unit_holder(unit): unit for unit in actor.reach}
    return Subject(actor, item, custody, holders.get(custody.holder, actor.unit_id))


def panels(subject: Subject | None, failed: str = "", form: forms.Form | None = None) -> list[dict[str, Any]]:
    """A panel for each thing that may be done now; the one that was refused as it was filled in."""
    if subject is None:
        return []
    shown = offered(subject) | ({failed: CONTROLS[failed]} if failed else {})
    return [
        {
            "key": key, "title": act_title(control.act), "button": control.button, "command_id": _ids.make(now()),
            "line_id": _ids.make(now()),
            "form": form if key == failed and form is not None else form_of(control, subject, None, key),
        }
        for key, control in shown.items()
    ]  # fmt: skip


def form_of(control: Control, subject: Subject, data: Any, key: str) -> forms.Form:
    """The form of a control for this item; its fields have ids of their own on a page of several."""
    if issubclass(control.form, CourierForm):
        return control.form(data, auto_id=f"{key}-%s", couriers=subject.couriers)
    return control.form(data, auto_id=f"{key}-%s")
