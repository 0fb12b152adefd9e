from django.db import migrations, models

from duongthu.acts.tracking import Tracked


class Migration(migrations.Migration):
    dependencies = [("acts", "0008_storage")]

    operations = [
        migrations.AddField("proposal", "named", models.TextField(blank=True, default="", db_default="")),
        Tracked("acts_proposal"),
    ]
