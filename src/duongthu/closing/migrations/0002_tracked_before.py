from django.db import migrations

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("closing", "0001_initial"), ("acts", "0006_touched_kept")]

    operations = [
        Tracked("closing_day_proof"),
    ]
