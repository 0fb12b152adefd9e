from django.db import migrations

from duongthu.acts.api import storage_of


class Migration(migrations.Migration):
    dependencies = [("staff", "0006_tracked_before"), ("acts", "0008_storage")]

    operations = storage_of(
        growing=["staff_factor_use", "staff_post_event", "staff_security_event", "staff_sign_in"],
        lively=["staff_sitting"],
        hot=["staff_sign_in_delay", "staff_token"],
    )
