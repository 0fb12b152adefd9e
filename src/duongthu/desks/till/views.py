"""The page of the cash desk and the one door through which its forms do their acts."""

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import find_act
from duongthu.desks import audiences, page_query
from duongthu.desks.guarding import beyond_reach
from duongthu.desks.naming import owner_name, person_name, unit_name
from duongthu.desks.outcome_messages import say_outcome
from duongthu.desks.till.controls import CONTROLS
from duongthu.desks.till.fields import ActForm, person_of
from duongthu.desks.till.office import Office
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Column, Figure, Mark, Row, Table, Tone
from duongthu.desks.words import act_title, kind_title
from duongthu.kernel.clock import now, today
from duongthu.kernel.doors import open_to
from duongthu.kernel.ids import IdMaker
from duongthu.ledger.api import Pouch, handed_in, tills_of

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

_ids = IdMaker()


@require_GET
@open_to(audiences.CASH)
def show(request: HttpRequest) -> HttpResponse:
    """``/quy/?don-vi=``: the cash of a unit: in my hands, promised, under way, lacking; and what I may do about it."""
    return _page(request, _office(request), "", None)


@require_POST
@open_to(audiences.CASH)
def act(request: HttpRequest, control: str) -> HttpResponse:
    """Do one act; a refusal comes back beside its form, with the values as they were given."""
    wanted = CONTROLS.get(control)
    if wanted is None:
        raise Http404(control)
    office = _office(request)
    form = ActForm(wanted, office, control, request.POST)
    if not form.is_valid():
        return _page(request, office, control, form)
    params = form.params() | ({"unit_id": office.unit_id} if wanted.at_unit else {})
    outcome = page_query.do(request, wanted.act, params)
    if outcome.refusal:
        form.refuse(outcome.refusal)
        return _page(request, office, control, form)
    say_outcome(request, outcome, wanted.act)
    return redirect(f"{reverse('my_cash')}?don-vi={office.unit_id}")


def _office(request: HttpRequest) -> Office:
    actor = cast("SeatedRequest", request).actor
    unit_id = page_query.number(request, "don-vi", actor.unit_id)
    if unit_id != actor.unit_id and unit_id not in actor.reach:
        raise beyond_reach(actor, f"quỹ của đơn vị số {unit_id}")
    return Office(actor, unit_id)


def _page(request: HttpRequest, office: Office, failed: str, form: ActForm | None) -> HttpResponse:
    page = {
        "unit": unit_name(office.unit_id),
        "unit_id": office.unit_id,
        "units": _units(office),
        "figures": _figures(office),
        "tables": _tables(office),
        "controls": _controls(office, failed, form),
    }
    return render(request, "desks/my_cash.html", page, status=422 if failed else 200)


def _controls(office: Office, failed: str, form: ActForm | None) -> list[dict[str, Any]]:
    """What the actor's roles may do and there is something to do about; the one that failed as it was filled in."""
    found = []
    for key, control in CONTROLS.items():
        if not find_act(control.act).roles & office.actor.roles:
            continue
        shown = form if key == failed and form is not None else ActForm(control, office, key)
        if shown.usable or key == failed:
            title = act_title(control.act)
            found.append(
                {
                    "key": key,
                    "title": title,
                    "button": control.button,
                    "form": shown,
                    "command_id": _ids.make(now()),
                }
            )
    return found


def _units(office: Office) -> list[tuple[int, str]]:
    """The units with cash in the actor's reach, where there is a choice."""
    if not office.whole:
        return []
    ids = {*tills_of(office.actor.reach).values_list("unit_id", flat=True), office.unit_id}
    return sorted(((unit, unit_name(unit)) for unit in ids), key=lambda one: one[1]) if len(ids) > 1 else []


def _figures(office: Office) -> list[Figure]:
    me, own = (
        office.actor.person_id,
        [a for a in office.shortages if person_of(a.owner) == office.actor.person_id],
    )
    in_tills = sum(till.account.balance_dong for till in office.own_tills)
    carried = sum(pouch.amount_dong for pouch in office.pouches if pouch.carrier_id == me)
    held, short = (sum(a.balance_dong for a in own if a.kind == kind) for kind in ("courier", "short"))
    return [
        Figure(_("Trong quỹ tôi giữ"), formats.money(in_tills)),
        Figure(_("Tiền phát tôi đang giữ"), formats.money(held)),
        Figure(_("Túi tiền tôi mang"), formats.money(carried)),
        Figure(_("Thiếu mang tên tôi"), formats.money(short), tone=Tone.LATE if short else Tone.DONE),
    ]


def _tables(office: Office) -> list[Table]:
    tables = [_tills(office), _promises(office)] if office.whole else []
    mine = [] if office.whole else [_handed_in(office)]
    return [*tables, _pouches(office), *mine, _shortages(office)]


def _tills(office: Office) -> Table:
    rows = []
    for till in office.tills:
        mine = till.person_id == office.actor.person_id
        who = person_name(till.person_id) if till.person_id else "–"
        state = (
            Mark(Tone.GOING, _("tôi giữ") if mine else _("đang mở"))
            if till.is_open
            else Mark(Tone.IDLE, _("đóng"))
        )
        rows.append(Row((owner_name(till.code), who, state, till.account.balance_dong)))
    columns = (
        Column(_("Quỹ")),
        Column(_("Người giữ")),
        Column(_("Trạng thái"), "mark"),
        Column(_("Còn"), "money"),
    )
    return Table(_("Quỹ của đơn vị"), columns, rows, empty=_("Đơn vị này không có quỹ."))


def _promises(office: Office) -> Table:
    me, rows = office.actor.person_id, []
    for one in office.promises:
        waits = Mark(Tone.HOLD, _("chờ tôi nhận") if one.taker.person_id == me else _("chờ nhận"))
        rows.append(Row((owner_name(one.giver.code), owner_name(one.taker.code), waits, one.amount_dong)))
    columns = (
        Column(_("Từ quỹ")),
        Column(_("Sang quỹ")),
        Column(_("Trạng thái"), "mark"),
        Column(_("Số tiền"), "money"),
    )
    return Table(
        _("Tiền giao giữa các quỹ, chưa nhận"), columns, rows, empty=_("Không có khoản nào chờ nhận.")
    )


def _pouches(office: Office) -> Table:
    rows = [
        Row(
            (
                p.code,
                unit_name(p.from_unit_id),
                unit_name(p.to_unit_id),
                person_name(p.carrier_id),
                _pouch_state(p, office.actor.person_id),
                p.given_at,
                p.amount_dong,
            )
        )
        for p in (*office.offered, *office.pouches)
    ]
    columns = (
        Column(_("Túi tiền"), "code"), Column(_("Từ")), Column(_("Đến")), Column(_("Người mang")),
        Column(_("Trạng thái"), "mark"), Column(_("Giao lúc"), "moment", phone=False), Column(_("Số tiền"), "money"),
    )  # fmt: skip
    return Table(_("Túi tiền chưa đến nơi"), columns, rows, empty=_("Không có túi tiền nào đang đi."))


def _handed_in(office: Office) -> Table:
    """What a courier or driver handed in today, each with the page from which it is taken back."""
    rows = [
        Row(
            (kind_title(entry.kind), entry.recorded_at, entry.amount_dong),
            reverse("act", args=[entry.act_id]),
        )
        for entry in handed_in(office.actor.person_id, today())
    ]
    columns = (Column(_("Việc")), Column(_("Lúc"), "moment"), Column(_("Số tiền"), "money"))
    return Table(_("Tôi đã nộp hôm nay"), columns, rows, empty=_("Hôm nay tôi chưa nộp khoản nào."))


def _pouch_state(pouch: Pouch, me: int) -> Mark:
    if pouch.state == Pouch.OFFERED:
        return Mark(Tone.HOLD, _("chờ tôi nhận mang") if pouch.carrier_id == me else _("chờ người mang nhận"))
    return Mark(Tone.GOING, _("đang đi"))


def _shortages(office: Office) -> Table:
    rows = []
    for account in office.shortages:
        if not account.balance_dong:
            continue
        who = owner_name(account.owner) if person_of(account.owner) else _("Chưa quy cho ai")
        kind = (
            Mark(Tone.LATE, _("tiền thiếu"))
            if account.kind == "short"
            else Mark(Tone.GOING, _("bưu tá đang giữ"))
        )
        rows.append(Row((who, kind, account.balance_dong)))
    columns = (Column(_("Ai")), Column(_("Khoản"), "mark"), Column(_("Số tiền"), "money"))
    return Table(
        _("Tiền thiếu và tiền bưu tá đang giữ"),
        columns,
        rows,
        empty=_("Không có tiền thiếu, cũng không ai giữ tiền phát."),
    )
