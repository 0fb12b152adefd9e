from django.db import migrations

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_tight_ground"), ("acts", "0006_touched_kept")]

    operations = [
        Tracked("ledger_account", only=("id", "kind", "owner", "unit_id", "side", "limited")),
        Tracked("ledger_hold", "key"),
        Tracked("ledger_pouch"),
        Tracked("ledger_standing_rule"),
        Tracked("ledger_till"),
    ]
