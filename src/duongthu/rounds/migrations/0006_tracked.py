from django.db import migrations

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("rounds", "0005_plan_measures"), ("acts", "0004_masters")]

    operations = [
        Tracked("rounds_setting"),
        Tracked("rounds_day_proof"),
    ]
