"""The courier's own page: today's list in riding order with breaks and returns, and how it compares with the plan."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duongthu.desks import audiences, page_query
from duongthu.desks.naming import person_name, unit_name
from duongthu.desks.refusals import WrongQuery
from duongthu.desks.rounds.comparison_tables import order_table, round_figures, round_table
from duongthu.desks.rounds.page_query import (
    BoardQuery,
    clock_text,
    duration,
    kilometres,
    round_mark,
    round_seconds,
)
from duongthu.desks.rounds.sheet import StopRow, changed_table, compared_with_before, found_round, listing_of
from duongthu.desks.ui.parts import Figure, Tab, Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.mail.api import Scan
from duongthu.rounds.api import (
    Round,
    compared,
    items_to_take,
    round_by_code,
    rounds_of_courier,
    standing_of,
)

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

MINE = "/tuyen-cua-toi/"
LOAD = "rounds.load"
LONGEST, MOST = 40, 10
_ids = IdMaker()


@require_GET
@open_to(audiences.MY_ROUND)
def my_round(request: HttpRequest) -> HttpResponse:
    """``/tuyen-cua-toi/?ngay=&ca=``: the list under way, else the next one, else the last."""
    actor = cast("SeatedRequest", request).actor
    on = page_query.day(request)
    rounds = rounds_of_courier(actor.person_id, on)
    one = _chosen(rounds, page_query.text(request, "ca"))
    page: dict[str, object] = {
        "on": on,
        "tabs": _tabs(rounds, one),
        "one": one,
        "unit": unit_name(actor.unit_id),
    }
    if one is not None:
        page |= _page(BoardQuery(actor, one.unit_id, on), one)
    return render(request, "desks/my_round.html", page)


def _chosen(rounds: Sequence[Round], shift: str) -> Round | None:
    """The list asked for, else the one under way, else the next one, else the last."""
    order = {Round.OUT: 0, Round.PLANNED: 1, Round.CLOSED: 2}
    asked = [one for one in rounds if str(one.shift) == shift]
    going = sorted(
        rounds, key=lambda one: (order[one.state], -one.shift if one.state == Round.CLOSED else one.shift)
    )
    return next(iter(asked or going), None)


def _tabs(rounds: Sequence[Round], one: Round | None) -> list[Tab]:
    if one is None or len(rounds) == 1:
        return []
    return [
        Tab(_("Ca %(shift)s") % {"shift": r.shift}, f"{MINE}?ngay={r.on.isoformat()}&ca={r.shift}", current=r.pk == one.pk)
        for r in rounds
    ]  # fmt: skip


def _page(question: BoardQuery, one: Round) -> dict[str, object]:
    (rows, behind), beside = listing_of(one), compared(one)
    to_take = _to_take(one, rows)
    (standing,) = standing_of([one])
    figures = [
        Figure(_("Điểm đã xong"), f"{standing.done_stops}/{standing.stops}"),
        Figure(
            _("Về dự kiến"), clock_text(one.back_at), _("hết ca %(at)s") % {"at": clock_text(one.until_at)}
        ),
        Figure(_("Quãng đường"), kilometres(one.distance_metres), duration(round_seconds(one))),
        Figure(_("Ngoài giờ hẹn"), str(standing.late), tone=Tone.LATE if standing.late else Tone.DONE),
    ]
    return {
        "mark": round_mark(standing),
        "figures": figures,
        "visits": visits_of(rows),
        "halts_after": behind,
        "changed": changed_table(question, one),
        "measured": round_table(beside),
        "measures": round_figures(beside),
        "order": order_table(beside),
        "before": compared_with_before(question, one),
        "sheet": f"/dieu-hanh/tuyen-phat/{one.code}/ban-ke/",
        "to_take": to_take,
        "takes": one.state == Round.PLANNED or bool(to_take),
        "command_id": _ids.make(now()),
    }


def _to_take(one: Round, rows: Sequence[StopRow]) -> list[tuple[UUID, StopRow]]:
    """Items of the list that the courier has not taken yet, in riding order, each with the key of its scan."""
    if one.state == Round.CLOSED:
        return []
    waiting = items_to_take(one)
    return [(_ids.make(now()), row) for row in rows if row.code in waiting]


@require_POST
@open_to(audiences.MY_ROUND)
def take(request: HttpRequest) -> HttpResponse:
    """The courier takes the items he scanned or ticked: from now on they are on his name."""
    actor = cast("SeatedRequest", request).actor
    code = page_query.text(request, "round_code")
    one = round_by_code(code, actor.reach)
    if one is None:
        raise Http404
    keys = _keys(request)
    read = [*request.POST.get("scanned", "").upper().split(), *request.POST.getlist("codes")]
    listed = [number for number in dict.fromkeys(read) if number in keys]
    scans = [Scan(keys[number], number) for number in listed]
    outcome = page_query.do(request, LOAD, {"unit_id": one.unit_id, "round_code": code, "scans": scans})
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
    else:
        strange = [number[:LONGEST] for number in dict.fromkeys(read) if number not in keys]
        say(request, *_words(outcome.result["lines"], strange))
    return redirect(f"{MINE}?ngay={one.on.isoformat()}&ca={one.shift}")


def _keys(request: HttpRequest) -> dict[str, UUID]:
    """The key that the form gave each item's scan: sent twice, it is one scan."""
    pairs = (pair.rpartition(" ") for pair in request.POST.getlist("key"))
    try:
        return {code: UUID(key) for code, _space, key in pairs}
    except ValueError as error:
        raise WrongQuery(field="key", name="key", reason="thiếu hoặc hỏng; hãy tải lại trang") from error


def _words(lines: Sequence[dict[str, Any]], strange: Sequence[str]) -> tuple[Tone, str]:
    """How many he took, and each that he did not, by name."""
    taken = sum(line["status"] in {"done", "duplicate"} for line in lines)
    words = [_("Bạn đã nhận %(count)s bưu gửi.") % {"count": taken}]
    words += [line["refusal"]["message"] for line in lines if line["refusal"]]
    if strange:
        words.append(
            _("Không có trong danh sách chờ nhận của bạn: %(codes)s.") % {"codes": ", ".join(strange[:MOST])}
        )
    return Tone.DONE if len(words) == 1 else Tone.HOLD, " ".join(words)


def visits_of(rows: Sequence[StopRow]) -> list[list[StopRow]]:
    """Lines of one door together, in riding order."""
    visits: list[list[StopRow]] = []
    for row in rows:
        if row.first:
            visits.append([])
        visits[-1].append(row)
    return visits


@require_GET
@open_to(audiences.ROUND_SHEET)
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """``/dieu-hanh/tuyen-phat/<list>/ban-ke/``: the delivery list BD13 for the printer, breaks and returns in their places."""
    one, _question = found_round(request, code)
    rows, behind = listing_of(one)
    page = {
        "one": one,
        "courier": person_name(one.courier_id),
        "unit": unit_name(one.unit_id),
        "leaves": clock_text(one.leaves_at),
        "back": clock_text(one.back_at),
        "kilometres": kilometres(one.distance_metres),
        "visits": visits_of(rows),
        "halts_after": behind,
    }
    return render(request, "desks/round_sheet.html", page)
