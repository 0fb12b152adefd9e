"""What the operator set for messages."""

from django.conf import settings

from duongthu.notices.rules.texts import Hotline


def hotline() -> Hotline:
    """Whom customers may call: it stands in each message and on the tracking page."""
    return Hotline(settings.HOTLINE_NAME, settings.HOTLINE)
