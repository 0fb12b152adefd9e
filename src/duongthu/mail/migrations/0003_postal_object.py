"""``Thing`` is called ``PostalObject``; its table, triggers and digests keep their name."""

from django.db import migrations


class Migration(migrations.Migration):
    """Renames the model only: ``db_table`` is given, so that no statement is sent."""

    dependencies = [("mail", "0002_tracked")]

    operations = [migrations.RenameModel("Thing", "PostalObject")]
