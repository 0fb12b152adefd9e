from django.db import migrations

from duongthu.acts.storage import storage_of


class Migration(migrations.Migration):
    dependencies = [("acts", "0007_concern")]

    operations = storage_of(
        growing=["acts_act", "acts_concern", "acts_epoch", "acts_master", "acts_undoing", "acts_seal", "acts_threshold", "acts_approval"],
        lively=["acts_touched", "acts_proposal", "acts_leaf_tile"],
        hot=[],
    )
