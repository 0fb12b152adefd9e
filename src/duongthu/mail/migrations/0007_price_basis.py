import django.db.models.deletion
from django.db import migrations, models

from duongthu.acts.api import Tracked, storage_of


class Migration(migrations.Migration):
    dependencies = [("mail", "0006_held_index")]

    operations = [
        migrations.CreateModel(
            name="PriceBasis",
            fields=[
                (
                    "thing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False,
                        to="mail.postalobject",
                    ),
                ),
                ("zone", models.CharField(max_length=12)),
                ("province_code", models.CharField(blank=True, max_length=4)),
                ("length_mm", models.IntegerField()),
                ("width_mm", models.IntegerField()),
                ("height_mm", models.IntegerField()),
                ("remote", models.SmallIntegerField()),
                ("priced_on", models.DateField()),
                ("steps_upto", models.BigIntegerField()),
                ("rates_upto", models.BigIntegerField()),
            ],
            options={"db_table": "mail_price_basis"},
        ),
        Tracked("mail_price_basis", "thing_id", inserts=False),
        *storage_of(growing=["mail_price_basis"], lively=[]),
    ]
