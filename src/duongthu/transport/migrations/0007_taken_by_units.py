from django.db import migrations, models

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("transport", "0006_storage")]

    operations = [
        migrations.AddField("bag", "put_down_at", models.DateTimeField(null=True)),
        migrations.AddField("bag", "put_down_unit_id", models.BigIntegerField(null=True)),
        migrations.AddIndex(
            "bag",
            models.Index(
                condition=models.Q(("opened_at__isnull", True)),
                fields=["to_unit_id"],
                name="transport_bag_coming",
            ),
        ),
        migrations.AddIndex(
            "bag",
            models.Index(
                condition=models.Q(("put_down_unit_id__isnull", False)),
                fields=["put_down_unit_id"],
                name="transport_bag_put_down",
            ),
        ),
        migrations.AddIndex(
            "dispatch",
            models.Index(
                condition=models.Q(("received_at__isnull", True)),
                fields=["trip"],
                name="transport_dispatch_under_way",
            ),
        ),
        Tracked("transport_bag", "thing_id"),
    ]
