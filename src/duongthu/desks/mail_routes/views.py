"""Mail routes: today's timetable, proposals drawn by the engine beside it, and putting one in force."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from django import forms
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import Actor, find_act
from duongthu.desks import audiences, page_query
from duongthu.desks.mail_routes.shown import WAYS, board_of, figures_of, units_table, ways_table
from duongthu.desks.naming import person_name, unit_name
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Mark, Pair, Row, Table, Tone
from duongthu.desks.ui.shell import say
from duongthu.kernel.clock import now, today
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.network.api import VEHICLE_NAMES, PlannedRoute, UnitKind, network_on
from duongthu.transport.api import Compared, RouteProposal, compared, proposal_by_code, proposals

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

MOST, FIRST_UNITS, PAGE_ROWS = 100, 40, 30
WEEKDAYS = (
    ("123456", lazy("Thứ Hai đến thứ Bảy")),
    ("12345", lazy("Thứ Hai đến thứ Sáu")),
    ("7", lazy("Chủ nhật")),
)
STATES = {
    RouteProposal.DRAFT: (Tone.GOING, lazy("bản thảo")),
    RouteProposal.ADOPTED: (Tone.DONE, lazy("đã áp dụng")),
}
_ids = IdMaker()


class ProposeForm(forms.Form):
    """For which days to plan, and how long to search."""

    on = forms.DateField(
        label=lazy("Theo mạng lưới ngày"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    weekdays = forms.ChoiceField(label=lazy("Loại ngày"), choices=WEEKDAYS)
    days = forms.IntegerField(
        label=lazy("Khối lượng bình quân của số ngày trước"), min_value=1, max_value=90, initial=14
    )
    seconds = forms.IntegerField(label=lazy("Thời gian tính tối đa"), min_value=1, max_value=60, initial=8)


class AdoptForm(forms.Form):
    """From which day."""

    from_on = forms.DateField(
        label=lazy("Áp dụng từ ngày"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )


@require_GET
@open_to(audiences.CONTROL)
def timetable(request: HttpRequest) -> HttpResponse:
    """``/dieu-hanh/duong-thu/``: the routes of today, the proposals, and a form to draw one."""
    return _timetable(request, ProposeForm(initial={"on": today() + timedelta(days=1)}))


def _timetable(request: HttpRequest, form: ProposeForm) -> HttpResponse:
    actor = cast("SeatedRequest", request).actor
    routes = network_on(today()).routes
    shown: Page[PlannedRoute] = Paginator(routes, PAGE_ROWS).get_page(request.GET.get("trang"))
    page = {
        "figures": _counts(routes),
        "proposals": _proposals(list(proposals()[:MOST])),
        "routes": _routes(list(shown)),
        "shown": shown,
        "form": form if _may_plan(actor) else None,
        "command_id": _ids.make(now()),
    }
    return render(request, "desks/mail_routes.html", page, status=422 if form.errors else 200)


def _may_plan(actor: Actor) -> bool:
    kinds = {UnitKind.PROVINCE, UnitKind.CENTRE}
    unit = network_on(today()).units.get(actor.unit_id)
    return bool(unit and unit.kind in kinds and find_act("transport.propose_routes").roles & actor.roles)


def _counts(routes: tuple[PlannedRoute, ...]) -> list[Figure]:
    titles = {
        1: _("Cấp 1: trục vùng"),
        2: _("Cấp 2: trung tâm – huyện, xã"),
        3: _("Cấp 3: bưu cục, điểm BĐ-VHX"),
    }
    trips = network_on(today()).trips
    return [
        Figure(
            titles[level],
            formats.count(sum(route.level == level for route in routes)),
            _("%(number)s chuyến hôm nay") % {"number": formats.count(sum(t.level == level for t in trips))},
        )
        for level in (1, 2, 3)
    ]


def _proposals(found: list[RouteProposal]) -> Table:
    rows = []
    for proposal in found:
        read, tone = compared(proposal), STATES[proposal.state]
        rows.append(
            Row(
                (
                    proposal.code,
                    str(dict(WEEKDAYS).get(proposal.weekdays, proposal.weekdays)),
                    _kilometres(read.plan.metres),
                    _kilometres(read.today.metres),
                    read.plan.cost_dong,
                    read.today.cost_dong,
                    Mark(tone[0], str(tone[1])),
                ),
                reverse("mail_route_proposal", args=[proposal.code]),
            )
        )
    columns = (
        Column(_("Phương án")), Column(_("Loại ngày")), Column(_("km một ngày")), Column(_("km hiện nay"), phone=False),
        Column(_("Chi phí một ngày"), "money"), Column(_("Chi phí hiện nay"), "money", phone=False),
        Column(_("Trạng thái"), "mark"),
    )  # fmt: skip
    return Table(
        _("Phương án đường thư"), columns, rows, empty=_("Chưa có phương án nào. Lập một phương án ở dưới.")
    )


def _kilometres(metres: int) -> str:
    return formats.count(metres // 1000)


def _routes(routes: Sequence[PlannedRoute]) -> Table:
    rows = [
        Row(
            (
                route.code, route.name, str(VEHICLE_NAMES[route.vehicle]), " ".join(route.departures), len(route.stops) - 1,
                route.stops[-1].arrive_minutes,
            )
        )
        for route in routes
    ]  # fmt: skip
    columns = (
        Column(_("Đường thư")), Column(_("Tuyến"), wide=True), Column(_("Xe"), phone=False), Column(_("Giờ đi")),
        Column(_("Điểm dừng"), "count"), Column(_("Phút một chuyến"), "count"),
    )  # fmt: skip
    return Table(_("Hành trình hôm nay"), columns, rows, empty=_("Hôm nay không có đường thư nào."))


@require_POST
@open_to(audiences.PLAN_ROUTES)
def propose(request: HttpRequest) -> HttpResponse:
    """Draw a proposal from the journals of past days; a refusal comes back in words."""
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return _timetable(request, form)
    actor = cast("SeatedRequest", request).actor
    params = {"unit_id": actor.unit_id, **form.cleaned_data}
    outcome = page_query.do(request, "transport.propose_routes", params)
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
        return redirect("mail_routes")
    say(request, Tone.DONE, _("Đã lập phương án; hành trình hiện nay chưa thay đổi."))
    return redirect("mail_route_proposal", outcome.result["proposal"])


@require_GET
@open_to(audiences.CONTROL)
def proposal(request: HttpRequest, code: str) -> HttpResponse:
    """``/dieu-hanh/duong-thu/<code>/``: a proposal beside today's timetable."""
    found = proposal_or_404(code)
    first = max(today(), found.on - timedelta(days=1)) + timedelta(days=1)
    return _proposal(request, found, AdoptForm(initial={"from_on": first}))


def proposal_or_404(code: str) -> RouteProposal:
    """The proposal of that code."""
    found = proposal_by_code(code)
    if found is None:
        raise Http404
    return found


def _proposal(request: HttpRequest, found: RouteProposal, form: AdoptForm) -> HttpResponse:
    actor, read = cast("SeatedRequest", request).actor, compared(found)
    tone, everything = STATES[found.state], request.GET.get("don-vi") == "tat-ca"
    page = {
        "proposal": found,
        "mark": Mark(tone[0], str(tone[1])),
        "figures": figures_of(read),
        "board": board_of(found, read),
        "ways": ways_table(read),
        "units": units_table(read, len(read.units) if everything else FIRST_UNITS),
        "more": 0 if everything else len(read.units) - FIRST_UNITS,
        "facts": _facts(found, read),
        "form": form,
        "adoptable": found.state == RouteProposal.DRAFT and _may_plan(actor),
        "own": found.made_by_id == actor.person_id,
        "command_id": _ids.make(now()),
    }
    return render(request, "desks/mail_route_proposal.html", page, status=422 if form.errors else 200)


def _facts(found: RouteProposal, read: Compared) -> list[Pair]:
    taken = {way.centre: way.way for way in read.ways if way.taken}
    pairs = [
        Pair(_("Loại ngày"), str(dict(WEEKDAYS).get(found.weekdays, found.weekdays))),
        Pair(_("Theo mạng lưới ngày"), found.on, "day"),
        Pair(_("Người lập"), person_name(found.made_by_id)),
        Pair(_("Lập lúc"), found.made_at, "moment"),
        Pair(_("Thư đi một ngày"), read.collect_grams, "weight"),
        Pair(_("Thư đến một ngày"), read.deliver_grams, "weight"),
        Pair(_("Nguồn khối lượng"), _source(read)),
    ]
    pairs += [Pair(_("Cách đi"), f"{unit_name(centre)}: {WAYS[way]}") for centre, way in taken.items()]
    if found.adopted_from_on:
        pairs += [
            Pair(_("Áp dụng từ ngày"), found.adopted_from_on, "day"),
            Pair(_("Người quyết định"), person_name(found.adopted_by_id or 0)),
        ]
    return pairs


def _source(read: Compared) -> str:
    if read.source == "given":
        return _("nhập từng đơn vị")
    return _("sổ nhận gửi, %(days)s ngày") % {"days": read.days}


@require_POST
@open_to(audiences.PLAN_ROUTES)
def adopt(request: HttpRequest, code: str) -> HttpResponse:
    """Put a proposal in force from a day on."""
    found, form = proposal_or_404(code), AdoptForm(request.POST)
    if not form.is_valid():
        return _proposal(request, found, form)
    actor, from_on = cast("SeatedRequest", request).actor, cast("date", form.cleaned_data["from_on"])
    params = {"unit_id": actor.unit_id, "proposal": code, "from_on": from_on}
    outcome = page_query.do(request, "transport.adopt_routes", params)
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
    else:
        say(request, Tone.DONE, _("Áp dụng từ ngày %(on)s.") % {"on": formats.day(from_on)})
    return redirect("mail_route_proposal", code)
