"""The custody proofs, as rounds left them."""

from django.db import migrations, models

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    initial = True
    dependencies = [("rounds", "0007_proofs_to_closing")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="DayProof",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("unit_id", models.BigIntegerField()),
                        ("on", models.DateField()),
                        ("opening", models.IntegerField()),
                        ("taken", models.IntegerField()),
                        ("given", models.IntegerField()),
                        ("stock", models.IntegerField()),
                        ("last_seq", models.BigIntegerField()),
                    ],
                    options={
                        "db_table": "closing_day_proof",
                        "constraints": [
                            models.UniqueConstraint(fields=("unit_id", "on"), name="closing_day_proof_once")
                        ],
                    },
                ),
            ]
        ),
        Tracked("closing_day_proof"),
    ]
