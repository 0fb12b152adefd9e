"""Plans of a shift: drawn as a draft, looked at, published."""

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from duongthu.desks import audiences, page_query
from duongthu.desks.naming import person_name, unit_name
from duongthu.desks.rounds.change_tables import asked_text, figures_of, late_table, left_table, moves_table
from duongthu.desks.rounds.changes import as_numbers
from duongthu.desks.rounds.comparison_tables import couriers_table, plan_table
from duongthu.desks.rounds.page_query import (
    BoardQuery,
    board_query,
    couriers_of,
    crumbs_to,
    duration,
    kilometres,
    shift_now,
    shifts_of,
    why_text,
)
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Row, Table, Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.rounds.api import Plan, Review, change_of, compared_plans, plan_by_code, review_of
from duongthu.staff.api import names_of

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

_ids = IdMaker()
PLANNERS = {
    "engine": lazy("bộ lập tuyến"),
    "plain": lazy("chia đều theo xã"),
    "change": lazy("thay đổi giữa ca"),
}


@require_GET
@open_to(audiences.PLAN_ROUNDS)
def ask(request: HttpRequest) -> HttpResponse:
    """``/dieu-hanh/tuyen-phat/lap/``: the shift and who goes."""
    question = board_query(request)
    page = {
        "question": question,
        "crumbs": crumbs_to(question),
        "unit": unit_name(question.unit_id),
        "shift": shift_now(question.on, now()),
        "shifts": shifts_of(question.on),
        "couriers": list(couriers_of(question).items()),
        "command_id": _ids.make(now()),
    }
    return render(request, "desks/plan_new.html", page)


@require_POST
@open_to(audiences.PLAN_ROUNDS)
def draw(request: HttpRequest) -> HttpResponse:
    """Draw a draft; a refusal comes back in words."""
    question = board_query(request)
    params: dict[str, Any] = {
        "unit_id": question.unit_id, "shift": next(iter(as_numbers(request, "ca")), 0), "on": question.on,
        "couriers": as_numbers(request, "couriers"),
    }  # fmt: skip
    outcome = page_query.do(request, "rounds.plan", params)
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
        return redirect(question.address("lap/"))
    came, gone = outcome.result["came"], outcome.result["gone"]
    if came or gone:
        words = _("Trong lúc lập có %(came)s bưu gửi, việc mới đến và %(gone)s không còn chờ.")
        say(request, Tone.HOLD, words % {"came": came, "gone": gone})
    return redirect("rounds_plan", outcome.result["plan"])


@require_GET
@open_to(audiences.ROUNDS)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """``/dieu-hanh/tuyen-phat/phuong-an/<plan>/``: length, duration, load, lateness, what is left out and why."""
    plan, question = _found(request, code)
    if plan.planner == Plan.CHANGE:
        return _show_change(request, plan, question)
    review, before = review_of(plan), compared_plans(plan)
    page = {
        "question": question,
        "crumbs": crumbs_to(question),
        "plan": plan,
        "unit": unit_name(plan.unit_id),
        "figures": _figures(review),
        "rounds": _rounds(review),
        "before": plan_table(before) if before else None,
        "couriers": couriers_table(before) if before else None,
        "left": _left(review),
        "publishable": question.may_plan and plan.state == Plan.DRAFT,
        "command_id": _ids.make(now()),
    }
    return render(request, "desks/plan.html", page)


def _show_change(request: HttpRequest, plan: Plan, question: BoardQuery) -> HttpResponse:
    """A change under way as it was told when it was made: what moved, what is late, what was left out, and why."""
    change = change_of(plan)
    if change is None:
        raise Http404
    page = {
        "crumbs": crumbs_to(question),
        "plan": plan,
        "unit": unit_name(plan.unit_id),
        "asked": asked_text(change.asked),
        "person": person_name(plan.made_by_id),
        "figures": figures_of(change.told),
        "left": left_table(change.told),
        "late": late_table(change.told),
        "moves": moves_table(change.told.moves),
        "rounds": _rounds(review_of(plan)),
    }
    return render(request, "desks/plan_change.html", page)


@require_POST
@open_to(audiences.PLAN_ROUNDS)
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Put a draft in force."""
    plan, question = _found(request, code)
    params = {"unit_id": plan.unit_id, "plan": plan.code}
    outcome = page_query.do(request, "rounds.publish", params)
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
        return redirect("rounds_plan", code)
    say(
        request,
        Tone.DONE,
        _("Đã ban hành: %(number)s tuyến phát.") % {"number": len(outcome.result["rounds"])},
    )
    return redirect(question.address())


def _found(request: HttpRequest, code: str) -> tuple[Plan, BoardQuery]:
    actor = cast("SeatedRequest", request).actor
    plan = plan_by_code(code, actor.reach)
    if plan is None:
        raise Http404
    return plan, BoardQuery(actor, plan.unit_id, plan.on)


def _figures(review: Review) -> list[Figure]:
    jobs, late = sum(one.jobs for one in review.rounds), sum(one.late for one in review.rounds)
    seconds = [one.seconds for one in review.rounds] or [0]
    return [
        Figure(_("Tuyến"), formats.count(len(review.rounds)), str(PLANNERS[review.planner])),
        Figure(
            _("Bưu gửi, việc"), formats.count(jobs), _("%(number)s để lại") % {"number": len(review.left)}
        ),
        Figure(_("Quãng đường"), kilometres(sum(one.metres for one in review.rounds))),
        Figure(_("Tuyến ngắn, dài nhất"), f"{duration(min(seconds))} – {duration(max(seconds))}"),
        Figure(_("Sau giờ hẹn"), formats.count(late), tone=Tone.LATE if late else Tone.DONE),
        Figure(_("Giá quy ước"), formats.count(review.price)),
    ]


def _rounds(review: Review) -> Table:
    names = names_of({one.courier_id for one in review.rounds})
    rows = [
        Row(
            (
                names.get(r.courier_id, str(r.courier_id)), unit_name(r.unit_id), r.stops, r.jobs, duration(r.seconds),
                kilometres(r.metres), r.grams, r.reloads, r.late,
            )
        )
        for r in review.rounds
    ]  # fmt: skip
    columns = (
        Column(_("Bưu tá")), Column(_("Từ bưu cục"), phone=False), Column(_("Điểm"), "count"),
        Column(_("Bưu gửi, việc"), "count"), Column(_("Thời gian"), "measure"), Column(_("Quãng đường"), "measure"),
        Column(_("Khối lượng"), "weight"),
        Column(_("Lần về lấy thêm"), "count"), Column(_("Sau giờ hẹn"), "count"),
    )  # fmt: skip
    return Table(_("Tuyến của phương án"), columns, rows, empty=_("Phương án không có tuyến nào."))


def _left(review: Review) -> Table:
    rows = [Row((left.address, why_text(left.why, left.amount))) for left in review.left[:300]]
    columns = (Column(_("Địa chỉ"), wide=True), Column(_("Để lại vì")))
    return Table(_("Để lại"), columns, rows, empty=_("Không có gì phải để lại."))
