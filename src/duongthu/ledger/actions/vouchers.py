"""Numbered papers: one continuous number per office, year and series, the amount in figures and words."""

from dataclasses import dataclass

from duongthu.acts.api import Call, write_row
from duongthu.kernel.words import amount_in_words
from duongthu.ledger.models import Voucher, VoucherCounter

RECEIPT, PAYMENT, COUNT = "PT", "PC", "BK"  # phiếu thu, phiếu chi, biên bản kiểm kê quỹ


@dataclass(frozen=True, slots=True)
class VoucherIssued:
    """The paper's number as printed and its amount in words."""

    code: str
    amount_dong: int
    amount_in_words: str


def issue_undoing(call: Call, undone: Voucher, reason: str) -> str:
    """The paper that takes another back, of the same office and series. Gives its number.

    They point at each other by their acts (``queries.daybook.paper_of_undoing``).
    """
    title = f"Hủy {undone.code}: {reason}"[:120]
    return issue_voucher(call, undone.series, title, undone.amount_dong, unit_id=undone.unit_id).code


def issue_voucher(
    call: Call, series: str, title: str, amount_dong: int, *, unit_id: int = 0
) -> VoucherIssued:
    """Give the act its paper; the entries of the same act are what it stands for.

    Args:
        unit_id: office whose number it bears; by default the one the act is done at.

    Numbers have no gaps: the counter's row stays locked until the act commits, and a refused act gives its number back.
    """
    office = unit_id or call.unit_id
    VoucherCounter.objects.get_or_create(unit_id=office, year=call.business_on.year, series=series)
    counter = VoucherCounter.objects.select_for_update().get(
        unit_id=office, year=call.business_on.year, series=series
    )
    counter.last += 1
    counter.save(update_fields=["last"])
    voucher = Voucher(
        unit_id=office,
        year=counter.year,
        series=series,
        number=counter.last,
        act_id=call.act_id,
        title=title,
        amount_dong=amount_dong,
        amount_in_words=amount_in_words(amount_dong),
        issued_on=call.business_on,
        issued_at=call.now,
        person_id=call.actor.person_id,
    )
    write_row(voucher)
    return VoucherIssued(voucher.code, amount_dong, voucher.amount_in_words)
