"""The Django application of the room."""

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    """Closing (floor 8)."""

    name = "duongthu.closing"
    label = "closing"

    def ready(self) -> None:
        """Register acts and recounts."""
        from duongthu.acts.api import register_check
        from duongthu.closing import api, checks  # noqa: F401  (api registers the acts)

        register_check("closing.proofs", checks.check_proofs)
