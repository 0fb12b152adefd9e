"""The Django application of the room."""

from django.apps import AppConfig


class TransportConfig(AppConfig):
    """Transport (floor 6)."""

    name = "duongthu.transport"
    label = "transport"

    def ready(self) -> None:
        """Register acts, journals and recounts."""
        from duongthu.acts.api import (
            Journal,
            register_check,
            register_condition,
            register_journal,
            register_master,
        )
        from duongthu.transport import api, checks, models

        columns = tuple(f.name for f in models.Irregularity._meta.concrete_fields)  # noqa: SLF001
        register_journal(Journal("transport.irregularity", models.Irregularity, columns))
        for name, model, unit in (
            ("transport.trip", models.Trip, "last_unit_id"),
            ("transport.dispatch", models.Dispatch, "from_unit_id"),
            ("transport.bag", models.Bag, "from_unit_id"),
            ("transport.route_proposal", models.RouteProposal, ""),
            ("transport.special_trip", models.SpecialTrip, ""),
            ("transport.late_decision", models.LateDecision, "unit_id"),
            ("transport.reassignment", models.Reassignment, ""),
        ):
            register_master(name, model, unit=unit)
        register_check("transport.trips", checks.check_trips)
        register_check("transport.bags", checks.check_bags)
        register_condition("transport.bags", checks.bags_are_taken)
        api.register_undoings()
