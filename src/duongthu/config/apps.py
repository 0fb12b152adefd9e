"""The Django application that stands last: every room is ready before it."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Wires the rooms together."""

    name = "duongthu.config"
    label = "config"

    def ready(self) -> None:
        """Let facts wake their reactions."""
        from duongthu.config.reactions import wire

        wire()
