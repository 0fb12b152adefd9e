"""The Django application of the room."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Network (floor 3)."""

    name = "duongthu.network"
    label = "network"

    def ready(self) -> None:
        """Teach the registry the acts of this room, and ``verify`` its recounts."""
        from duongthu.acts.api import register_check, set_answers_for_all
        from duongthu.network import actions  # noqa: F401  (registers its acts)
        from duongthu.network.checks import check_placements, check_roads
        from duongthu.network.queries.reading import answers_for_province

        register_check("network.placements", check_placements)
        register_check("network.roads", check_roads)
        set_answers_for_all(answers_for_province)
