from django.db import migrations

from duongthu.acts.api import storage_of


class Migration(migrations.Migration):
    dependencies = [("mail", "0004_tracked_before"), ("acts", "0008_storage")]

    operations = storage_of(
        growing=["mail_event", "mail_item", "mail_partner_event", "mail_thing"],
        lively=["mail_custody", "mail_partner_state"],
        hot=["mail_serial_block"],
    )
