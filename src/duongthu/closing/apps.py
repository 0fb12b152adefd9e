"""The Django application of the room."""

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    """Closing (floor 8)."""

    name = "duongthu.closing"
    label = "closing"

    def ready(self) -> None:
        """Register acts and recounts."""
        from duongthu.acts.api import register_check, register_master
        from duongthu.closing import api, checks, models  # noqa: F401  (api registers the acts)

        register_check("closing.proofs", checks.check_proofs)
        register_master("closing.day_proof", models.DayProof)
