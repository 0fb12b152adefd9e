"""The custody proofs of closed days move to ``closing``: the table is renamed, nothing is copied."""

from django.db import migrations, models

from duongthu.acts.tracking import untrack_statements


def untrack(_apps, schema_editor):
    """The triggers bear the old table's name; those of the new one are put up by ``closing``."""
    for statement in untrack_statements(schema_editor.connection.vendor, "rounds_day_proof"):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("rounds", "0006_tracked")]

    operations = [
        migrations.RunPython(untrack, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="dayproof", name="rounds_day_proof_once"),
        migrations.AlterModelTable(name="dayproof", table="closing_day_proof"),
        migrations.AddConstraint(
            model_name="dayproof",
            constraint=models.UniqueConstraint(fields=("unit_id", "on"), name="closing_day_proof_once"),
        ),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="DayProof")]),
    ]
