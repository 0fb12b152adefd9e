from django.db import migrations

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("transport", "0004_tight_ground"), ("acts", "0006_touched_kept")]

    operations = [
        Tracked("transport_bag", "thing_id"),
        Tracked("transport_dispatch"),
        Tracked("transport_late_decision"),
        Tracked("transport_reassignment"),
        Tracked("transport_route_proposal"),
        Tracked("transport_special_trip"),
        Tracked("transport_trip"),
    ]
