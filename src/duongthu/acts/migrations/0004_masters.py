from django.db import migrations, models

from duongthu.acts.guard import AppendOnly
from duongthu.acts.tracking import Tracked


class Migration(migrations.Migration):
    dependencies = [("acts", "0003_thresholds_kept")]

    operations = [
        migrations.CreateModel(
            name="MasterRecord",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("act_id", models.BigIntegerField()),
                ("table_name", models.CharField(max_length=60)),
                ("columns", models.TextField()),
                ("rows", models.TextField()),
            ],
            options={
                "db_table": "acts_master",
                "indexes": [models.Index(fields=["table_name", "seq"], name="acts_master_table")],
            },
        ),
        migrations.CreateModel(
            name="Touched",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("txid", models.BigIntegerField()),
                ("table_name", models.CharField(max_length=60)),
                ("row_key", models.CharField(max_length=40)),
            ],
            options={
                "db_table": "acts_touched",
                "indexes": [models.Index(fields=["txid"], name="acts_touched_txid")],
            },
        ),
        AppendOnly("acts_master"),
        Tracked("acts_proposal"),
        Tracked("acts_approval"),
        Tracked("acts_threshold"),
    ]
