from django.db import migrations, models

from duongthu.acts.tracking import TakenOnce, Tracked


class Migration(migrations.Migration):
    dependencies = [("acts", "0005_undoing")]

    operations = [
        migrations.RemoveIndex(model_name="touched", name="acts_touched_txid"),
        migrations.AddField("touched", "act_id", models.BigIntegerField(null=True)),
        migrations.AddField("touched", "before", models.TextField(null=True)),
        migrations.AddIndex(
            "touched",
            models.Index(condition=models.Q(("act_id__isnull", True)), fields=["txid"], name="acts_touched_open"),
        ),
        TakenOnce("acts_touched"),
        Tracked("acts_proposal"),
        Tracked("acts_approval"),
        Tracked("acts_threshold"),
    ]
