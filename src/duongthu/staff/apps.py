"""The Django application of the room."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Staff (floor 2)."""

    name = "duongthu.staff"
    label = "staff"

    def ready(self) -> None:
        """Teach the registry the acts of this room, and ``verify`` its recount."""
        from duongthu.acts.api import register_check
        from duongthu.staff import actions  # noqa: F401  (registers its acts)
        from duongthu.staff.checks import check_posts

        register_check("staff.posts", check_posts)
