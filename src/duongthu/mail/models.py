"""Tables of the custody book."""

from django.db import models


class PostalObject(models.Model):
    """Whatever is handed over: its kind and the code people scan."""

    ITEM, BAG, POUCH = "item", "bag", "pouch"

    kind = models.CharField(max_length=8)
    code = models.CharField(max_length=30)

    class Meta:
        db_table = "mail_thing"
        # no ``unique=True``: on PostgreSQL Django would add a second index for LIKE, which every new thing would pay
        constraints = [models.UniqueConstraint(fields=["code"], name="mail_thing_once")]


class Item(models.Model):
    """A postal item as accepted; where it is now stands in ``Custody``."""

    thing = models.OneToOneField(PostalObject, on_delete=models.PROTECT, primary_key=True)
    service = models.CharField(max_length=12)
    sender_name = models.CharField(max_length=120)
    sender_phone = models.CharField(max_length=16, blank=True)
    recipient_name = models.CharField(max_length=120)
    recipient_phone = models.CharField(max_length=16, blank=True)
    recipient_address = models.CharField(max_length=250)
    commune_code = models.CharField(max_length=10)
    office_from_id = models.BigIntegerField(db_index=True)
    office_to_id = models.BigIntegerField(null=True, db_index=True)
    partner_code = models.CharField(max_length=12, blank=True)
    weight_grams = models.IntegerField()
    postage_dong = models.BigIntegerField()
    cod_dong = models.BigIntegerField()
    accepted_at = models.DateTimeField()
    accepted_on = models.DateField(db_index=True)
    promised_on = models.DateField(null=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True)

    class Meta:
        db_table = "mail_item"


class PriceBasis(models.Model):
    """What an item's postage was reckoned from, beside what the item itself says: kept since postage is recounted.

    Attributes:
        zone, province_code: where it goes; no province where it stays within ours. The sides are 0 where nobody measured.
        remote: 1 in a remote area, else 0. steps_upto, rates_upto: numbers of the newest tariff lines there were then.
    """

    thing = models.OneToOneField(PostalObject, on_delete=models.PROTECT, primary_key=True)
    zone = models.CharField(max_length=12)
    province_code = models.CharField(max_length=4, blank=True)
    length_mm = models.IntegerField()
    width_mm = models.IntegerField()
    height_mm = models.IntegerField()
    remote = models.SmallIntegerField()
    priced_on = models.DateField()
    steps_upto = models.BigIntegerField()
    rates_upto = models.BigIntegerField()

    class Meta:
        db_table = "mail_price_basis"


class CustodyEvent(models.Model):
    """Journal: one handing over. Append-only."""

    seq = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    act_id = models.BigIntegerField()
    thing_id = models.BigIntegerField()
    code = models.CharField(max_length=16)
    from_holder = models.CharField(max_length=24)
    to_holder = models.CharField(max_length=24)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    unit_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    detail = models.CharField(max_length=200)

    class Meta:
        db_table = "mail_event"
        indexes = [models.Index(fields=["thing_id", "seq"], name="mail_event_thing")]


class Custody(models.Model):
    """Who holds a thing now and in which state it is; a projection of the journal."""

    thing_id = models.BigIntegerField(primary_key=True)
    holder = models.CharField(max_length=24)
    state = models.CharField(max_length=12)
    at = models.DateTimeField()
    unit_id = models.BigIntegerField()
    attempts = models.SmallIntegerField(default=0)
    going_back = models.BooleanField(default=False)

    class Meta:
        db_table = "mail_custody"
        indexes = [
            models.Index(fields=["holder"], name="mail_custody_holder"),
            models.Index(fields=["thing_id"], name="mail_custody_held", condition=models.Q(state="held")),
        ]


class PartnerEvent(models.Model):
    """Journal: what another operator told us of an item; taken twice and out of order without harm. Append-only."""

    seq = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    act_id = models.BigIntegerField()
    item_code = models.CharField(max_length=30)
    partner_code = models.CharField(max_length=12)
    code = models.CharField(max_length=8)
    place = models.CharField(max_length=120)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "mail_partner_event"
        indexes = [models.Index(fields=["item_code", "at"], name="mail_partner_event_item")]


class PartnerState(models.Model):
    """What another operator's newest event says of an item; a projection of its events by their own time."""

    item_code = models.CharField(max_length=30, primary_key=True)
    code = models.CharField(max_length=8)
    place = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        db_table = "mail_partner_state"


class SerialBlock(models.Model):
    """A block of S10 serials given to one office; no serial is given twice."""

    prefix = models.CharField(max_length=2)
    unit_id = models.BigIntegerField()
    first = models.IntegerField()
    last = models.IntegerField()
    next = models.IntegerField()

    class Meta:
        db_table = "mail_serial_block"
        constraints = [models.UniqueConstraint(fields=["prefix", "first"], name="mail_serial_block_once")]


class TariffStep(models.Model):
    """One line of a tariff: the price of a service in a zone up to a weight, from a day until a day."""

    service = models.CharField(max_length=12)
    zone = models.CharField(max_length=12)
    up_to_grams = models.IntegerField()
    price_dong = models.BigIntegerField()
    each_next_grams = models.IntegerField(default=0)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    basis = models.CharField(max_length=120)

    class Meta:
        db_table = "mail_tariff_step"
        constraints = [
            models.UniqueConstraint(
                fields=["service", "zone", "up_to_grams", "valid_from"], name="mail_tariff_step_once"
            )
        ]


class Rate(models.Model):
    """A rate or fee of a service from a day until a day: surcharges and taxes in ten-thousandths, limits and fees in đồng."""

    service = models.CharField(max_length=12)
    name = models.CharField(max_length=24)
    from_amount_dong = models.BigIntegerField(default=0)
    per_10_000 = models.IntegerField(default=0)
    fee_dong = models.BigIntegerField(default=0)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    basis = models.CharField(max_length=120)

    class Meta:
        db_table = "mail_rate"
        constraints = [
            models.UniqueConstraint(
                fields=["service", "name", "from_amount_dong", "valid_from"], name="mail_rate_once"
            )
        ]
