from django.db import migrations

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("acts", "0004_masters")]

    operations = [
        Tracked("ledger_account", only=("id", "kind", "owner", "unit_id", "side", "limited")),
        Tracked("ledger_till"),
        Tracked("ledger_pouch"),
        Tracked("ledger_hold", "key"),
        Tracked("ledger_standing_rule"),
    ]
