from django.conf import settings
from django.db import migrations, models

from duongthu.acts.api import AppendOnly, Tracked

# Factors that are there already: where their counters stand today.
TAKE_IN = "INSERT INTO staff_factor_use (factor_id, counter, at) SELECT id, counter, added_at FROM staff_second_factor"


class Migration(migrations.Migration):
    dependencies = [("staff", "0005_tracked"), ("acts", "0006_touched_kept"), migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.CreateModel(
            name="FactorUse",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("factor_id", models.BigIntegerField(db_index=True)),
                ("counter", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "staff_factor_use"},
        ),
        migrations.RunSQL(TAKE_IN, migrations.RunSQL.noop),
        AppendOnly("staff_factor_use"),
        Tracked(
            "auth_user",
            only=(
                "id", "password", "is_superuser", "username", "first_name", "last_name", "email", "is_staff", "is_active",
                "date_joined",
            ),
        ),  # fmt: skip
        Tracked("staff_device"),
        Tracked("staff_person"),
        Tracked("staff_post"),
        Tracked("staff_reset_permit"),
        Tracked("staff_second_factor", only=("id", "person_id", "kind", "name", "secret", "credential", "added_at", "ended_at", "act_id")),
        Tracked("staff_sign_in"),
        Tracked("staff_token"),
    ]
