from django.db import migrations, models

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_storage"), ("acts", "0006_touched_kept")]

    operations = [
        migrations.AddField("pouch", "giver_id", models.BigIntegerField(default=0)),
        migrations.AddField("pouch", "seal_read", models.CharField(default="", max_length=30)),
        Tracked("ledger_pouch"),
    ]
