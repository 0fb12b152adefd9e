"""What is written on a label: of an item, and of a bag."""

from collections.abc import Iterable
from dataclasses import dataclass

from duongthu.desks.naming import operator_name, unit_name
from duongthu.desks.ui import formats
from duongthu.kernel.clock import local
from duongthu.mail.api import Item
from duongthu.transport.api import Bag

SERVICES = {"ems": "EMS", "parcel": "Bưu kiện", "letter": "Thư bảo đảm"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A small caption over a value; ``share`` is its part of the line's width."""

    caption: str
    value: str
    share: int = 1


@dataclass(frozen=True, slots=True)
class Label:
    """One label in words.

    Attributes:
        code: what the symbols say; ``groups`` the same for people.
        title: the service, large; ``issuer`` stands opposite.
        to, sender: caption, name in bold, and the rest.
        boxed: white on black, for what must not be overlooked (cash to collect).
    """

    code: str
    groups: str
    title: str
    issuer: tuple[str, str]
    to: tuple[str, str, str]
    sender: tuple[str, str, str]
    facts: tuple[Fact, ...]
    boxed: Fact | None = None


def item_label(item: Item) -> Label:
    """The label of an accepted item."""
    code = item.thing.code
    return Label(
        code=code,
        groups=formats.item_code(code),
        title=service_title(item.service),
        issuer=(operator_name(item.office_from_id), unit_name(item.office_from_id)),
        to=("Người nhận", _person(item.recipient_name, item.recipient_phone), item.recipient_address),
        sender=("Người gửi", _person(item.sender_name, item.sender_phone), ""),
        facts=(
            Fact("Bưu cục phát", _delivery_office(item), 3),
            Fact("Khối lượng", formats.weight(item.weight_grams), 2),
            Fact("Nhận gửi", f"{local(item.accepted_at):%H:%M %d/%m/%Y}", 2),
        ),
        boxed=Fact("Thu hộ", formats.money(item.cod_dong)) if item.cod_dong else None,
    )


def bag_label(bag: Bag, services: Iterable[str]) -> Label:
    """The label of a bag; a bag that is still open has no seal yet."""
    closed = f"{local(bag.closed_at):%H:%M %d/%m/%Y}" if bag.closed_at else "chưa đóng"
    return Label(
        code=bag.code,
        groups=bag.code,
        title=services_title(services),
        issuer=(operator_name(bag.from_unit_id), "Túi thư"),
        to=("Đến", unit_name(bag.to_unit_id), ""),
        sender=("Từ", unit_name(bag.from_unit_id), f"đóng lúc {closed}" if bag.closed_at else closed),
        facts=(
            Fact("Số bưu gửi", formats.count(bag.items), 2),
            Fact("Khối lượng", formats.weight(bag.weight_grams), 2),
            Fact("Chuyến thư", bag.dispatch.code if bag.dispatch else "–", 3),
        ),
        boxed=Fact("Niêm phong", bag.seal) if bag.seal else None,
    )


def service_title(service: str) -> str:
    """A service's name on paper."""
    return SERVICES.get(service, service)


def services_title(services: Iterable[str]) -> str:
    """The names of the services in a bag, or that it holds none."""
    return ", ".join(service_title(one) for one in sorted(set(services))) or "Túi rỗng"


def _person(name: str, phone: str) -> str:
    return f"{name} · {formats.phone(phone)}" if phone else name


def _delivery_office(item: Item) -> str:
    if item.office_to_id:
        return unit_name(item.office_to_id)
    return f"Tỉnh ngoài {item.partner_code}".strip()
