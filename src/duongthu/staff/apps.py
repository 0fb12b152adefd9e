"""The Django application of the room."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Staff (floor 2)."""

    name = "duongthu.staff"
    label = "staff"

    def ready(self) -> None:
        """Teach the registry the acts of this room, and ``verify`` its recount."""
        from django.contrib.auth import get_user_model

        from duongthu.acts.api import (
            Journal,
            register_check,
            register_guarded,
            register_journal,
            register_master,
            register_reference,
            set_posts_held,
            set_roles_held,
        )
        from duongthu.staff import models
        from duongthu.staff.actions import posting, second_steps, signing_in, sittings, tokens  # noqa: F401  (they register their acts)
        from duongthu.staff.checks import check_journal, check_posts, check_second_factors
        from duongthu.staff.models import PostEvent
        from duongthu.staff.queries.reading import posts_held, roles_held

        people = r"(person|courier|carrier|driver|maker|checker|(\w+_)?by)_id"
        register_reference(people, "staff_person", "người")
        register_check("staff.posts", check_posts)
        register_check("staff.journal", check_journal)
        register_check("staff.second_factors", check_second_factors)
        for name, journal in (("staff.post_event", PostEvent), ("staff.factor_use", models.FactorUse)):
            columns = tuple(field.name for field in journal._meta.concrete_fields)  # noqa: SLF001
            register_journal(Journal(name, journal, columns))
        set_posts_held(posts_held)
        set_roles_held(roles_held)
        for name, model in (
            ("staff.person", models.Person),
            ("staff.post", models.Post),
            ("staff.device", models.Device),
            ("staff.reset_permit", models.ResetPermit),
            ("staff.sign_in", models.SignIn),
            ("staff.token", models.Token),
        ):
            register_master(name, model)
        register_master(
            "staff.user", get_user_model(), leave=("last_login",)
        )  # the door itself writes that at a sign-in
        register_master(
            "staff.second_factor", models.SecondFactor, leave=("counter",)
        )  # recounted from its uses
        register_guarded("staff_security_event")
