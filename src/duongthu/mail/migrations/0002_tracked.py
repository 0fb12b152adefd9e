from django.db import migrations

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial"), ("acts", "0004_masters")]

    operations = [
        Tracked("mail_thing", inserts=False),
        Tracked("mail_item", "thing_id", inserts=False),
        Tracked("mail_tariff_step"),
        Tracked("mail_rate"),
        Tracked("mail_serial_block", only=("id", "prefix", "unit_id", "first", "last")),
    ]
