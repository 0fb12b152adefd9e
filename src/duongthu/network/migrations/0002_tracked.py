from django.db import migrations

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial"), ("acts", "0004_masters")]

    operations = [
        Tracked("network_commune"),
        Tracked("network_succession"),
        Tracked("network_unit"),
        Tracked("network_placement"),
        Tracked("network_mail_route"),
        Tracked("network_route_stop"),
    ]
