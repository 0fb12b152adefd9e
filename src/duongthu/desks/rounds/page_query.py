"""What the pages of the board are asked for: a unit within reach, a day; and how their figures are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from duongthu.acts.api import Actor
from duongthu.desks import page_query
from duongthu.desks.guarding import beyond_reach
from duongthu.desks.ui import formats
from duongthu.desks.ui.parts import Link, Mark, Tone
from duongthu.kernel.clock import local, today
from duongthu.network.api import UnitKind, network_on
from duongthu.rounds.api import REASONS, Round, Standing, amount_text, figures_on
from duongthu.staff.api import Role, staff_of

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

BOARD = "/dieu-hanh/tuyen-phat/"
PLANNERS = frozenset({Role.HEAD, Role.DISPATCHER, Role.TELLER, Role.SORTER})


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """One page's question."""

    actor: Actor
    unit_id: int
    on: date

    @property
    def reach(self) -> frozenset[int]:
        """Units asked for and allowed."""
        return network_on(self.on).reach(self.unit_id) & self.actor.reach

    @property
    def is_province(self) -> bool:
        """Whether the whole province is asked for."""
        unit = network_on(self.on).units.get(self.unit_id)
        return unit is not None and unit.kind == UnitKind.PROVINCE

    @property
    def may_plan(self) -> bool:
        """Whether this person may draw and change rounds, and the day is not over."""
        return bool(PLANNERS & self.actor.roles) and self.on >= today()

    def query(self, **more: object) -> str:
        """The question as part of an address."""
        return urlencode({"don-vi": self.unit_id, "ngay": self.on.isoformat()} | more)

    def address(self, path: str = "", **more: object) -> str:
        """A page of the board with the same question."""
        return f"{BOARD}{path}?{self.query(**more)}"


def board_query(request: HttpRequest) -> BoardQuery:
    """The unit (one's own by default) and the day (today by default).

    Raises:
        Http404: no such unit within reach.
    """
    actor = cast("SeatedRequest", request).actor
    unit_id = page_query.number(request, "don-vi", actor.unit_id)
    if unit_id not in actor.reach:
        raise beyond_reach(actor, f"don-vi={unit_id}")
    return BoardQuery(actor, unit_id, page_query.day(request))


def couriers_of(question: BoardQuery) -> dict[int, str]:
    """Couriers in post at the unit and below it: name by person."""
    return {one.person_id: one.name for one in staff_of(sorted(question.reach), question.on, Role.COURIER)}


def shifts_of(on: date) -> list[int]:
    """The shifts of a day."""
    return sorted(set(figures_on(on).shifts()))


def shift_now(on: date, now: datetime) -> int:
    """The shift that is under way or comes next; the last one at night."""
    figures = figures_on(on)
    minutes = local(now).hour * 60 + local(now).minute
    open_still = [
        s for s in shifts_of(on) if figures.get(f"shift_closes_minutes.{s}") > minutes or on > today()
    ]
    return open_still[0] if open_still else shifts_of(on)[-1]


def clock_text(at: datetime | None) -> str:
    """``09:40``; a dash for none."""
    return f"{local(at):%H:%M}" if at else formats.ABSENT


def span_text(start: datetime | None, end: datetime | None) -> str:
    """``09:20–10:10``."""
    return f"{clock_text(start)}–{clock_text(end)}" if start and end else formats.ABSENT


def kilometres(metres: int) -> str:
    """``12,4 km``."""
    return f"{metres / 1000:.1f}".replace(".", ",") + f"{formats.NBSP}km"


def duration(seconds: float) -> str:
    """``2 giờ 05``."""
    minutes = int(seconds) // 60
    return _("%(hours)s giờ %(minutes)s") % {"hours": minutes // 60, "minutes": f"{minutes % 60:02d}"}


def why_text(code: str, amount: int) -> str:
    """Why a door is left out, late or moved, and what would mend it."""
    return _(REASONS[code].words) % {"amount": amount_text(code, amount)}


def round_seconds(one: Round) -> int:
    """How long a round lasts as planned last."""
    return int((one.back_at - one.leaves_at).total_seconds()) if one.back_at and one.leaves_at else 0


def round_mark(standing: Standing) -> Mark:
    """How a round stands."""
    one = standing.round
    if standing.late and one.state != Round.CLOSED:
        return Mark(Tone.LATE, _("chậm %(number)s") % {"number": standing.late})
    return {
        Round.PLANNED: Mark(Tone.IDLE, _("chưa nhận hàng")),
        Round.OUT: Mark(Tone.GOING, _("đang phát")),
        Round.CLOSED: Mark(Tone.DONE, _("đã về")),
    }[one.state]


def crumbs_to(question: BoardQuery) -> Sequence[Link]:
    """The way up to the board."""
    return [Link(_("Điều hành"), "/dieu-hanh/"), Link(_("Tuyến phát"), question.address())]


def days_around(question: BoardQuery) -> tuple[str, str]:
    """Addresses of the board a day before and after."""
    before, after = (
        BoardQuery(question.actor, question.unit_id, question.on + timedelta(days=n)) for n in (-1, 1)
    )
    return before.address(), after.address()
