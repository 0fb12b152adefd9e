"""The Django application of the room."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Rounds (floor 6)."""

    name = "duongthu.rounds"
    label = "rounds"

    def ready(self) -> None:
        """Register acts and recounts."""
        from duongthu.acts.api import register_check, register_condition, register_master
        from duongthu.rounds import api, checks, models

        register_master("rounds.setting", models.Setting)
        register_check("rounds.lists", checks.check_rounds)
        register_check("rounds.tasks", checks.check_tasks)
        register_check("rounds.changes", checks.check_changes)
        register_condition("rounds.out", checks.rounds_are_in)
        api.register_undoings()
