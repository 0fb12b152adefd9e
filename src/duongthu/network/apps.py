"""The Django application of the room."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Network (floor 3)."""

    name = "duongthu.network"
    label = "network"

    def ready(self) -> None:
        """Teach the registry the acts of this room, and ``verify`` its recounts."""
        from duongthu.acts.api import (
            register_check,
            register_master,
            register_reference,
            set_answers_for_all,
            set_units_below,
        )
        from duongthu.network import actions, models  # noqa: F401  (actions registers its acts)
        from duongthu.network.checks import check_placements, check_roads
        from duongthu.network.queries.reading import answers_for_province, reach

        register_reference(r"(\w+_)?(unit|office_from|office_to)_id", "network_unit", "đơn vị")
        register_check("network.placements", check_placements)
        register_check("network.roads", check_roads)
        set_answers_for_all(answers_for_province)
        set_units_below(reach)
        for name, model, unit in (
            ("network.commune", models.Commune, ""),
            ("network.succession", models.Succession, ""),
            ("network.unit", models.Unit, "id"),
            ("network.placement", models.Placement, "unit_id"),
            ("network.mail_route", models.MailRoute, ""),
            ("network.route_stop", models.RouteStop, "unit_id"),
        ):
            register_master(name, model, unit=unit)
