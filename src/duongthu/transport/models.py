"""Tables of the room; who holds a bag stands in the custody book."""

from django.db import models


class Trip(models.Model):
    """One run of a mail route; its stops and planned times are the timetable's."""

    key = models.CharField(max_length=60, unique=True)
    route = models.CharField(max_length=12)
    on = models.DateField(db_index=True)
    driver_id = models.BigIntegerField()
    planned_departs_at = models.DateTimeField()
    planned_arrives_at = models.DateTimeField()
    departed_at = models.DateTimeField()
    last_unit_id = models.BigIntegerField()
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "transport_trip"


class Dispatch(models.Model):
    """All bags closed at one time from one unit to the next; numbered per pair of units and year."""

    code = models.CharField(max_length=40, unique=True)
    from_unit_id = models.BigIntegerField()
    to_unit_id = models.BigIntegerField()
    year = models.SmallIntegerField()
    number = models.IntegerField()
    closed_at = models.DateTimeField()
    trip = models.ForeignKey(Trip, on_delete=models.PROTECT, null=True, related_name="dispatches")
    received_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "transport_dispatch"
        constraints = [
            models.UniqueConstraint(
                fields=["from_unit_id", "to_unit_id", "year", "number"], name="transport_dispatch_number"
            )
        ]
        indexes = [models.Index(fields=["from_unit_id", "trip"], name="transport_dispatch_waiting")]


class Bag(models.Model):
    """A bag from one unit to the next; the thing of the same id is what is handed over."""

    thing_id = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=30, unique=True)
    from_unit_id = models.BigIntegerField()
    to_unit_id = models.BigIntegerField()
    seal = models.CharField(max_length=30, blank=True)
    items = models.IntegerField(default=0)
    weight_grams = models.BigIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.BigIntegerField(null=True)
    last_of_dispatch = models.BooleanField(default=False)
    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, null=True, related_name="bags")
    opened_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "transport_bag"
        indexes = [models.Index(fields=["from_unit_id", "dispatch"], name="transport_bag_waiting")]


class Irregularity(models.Model):
    """Journal: what one opening found wrong with one item. Append-only."""

    SHORT, OVER, MISSENT, SEAL = "short", "over", "missent", "seal"

    seq = models.BigAutoField(primary_key=True)
    act_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    bag_code = models.CharField(max_length=30)
    item_code = models.CharField(max_length=30, blank=True)
    seal = models.CharField(max_length=30)
    closed_unit_id = models.BigIntegerField()
    closed_by_id = models.BigIntegerField()
    closed_at = models.DateTimeField()
    unit_id = models.BigIntegerField(db_index=True)
    opened_by_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    business_on = models.DateField()

    class Meta:
        db_table = "transport_irregularity"
