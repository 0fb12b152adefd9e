"""The Django application of the room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices (floor 7)."""

    name = "duongthu.notices"
    label = "notices"

    def ready(self) -> None:
        """Register acts and recounts."""
        from duongthu.acts.api import register_check
        from duongthu.notices import api, checks  # noqa: F401  (api registers the acts)

        register_check("notices.messages", checks.check_messages)
