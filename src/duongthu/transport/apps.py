"""The Django application of the room."""

from django.apps import AppConfig


class TransportConfig(AppConfig):
    """Transport (floor 6)."""

    name = "duongthu.transport"
    label = "transport"

    def ready(self) -> None:
        """Register acts, journals and recounts."""
        from duongthu.acts.api import Journal, register_check, register_condition, register_journal
        from duongthu.transport import api, checks, models

        columns = tuple(f.name for f in models.Irregularity._meta.concrete_fields)  # noqa: SLF001
        register_journal(Journal("transport.irregularity", models.Irregularity, columns))
        register_check("transport.bags", checks.check_bags)
        register_condition("transport.bags", checks.no_bag_on_an_ended_trip)
        api.register_undoings()
