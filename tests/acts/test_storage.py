"""PostgreSQL keeps each table as it lives: what changes has room beside it, what grows is frozen early; no table is forgotten."""

import pytest
from django.apps import apps
from django.db import connection

from duongthu.acts.api import all_journals
from duongthu.acts.storage import GROWING, HOT, LIVELY

# Tables that hardly change and hardly grow: the server's own settings suit them.
SELDOM = {
    "ledger_standing_rule", "mail_rate", "mail_tariff_step", "network_commune", "network_mail_route", "network_placement",
    "network_revision", "network_route_stop", "network_succession", "network_unit", "rounds_setting", "staff_device", "staff_person",
    "staff_post", "staff_reset_permit", "staff_second_factor", "transport_route_proposal", "transport_special_trip",
}  # fmt: skip
OF_DJANGO = ("auth_", "django_")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="storage parameters are PostgreSQL's"),
]


def kept() -> dict[str, dict[str, str]]:
    """Each table's storage parameters, as the server has them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, coalesce(reloptions, '{}') FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = current_schema()::regnamespace"
        )
        return {name: dict(option.split("=") for option in options) for name, options in cursor.fetchall()}


def test_every_table_is_kept_as_it_lives():
    """Growing, lively or hot, by the server's own word; what is neither stands in the list of those that seldom change."""
    tables = {
        model._meta.db_table: kept()[model._meta.db_table]
        for model in apps.get_models(include_auto_created=True)
    }
    plain = {name for name, options in tables.items() if not options and not name.startswith(OF_DJANGO)}
    assert plain == SELDOM
    others = [options for options in tables.values() if options not in (GROWING, LIVELY, HOT, {})]
    assert others == []


def test_journals_grow_and_balances_are_hot():
    """Every journal under seal is kept as growing; balances, tills and counters as hot."""
    tables = kept()
    for journal in all_journals():
        assert tables[journal.model._meta.db_table] == GROWING
    for table in ("ledger_account", "ledger_till", "ledger_voucher_counter", "mail_serial_block"):
        assert tables[table] == HOT
    assert tables["mail_custody"] == tables["rounds_round"] == LIVELY
