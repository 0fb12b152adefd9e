"""A late trip at the control room: what waits for it, the ways to bring that on, and the decision."""

from typing import TYPE_CHECKING, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import find_act
from duongthu.desks import audiences, page_query
from duongthu.desks.naming import person_name, unit_name
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Row, Table, Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now, today
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.transport.api import Alternative, LateCase, LateDecision, late_case

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

WAYS = {
    LateDecision.WAIT: lazy("Chờ chuyến này"),
    LateDecision.NEXT: lazy("Dồn sang chuyến sau"),
    LateDecision.OTHER: lazy("Gửi chuyến khác đi ngang"),
    LateDecision.SPECIAL: lazy("Chạy chuyến đặc biệt ngay"),
}
_ids = IdMaker()


class ChooseForm(forms.Form):
    """Which way, and why."""

    way = forms.ChoiceField(label=lazy("Cách xử lý"), widget=forms.RadioSelect(attrs={"class": "choices"}))
    reason = forms.CharField(
        label=lazy("Vì sao chuyến không đi đúng giờ"),
        max_length=200,
        error_messages={"required": lazy("Ghi lý do: người xem lại cần biết vì sao chuyến trễ.")},
    )

    def __init__(self, case: LateCase, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = cast("forms.ChoiceField", self.fields["way"])
        field.choices = [(_key(way), _title(way)) for way in case.alternatives]


def _key(way: Alternative) -> str:
    return f"{way.kind}|{way.by_trip}"


def _title(way: Alternative) -> str:
    title = str(WAYS[way.kind])
    return f"{title}: {way.name}" if way.kind in {LateDecision.OTHER, LateDecision.NEXT} else title


@require_GET
@open_to(audiences.CONTROL)
def show(request: HttpRequest) -> HttpResponse:
    """``/dieu-hanh/chuyen-tre/?chuyen=``: the case of one late trip."""
    key = request.GET.get("chuyen", "")
    case = late_case(key, today(), now())
    if case is None:
        return render(request, "desks/late_trip_gone.html", {"trip": key[:60]}, status=404)
    _within_reach(request, case)
    best = max(case.alternatives, key=lambda way: (way.kept, -way.cost_dong, way.kind == LateDecision.WAIT))
    return _page(request, case, ChooseForm(case, initial={"way": _key(best)}))


def _within_reach(request: HttpRequest, case: LateCase) -> None:
    if not cast("SeatedRequest", request).actor.reach & {stop.unit_id for stop in case.trip.stops}:
        raise Http404


def _page(request: HttpRequest, case: LateCase, form: ChooseForm) -> HttpResponse:
    actor, start = cast("SeatedRequest", request).actor, case.trip.stops[0].unit_id
    page = {
        "case": case,
        "figures": _figures(case),
        "ways": _ways(case),
        "arrivals": _arrivals(case),
        "decisions": _decisions(case),
        "form": form if start in actor.reach and _may_decide(request) else None,
        "command_id": _ids.make(now()),
    }
    return render(request, "desks/late_trip.html", page, status=422 if form.errors else 200)


def _may_decide(request: HttpRequest) -> bool:
    actor = cast("SeatedRequest", request).actor
    return bool(find_act("transport.choose_alternative").roles & actor.roles)


def _figures(case: LateCase) -> list[Figure]:
    return [
        Figure(_("Trễ (phút)"), formats.count(case.minutes_behind), tone=Tone.LATE),
        Figure(_("Túi chờ"), formats.count(case.bags)),
        Figure(_("Bưu gửi"), formats.count(len(case.items))),
        Figure(_("Đúng giờ thì kịp hẹn"), formats.count(case.in_time)),
    ]


def _ways(case: LateCase) -> Table:
    rows = [
        Row(
            (
                str(WAYS[way.kind]), way.name, way.leaves_at, way.kept, way.late, way.metres // 1000,
                way.cost_dong,
            )
        )
        for way in case.alternatives
    ]  # fmt: skip
    columns = (
        Column(_("Cách xử lý")), Column(_("Chuyến"), wide=True), Column(_("Đi lúc"), "moment"),
        Column(_("Kịp hẹn"), "count"), Column(_("Lỡ hẹn"), "count"), Column(_("km chạy thêm"), "count"),
        Column(_("Chi phí thêm"), "money"),
    )  # fmt: skip
    return Table(_("Các cách và cái giá"), columns, rows)


def _arrivals(case: LateCase) -> Table:
    """When what waits comes to each stop, way by way."""
    waiting = {item.bag_to for item in case.items}
    planned = {stop.unit_id: stop.arrives_at for stop in reversed(case.trip.stops[1:])}
    rows = [
        Row((unit_name(unit), planned[unit], *(way.arrives.get(unit) for way in case.alternatives)))
        for unit in sorted(waiting, key=lambda unit: planned[unit])
    ]
    columns = (
        Column(_("Đến đơn vị"), wide=True), Column(_("Theo giờ"), "moment"),
        *(Column(str(WAYS[way.kind]), "moment") for way in case.alternatives),
    )  # fmt: skip
    return Table(_("Giờ đến theo từng cách"), columns, rows, empty=_("Không có túi nào chờ chuyến này."))


def _decisions(case: LateCase) -> Table:
    rows = [
        Row(
            (
                str(WAYS[one.kind]), one.by_trip, one.items_kept, one.cost_dong, one.reason,
                person_name(one.decided_by_id), one.decided_at,
            )
        )
        for one in case.decisions
    ]  # fmt: skip
    columns = (
        Column(_("Đã quyết định")), Column(_("Chuyến thay"), wide=True), Column(_("Kịp hẹn"), "count"),
        Column(_("Chi phí thêm"), "money"), Column(_("Lý do"), wide=True), Column(_("Người quyết định")),
        Column(_("Lúc"), "moment"),
    )  # fmt: skip
    return Table(_("Quyết định đã có"), columns, rows, empty=_("Chưa ai quyết định cho chuyến này."))


@require_POST
@open_to(audiences.DECIDE_TRIPS)
def choose(request: HttpRequest) -> HttpResponse:
    """Decide; a refusal comes back in words."""
    key, _actor = request.POST.get("trip", ""), cast("SeatedRequest", request).actor
    case = late_case(key, today(), now())
    if case is None:
        return render(request, "desks/late_trip_gone.html", {"trip": key[:60]}, status=404)
    _within_reach(request, case)
    form = ChooseForm(case, request.POST)
    if not form.is_valid():
        return _page(request, case, form)
    kind, _bar, by_trip = form.cleaned_data["way"].partition("|")
    params = {
        "unit_id": case.trip.stops[0].unit_id, "trip": key, "kind": kind, "reason": form.cleaned_data["reason"],
        "by_trip": by_trip if kind == LateDecision.OTHER else "",
    }  # fmt: skip
    outcome = page_query.do(request, "transport.choose_alternative", params)
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
    else:
        words = _("Đã quyết định: %(way)s, %(number)s chuyến thư được chuyển.")
        number = formats.count(len(outcome.result["dispatches"]))
        say(request, Tone.DONE, words % {"way": str(WAYS[kind]).lower(), "number": number})
    return redirect(f"{reverse('late_trip')}?chuyen={key}")
