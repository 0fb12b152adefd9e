from django.db import migrations

from duongthu.acts.api import storage_of


class Migration(migrations.Migration):
    dependencies = [("rounds", "0008_tracked_before"), ("acts", "0008_storage")]

    operations = storage_of(
        growing=["rounds_halt", "rounds_handover", "rounds_notice"],
        lively=["rounds_plan", "rounds_round", "rounds_stop", "rounds_task", "rounds_punctuality", "rounds_served", "rounds_followed"],
        hot=[],
    )
