"""The Django application of the room."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Staff (floor 2)."""

    name = "duongthu.staff"
    label = "staff"

    def ready(self) -> None:
        """Teach the registry the acts of this room, and ``verify`` its recount."""
        from duongthu.acts.api import Journal, register_check, register_journal, set_roles_held
        from duongthu.staff.actions import posting, second_steps, signing_in, sittings, tokens  # noqa: F401  (they register their acts)
        from duongthu.staff.checks import check_journal, check_posts
        from duongthu.staff.models import PostEvent
        from duongthu.staff.queries import roles_held

        register_check("staff.posts", check_posts)
        register_check("staff.journal", check_journal)
        columns = tuple(field.name for field in PostEvent._meta.concrete_fields)  # noqa: SLF001
        register_journal(Journal("staff.post_event", PostEvent, columns))
        set_roles_held(roles_held)
