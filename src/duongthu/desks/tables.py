"""Tables that more than one desk shows: entries of the money book, proposals that wait."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from duongthu.acts.api import ProposalRow
from duongthu.desks.naming import owner_name, unit_name
from duongthu.desks.ui.parts import Column, Row, Table
from duongthu.desks.words import act_title, kind_title
from duongthu.ledger.api import KINDS, EntryRow


def entries_table(entries: Sequence[EntryRow], caption: str) -> Table:
    """Entries with their accounts in words; each opens the act that wrote it."""
    rows = [
        Row(
            (e.recorded_at, kind_title(e.kind), e.subject or "–", _account(e.debit_kind, e.debit_owner),
             _account(e.credit_kind, e.credit_owner), e.amount_dong),
            f"/so-quy/nghiep-vu/{e.act_id}/",
        )
        for e in entries
    ]  # fmt: skip
    columns = (
        Column(_("Lúc"), "moment"),
        Column(_("Khoản")),
        Column(_("Về"), "code"),
        Column(_("Nợ"), phone=False),
        Column(_("Có"), phone=False),
        Column(_("Số tiền"), "money"),
    )
    foot = (None, None, None, None, _("Cộng trang"), sum(e.amount_dong for e in entries)) if entries else ()
    return Table(caption, columns, rows, foot, empty=_("Không có bút toán."))


def _account(kind: str, owner: str) -> str:
    return f"{KINDS[kind].vas} {owner_name(owner)}"


def proposals_table(proposals: Sequence[ProposalRow], empty: str) -> Table:
    """Proposals, each opening its page."""
    rows = [
        Row(
            (
                act_title(p.act),
                unit_name(p.unit_id),
                p.maker_name,
                p.proposed_at,
                f"{len(p.checkers)}/{p.needed}",
            ),
            reverse("proposal", args=[p.id]),
        )
        for p in proposals
    ]
    columns = (
        Column(_("Đề nghị"), wide=True), Column(_("Đơn vị")), Column(_("Người lập")), Column(_("Lúc"), "moment"),
        Column(_("Đã duyệt / cần")),
    )  # fmt: skip
    return Table(_("Đề nghị chờ duyệt"), columns, rows, empty=empty)
