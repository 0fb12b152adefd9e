from django.db import migrations, models

from duongthu.acts.guard import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("acts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Epoch",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField(unique=True)),
                ("key", models.UUIDField(unique=True)),
                ("act_id", models.BigIntegerField()),
                ("begun_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=8)),
                ("size", models.BigIntegerField(default=0)),
                ("root", models.CharField(blank=True, max_length=64)),
            ],
            options={"db_table": "acts_epoch"},
        ),
        AppendOnly("acts_epoch"),
    ]
