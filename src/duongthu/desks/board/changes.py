"""Changes of running rounds, each shown with its price before it is done: stops moved by hand, a shift drawn anew."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import Outcome, perform
from duongthu.desks.board.asking import Asked, asked, couriers_of, crumbs_to, shift_now, shifts_of, why_text
from duongthu.desks.board.sheet import found_round
from duongthu.desks.session import SeatedRequest, seated
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Row, Table, Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now
from duongthu.kernel.ids import IdMaker
from duongthu.rounds.api import WHY_MOVED, ClosedRoad, Round, hamlets_ahead, rounds_of
from duongthu.staff.api import names_of

_ids = IdMaker()
MOVE, REPLAN = "rounds.move_stops", "rounds.replan"
LONGEST = 12


@require_POST
@seated
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Move stops of a round to another: without ``command_id`` it is rehearsed and shown, with it done."""
    one, question = found_round(request, code)
    params: dict[str, Any] = {
        "unit_id": one.unit_id,
        "to_round": request.POST.get("to_round", ""),
        "codes": request.POST.getlist("codes"),
    }
    if not params["codes"] or not params["to_round"]:
        say(request, Tone.HOLD, _("Chọn ít nhất một điểm và một tuyến nhận."))
        return redirect("round", code)
    back = f"/dieu-hanh/tuyen-phat/{code}/"
    title = _("Chuyển %(number)s bưu gửi, việc sang %(round)s") % {
        "number": len(params["codes"]), "round": _names([params["to_round"]]).get(params["to_round"], params["to_round"])
    }  # fmt: skip
    return _shown_or_done(request, question, MOVE, params, title, back)


@require_GET
@seated
def ask_replan(request: HttpRequest) -> HttpResponse:
    """``/dieu-hanh/tuyen-phat/lap-lai/``: who falls out, who comes in addition."""
    question = asked(request)
    shift = _shift(request, question)
    out = [
        one for one in rounds_of(question.reach, question.on).filter(shift=shift) if one.state != Round.CLOSED
    ]
    names, busy = couriers_of(question), {one.courier_id for one in out}
    page = {
        "question": question,
        "crumbs": crumbs_to(question),
        "shift": shift,
        "shifts": shifts_of(question.on),
        "going": [(one.courier_id, names.get(one.courier_id, one.code), one.code) for one in out],
        "hamlets": list(hamlets_ahead(question.reach, question.on, shift).items()),
        "free": [(person, name) for person, name in names.items() if person not in busy],
    }
    return render(request, "desks/replan.html", page)


@require_POST
@seated
def replan(request: HttpRequest) -> HttpResponse:
    """Draw the running rounds of a shift anew: rehearsed and shown, then done."""
    question = asked(request)
    params = {
        "unit_id": question.unit_id,
        "on": question.on,
        "shift": _shift(request, question),
        "out_couriers": as_numbers(request, "out"),
        "more_couriers": as_numbers(request, "more"),
        "closed_roads": _closed_roads(request),
    }
    title = _("Lập lại tuyến ca %(shift)s") % {"shift": params["shift"]}
    return _shown_or_done(request, question, REPLAN, params, title, question.address())


def _closed_roads(request: HttpRequest) -> list[ClosedRoad]:
    """The roads of the form; a row without any hamlet is none."""
    columns = (request.POST.getlist(name) for name in ("road_one", "road_other", "road_minutes"))
    return [
        ClosedRoad(one, other, 60 * int(minutes) if minutes.isdecimal() and len(minutes) < LONGEST else 0)
        for one, other, minutes in zip(*columns, strict=False)
        if one or other
    ]


def _shift(request: HttpRequest, question: Asked) -> int:
    given = request.GET.get("ca") or request.POST.get("ca") or ""
    return (
        int(given)
        if given.isdigit() and int(given) in shifts_of(question.on)
        else shift_now(question.on, now())
    )


def as_numbers(request: HttpRequest, name: str) -> list[int]:
    """All values of a field that are numbers a person may bear."""
    return [int(text) for text in request.POST.getlist(name) if text.isdigit() and len(text) < LONGEST]


def _shown_or_done(
    request: HttpRequest, question: Asked, act: str, params: dict[str, Any], title: str, back: str
) -> HttpResponse:
    actor = cast("SeatedRequest", request).actor
    given = request.POST.get("command_id", "")
    if given:
        outcome = perform(actor, act, params, command_id=UUID(given))
        say(request, *_words(outcome))
        return redirect(back)
    outcome = perform(actor, act, params, dry_run=True)
    page = {
        "question": question,
        "crumbs": crumbs_to(question),
        "title": title,
        "refusal": outcome.refusal,
        "figures": _figures(outcome) if outcome.done else [],
        "moves": _moves(outcome) if outcome.done else None,
        "left": _left(outcome) if outcome.done else None,
        "late": _late(outcome) if outcome.done else None,
        "hidden": _hidden(params),
        "command_id": _ids.make(now()),
        "back": back,
    }
    return render(request, "desks/round_change.html", page)


def _words(outcome: Outcome) -> tuple[Tone, str]:
    if outcome.refusal:
        return Tone.LATE, outcome.refusal["message"]
    result = outcome.result
    words = _(
        "Đã chuyển %(moves)s bưu gửi, việc; %(handovers)s chờ chuyển tay; báo %(notices)s khách đổi giờ."
    )
    return Tone.DONE, words % {
        "moves": len(result["moves"]), "handovers": result["handovers"], "notices": result["notices"]
    }  # fmt: skip


def _hidden(params: dict[str, Any]) -> list[tuple[str, object]]:
    """The same question again, for the form that confirms."""
    names = {"unit_id": "don-vi", "shift": "ca", "on": "ngay", "out_couriers": "out", "more_couriers": "more"}
    pairs: list[tuple[str, object]] = []
    for road in params.get("closed_roads", ()):
        pairs += [("road_one", road.one), ("road_other", road.other)]
        pairs.append(("road_minutes", road.more_seconds // 60))
    for name, value in params.items():
        if name == "closed_roads":
            continue
        many = value if isinstance(value, list) else [value]
        pairs += [(names.get(name, name), one.isoformat() if isinstance(one, date) else one) for one in many]
    return pairs


def _figures(outcome: Outcome) -> list[Figure]:
    result = outcome.result
    more = result["price_after"] - result["price_before"]
    grew = formats.count(more) if more < 0 else f"+{formats.count(more)}"
    return [
        Figure(_("Bưu gửi, việc đổi tuyến"), formats.count(len(result["moves"]))),
        Figure(_("Giá quy ước"), grew, _("%(before)s → %(after)s") % {
            "before": formats.count(result["price_before"]), "after": formats.count(result["price_after"])
        }),
        Figure(_("Điểm khác giữ nguyên"), f"{result['unmoved_percent']}%", _("bưu tá và thứ tự"), Tone.DONE),
        Figure(_("Chờ chuyển tay"), formats.count(result["handovers"]), _("cả hai bưu tá quét")),
        Figure(_("Báo khách đổi giờ"), formats.count(result["notices"])),
    ]  # fmt: skip


def _moves(outcome: Outcome) -> Table:
    moves = outcome.result["moves"][:300]
    names = _names({m["from_round"] for m in moves} | {m["to_round"] for m in moves})
    rows = [
        Row((m["address"], names.get(m["from_round"], _("mới")), names.get(m["to_round"], m["to_round"]),
             _(WHY_MOVED[m["why"]]), m["price"], why_text(m["back"], m["back_amount"]) if m["back"] else formats.ABSENT))
        for m in moves
    ]  # fmt: skip
    columns = (
        Column(_("Địa chỉ"), wide=True), Column(_("Từ tuyến")), Column(_("Sang tuyến")), Column(_("Vì sao")),
        Column(_("Thêm giá"), "count"), Column(_("Để ở tuyến cũ")),
    )  # fmt: skip
    return Table(_("Đổi gì và vì sao"), columns, rows, empty=_("Không có điểm nào phải đổi tuyến."))


def _names(codes: Iterable[str]) -> dict[str, str]:
    """Whose rounds these are."""
    couriers = dict(Round.objects.filter(code__in=list(codes)).values_list("code", "courier_id"))
    names = names_of(set(couriers.values()))
    return {code: names.get(courier, code) for code, courier in couriers.items()}


def _left(outcome: Outcome) -> Table | None:
    if not outcome.result["not_placed"]:
        return None
    rows = [Row((n["address"], why_text(n["why"], n["amount"]))) for n in outcome.result["not_placed"][:300]]
    columns = (Column(_("Địa chỉ"), wide=True), Column(_("Chưa xếp được vì")))
    return Table(_("Chưa xếp được"), columns, rows)


def _late(outcome: Outcome) -> Table | None:
    late = outcome.result["late"][:300]
    if not late:
        return None
    names = _names({one["round"] for one in late})
    rows = [
        Row((one["address"], names.get(one["round"], one["round"]), one["late_minutes"],
             why_text(one["why"], one["amount"])))
        for one in late
    ]  # fmt: skip
    columns = (
        Column(_("Địa chỉ"), wide=True), Column(_("Tuyến")), Column(_("Chậm hẹn, phút"), "count"), Column(_("Vì sao")),
    )  # fmt: skip
    return Table(_("Đến sau giờ hẹn"), columns, rows)
