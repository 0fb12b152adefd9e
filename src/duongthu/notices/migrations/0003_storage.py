from django.db import migrations

from duongthu.acts.api import storage_of


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_tight_ground"), ("acts", "0008_storage")]

    operations = storage_of(
        growing=[],
        lively=["notices_message"],
        hot=[],
    )
