from django.db import migrations

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("transport", "0002_mail_routes"), ("acts", "0004_masters")]

    operations = [
        Tracked("transport_trip"),
        Tracked("transport_dispatch"),
        Tracked("transport_bag", "thing_id"),
        Tracked("transport_route_proposal"),
        Tracked("transport_special_trip"),
        Tracked("transport_late_decision"),
        Tracked("transport_reassignment"),
    ]
