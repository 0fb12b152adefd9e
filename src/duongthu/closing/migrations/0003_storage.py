from django.db import migrations

from duongthu.acts.api import storage_of


class Migration(migrations.Migration):
    dependencies = [("closing", "0002_tracked_before"), ("acts", "0008_storage")]

    operations = storage_of(
        growing=["closing_day_proof"],
        lively=[],
        hot=[],
    )
