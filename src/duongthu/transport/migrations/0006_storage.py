from django.db import migrations

from duongthu.acts.api import storage_of


class Migration(migrations.Migration):
    dependencies = [("transport", "0005_tracked_before"), ("acts", "0008_storage")]

    operations = storage_of(
        growing=["transport_irregularity", "transport_late_decision", "transport_reassignment"],
        lively=["transport_bag", "transport_dispatch", "transport_trip"],
        hot=[],
    )
