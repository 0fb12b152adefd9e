"""The Django application of the room."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Staff (floor 2)."""

    name = "duongthu.staff"
    label = "staff"

    def ready(self) -> None:
        """Teach the registry the acts of this room, and ``verify`` its recount."""
        from duongthu.acts.api import register_check
        from duongthu.staff.actions import posting, second_steps, signing_in, sittings, tokens  # noqa: F401  (they register their acts)
        from duongthu.staff.checks import check_posts

        register_check("staff.posts", check_posts)
