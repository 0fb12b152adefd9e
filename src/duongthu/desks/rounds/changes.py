"""Changes of running rounds, each shown with its price before it is done: stops moved by hand, a shift drawn anew."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import Outcome, perform
from duongthu.desks import audiences, page_query
from duongthu.desks.rounds.change_tables import figures_of, late_table, left_table, moves_table, round_names
from duongthu.desks.rounds.page_query import (
    BoardQuery,
    board_query,
    couriers_of,
    crumbs_to,
    shift_now,
    shifts_of,
)
from duongthu.desks.rounds.sheet import found_round
from duongthu.desks.ui.parts import Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.rounds.api import ClosedRoad, Round, hamlets_ahead, read_change, rounds_of

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

_ids = IdMaker()
MOVE, REPLAN = "rounds.move_stops", "rounds.replan"
LONGEST = 12


@require_POST
@open_to(audiences.PLAN_ROUNDS)
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
        "number": len(params["codes"]), "round": round_names([params["to_round"]]).get(params["to_round"], params["to_round"])
    }  # fmt: skip
    return _shown_or_done(request, question, MOVE, params, title, back)


@require_GET
@open_to(audiences.PLAN_ROUNDS)
def ask_replan(request: HttpRequest) -> HttpResponse:
    """``/dieu-hanh/tuyen-phat/lap-lai/``: who falls out, who comes in addition."""
    question = board_query(request)
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
@open_to(audiences.PLAN_ROUNDS)
def replan(request: HttpRequest) -> HttpResponse:
    """Draw the running rounds of a shift anew: rehearsed and shown, then done."""
    question = board_query(request)
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
        ClosedRoad(
            one,
            other,
            60 * int(minutes) if page_query.NUMBER.fullmatch(minutes) and len(minutes) < LONGEST else 0,
        )
        for one, other, minutes in zip(*columns, strict=False)
        if one or other
    ]


def _shift(request: HttpRequest, question: BoardQuery) -> int:
    given = page_query.number(request, "ca", 0)
    return given if given in shifts_of(question.on) else shift_now(question.on, now())


def as_numbers(request: HttpRequest, name: str) -> list[int]:
    """All values of a field, each a number a person or a shift may bear."""
    return page_query.numbers(request, name)


def _shown_or_done(
    request: HttpRequest, question: BoardQuery, act: str, params: dict[str, Any], title: str, back: str
) -> HttpResponse:
    actor = cast("SeatedRequest", request).actor
    if request.POST.get("command_id"):
        outcome = page_query.do(request, act, params)
        say(request, *_words(outcome))
        return redirect(back)
    outcome = perform(actor, act, params, dry_run=True)
    told = read_change({"asked": {}, "told": outcome.result}).told if outcome.done else None
    page = {
        "question": question,
        "crumbs": crumbs_to(question),
        "title": title,
        "refusal": outcome.refusal,
        "figures": figures_of(told) if told else [],
        "moves": moves_table(told.moves) if told else None,
        "left": left_table(told) if told else None,
        "late": late_table(told) if told else None,
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
