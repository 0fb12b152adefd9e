from django.db import migrations

from duongthu.acts.api import storage_of


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_pouch_offered"), ("acts", "0008_storage")]

    operations = storage_of(
        growing=["ledger_closing", "ledger_count", "ledger_entry", "ledger_voucher"],
        lively=["ledger_hold", "ledger_pouch"],
        hot=["ledger_account", "ledger_till", "ledger_voucher_counter"],
    )
