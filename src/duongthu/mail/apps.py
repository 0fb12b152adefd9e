"""The Django application of the room."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mail (floor 5)."""

    name = "duongthu.mail"
    label = "mail"

    def ready(self) -> None:
        """Register acts, journals and recounts."""
        from duongthu.acts.api import (
            Journal,
            register_check,
            register_holding,
            register_journal,
            register_left_out,
            register_master,
            register_reference,
        )
        from duongthu.mail import api, checks, models

        for name, model in (("mail.event", models.CustodyEvent), ("mail.partner_event", models.PartnerEvent)):
            register_journal(Journal(name, model, tuple(f.name for f in model._meta.concrete_fields)))  # noqa: SLF001
        register_reference("thing_id", "mail_thing", "vật")
        register_master("mail.thing", models.PostalObject, inserts=False)
        register_master("mail.item", models.Item, unit="office_from_id", inserts=False)
        register_master("mail.price_basis", models.PriceBasis, inserts=False)
        register_master("mail.tariff_step", models.TariffStep)
        register_master("mail.rate", models.Rate)
        register_master("mail.serial_block", models.SerialBlock, leave=("next",))  # recounted from the items
        register_holding("mail.things", checks.things_on_name)
        register_check("mail.custody", checks.check_custody)
        register_check("mail.partners", checks.check_partners)
        register_check("mail.serials", checks.check_serials)
        register_check("mail.items", checks.check_items)
        register_check("mail.postage", checks.check_postage)
        register_left_out("mail.postage", checks.priced_before)
        register_check("mail.pouches", checks.check_pouches)
        api.register_undoings()
