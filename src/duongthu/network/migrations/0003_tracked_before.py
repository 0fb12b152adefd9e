from django.db import migrations

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("network", "0002_tracked"), ("acts", "0006_touched_kept")]

    operations = [
        Tracked("network_commune"),
        Tracked("network_mail_route"),
        Tracked("network_placement"),
        Tracked("network_route_stop"),
        Tracked("network_succession"),
        Tracked("network_unit"),
    ]
