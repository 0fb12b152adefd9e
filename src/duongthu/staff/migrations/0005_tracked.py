from django.db import migrations

from duongthu.acts.api import Tracked


class Migration(migrations.Migration):
    dependencies = [("staff", "0004_post_journal"), ("acts", "0004_masters")]

    operations = [
        Tracked("staff_person"),
        Tracked("staff_post"),
        Tracked("staff_device"),
        Tracked("staff_reset_permit"),
        Tracked("staff_sign_in", only=("id", "person_id", "user_id")),
        Tracked(
            "staff_second_factor",
            only=("id", "person_id", "kind", "name", "secret", "credential", "added_at", "ended_at", "act_id"),
        ),
        Tracked(
            "staff_token",
            only=("id", "person_id", "device_id", "counter", "acts", "made_at", "expires_at", "act_id"),
        ),
    ]
