"""Names of acts, parameters, kinds of money and statuses in words; translated when they are shown."""

from django.utils.translation import gettext as translated, gettext_lazy as _, pgettext_lazy

from duongthu.acts.api import UnknownAct, find_act
from duongthu.ledger.api import purpose_of

PARAM_TITLES = {
    "act_id": _("Nghiệp vụ số"),
    "amount_dong": _("Số tiền"),
    "bounds": _("Các bậc"),
    "code": _("Bưu gửi"),
    "courier_id": _("Bưu tá"),
    "from_on": _("Kể từ ngày"),
    "key": _("Loại việc"),
    "lines": _("Các dòng"),
    "notes": _("Mệnh giá"),
    "paper": _("Chứng từ ngân hàng"),
    "parent_id": _("Đơn vị cấp trên mới"),
    "person_code": _("Nhân viên"),
    "person_id": _("Người"),
    "post_id": _("Vị trí"),
    "pouch": _("Túi tiền"),
    "bag": _("Túi thư"),
    "purpose": _("Mục đích"),
    "reason": _("Lý do"),
    "role": _("Chức danh"),
    "seal": _("Niêm phong"),
    "source": _("Nguồn"),
    "subject": _("Ghi chú"),
    "trip": _("Chuyến thư"),
    "till": _("Quỹ"),
    "title": _("Nội dung"),
    "to_unit_id": _("Đơn vị đến"),
    "unit_id": _("Đơn vị"),
    "until_on": _("Đến hết ngày trước"),
    "valid_from": _("Hiệu lực từ ngày"),
}
OUTCOME_TITLES = {
    "done": _("đã thực hiện"),
    "refused": _("bị từ chối"),
    "proposed": _("chờ duyệt"),
}
PROPOSAL_TITLES = {
    "open": pgettext_lazy("đề nghị", "Chờ duyệt"),
    "done": pgettext_lazy("đề nghị", "Đã duyệt và thực hiện"),
    "rejected": pgettext_lazy("đề nghị", "Không được duyệt"),
}


THRESHOLD_TITLES = {
    "acts.thresholds": _("Đặt ngưỡng phải duyệt"),
    "staff.power": _("Trao quyền và gỡ bước hai"),
}


def act_title(name: str) -> str:
    """An act (or a kind of threshold that several acts share) in words, or its code where it is no act any more."""
    if name in THRESHOLD_TITLES:
        return str(THRESHOLD_TITLES[name])
    try:
        return translated(find_act(name).title)
    except UnknownAct:
        return name


def kind_title(kind: str) -> str:
    """The purpose of a transfer in words, or its code where the table no longer has it."""
    purpose = purpose_of(kind)
    return translated(purpose.title) if purpose else kind
