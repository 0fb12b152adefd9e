"""The custody proofs of closed days move to ``closing``: the table is renamed, nothing is copied."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rounds", "0005_plan_measures")]

    operations = [
        migrations.RemoveConstraint(model_name="dayproof", name="rounds_day_proof_once"),
        migrations.AlterModelTable(name="dayproof", table="closing_day_proof"),
        migrations.AddConstraint(
            model_name="dayproof",
            constraint=models.UniqueConstraint(fields=("unit_id", "on"), name="closing_day_proof_once"),
        ),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="DayProof")]),
    ]
