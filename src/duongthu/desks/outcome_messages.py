"""What an act came to, said on the next page."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from duongthu.acts.api import PROPOSED, Outcome
from duongthu.desks.ui.parts import Tone
from duongthu.desks.ui.shell import say
from duongthu.desks.words import act_title


def say_outcome(request: HttpRequest, outcome: Outcome, act: str) -> None:
    """Tell that an act was done, or that it waits for a second person."""
    if outcome.status == PROPOSED:
        say(request, Tone.HOLD, _("Đã lập đề nghị: chờ người khác duyệt."))
    else:
        say(request, Tone.DONE, _("Đã thực hiện: %(what)s.") % {"what": act_title(act)})


def tell(request: HttpRequest, outcome: Outcome, act: str) -> None:
    """Tell what an act came to, why it was refused among it."""
    if outcome.refusal:
        say(request, Tone.LATE, outcome.refusal["message"])
    else:
        say_outcome(request, outcome, act)
