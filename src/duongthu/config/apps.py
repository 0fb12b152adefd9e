"""The Django application that stands last: every room is ready before it."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Wires the rooms together."""

    name = "duongthu.config"
    label = "config"

    def ready(self) -> None:
        """Let facts wake their reactions; say when the business day begins."""
        from django.conf import settings

        from duongthu.config.reactions import wire
        from duongthu.kernel.clock import set_day_begins

        set_day_begins(settings.DAY_BEGINS)
        wire()
