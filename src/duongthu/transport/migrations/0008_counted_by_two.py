from django.db import migrations, models

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("transport", "0007_taken_by_units")]

    operations = [
        migrations.AddField("bag", "counted_by_id", models.BigIntegerField(null=True)),
        migrations.AddField("bag", "counted_at", models.DateTimeField(null=True)),
        Tracked("transport_bag", "thing_id"),
    ]
