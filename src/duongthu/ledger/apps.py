"""The Django application of the room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Ledger (floor 4)."""

    name = "duongthu.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Register acts, journals and recounts."""
        from duongthu.acts.api import (
            Journal,
            register_check,
            register_condition,
            register_holding,
            register_journal,
            register_master,
            register_occasion,
        )
        from duongthu.ledger import api, checks, models

        for name, model in (
            ("ledger.entry", models.Entry),
            ("ledger.voucher", models.Voucher),
            ("ledger.count", models.CashCount),
            ("ledger.closing", models.Closing),
        ):
            register_journal(Journal(name, model, tuple(f.name for f in model._meta.concrete_fields)))  # noqa: SLF001
        register_occasion("ledger.closing")
        balances = ("debits_dong", "credits_dong", "debits_pending_dong", "credits_pending_dong")
        register_master("ledger.account", models.Account, leave=balances)  # recounted from the entries
        register_master("ledger.till", models.Till)
        register_master("ledger.pouch", models.Pouch, unit="from_unit_id")
        register_master("ledger.hold", models.Hold)
        register_master("ledger.standing_rule", models.StandingRule)
        register_check("ledger.balances", checks.check_balances)
        register_check("ledger.holds", checks.check_holds)
        register_check("ledger.closings", checks.check_closings)
        register_check("ledger.reversals", checks.check_reversals)
        register_check("ledger.vouchers", checks.check_vouchers)
        register_check("ledger.limits", checks.check_standing_rules)
        register_check("ledger.purposes", checks.check_purposes)
        register_check("ledger.closings", checks.check_closings)
        register_holding("ledger.cash", checks.cash_on_name)
        register_condition("ledger.tills", checks.tills_are_closed)
        register_condition("ledger.couriers", checks.couriers_hold_nothing)
        register_condition("ledger.pouches", checks.pouches_have_come)
        register_condition("ledger.promises", checks.promises_are_settled)
        api.register_undoings()
