"""The Django application of the room."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mail (floor 5)."""

    name = "duongthu.mail"
    label = "mail"

    def ready(self) -> None:
        """Register acts, journals and recounts."""
        from duongthu.acts.api import Journal, register_check, register_journal
        from duongthu.mail import api, checks, models

        for name, model in (("mail.event", models.CustodyEvent), ("mail.partner_event", models.PartnerEvent)):
            register_journal(Journal(name, model, tuple(f.name for f in model._meta.concrete_fields)))  # noqa: SLF001
        register_check("mail.custody", checks.check_custody)
        register_check("mail.items", checks.check_items)
        register_check("mail.pouches", checks.check_pouches)
        api.register_undoings()
