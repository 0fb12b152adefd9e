from django.db import migrations

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_postal_object"), ("acts", "0006_touched_kept")]

    operations = [
        Tracked("mail_item", "thing_id", inserts=False),
        Tracked("mail_rate"),
        Tracked("mail_serial_block", only=("id", "prefix", "unit_id", "first", "last")),
        Tracked("mail_tariff_step"),
        Tracked("mail_thing", inserts=False),
    ]
