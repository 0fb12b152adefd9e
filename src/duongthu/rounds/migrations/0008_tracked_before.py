from django.db import migrations

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("rounds", "0007_proofs_to_closing"), ("acts", "0006_touched_kept")]

    operations = [
        Tracked("rounds_setting"),
    ]
