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
        indexes = [
            models.Index(fields=["from_unit_id", "trip"], name="transport_dispatch_waiting"),
            models.Index(
                fields=["trip"],
                condition=models.Q(received_at__isnull=True),
                name="transport_dispatch_under_way",
            ),
        ]


class Bag(models.Model):
    """A bag from one unit to the next; the thing of the same id is what is handed over.

    ``counted_by_id``, ``counted_at``: who opened and counted it first, and when; while something lacks it is not opened yet.
    ``put_down_unit_id``, ``put_down_at``: where and when its driver says he put it down, while that unit has not taken it yet.
    """

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
    counted_by_id = models.BigIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    put_down_unit_id = models.BigIntegerField(null=True)
    put_down_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "transport_bag"
        indexes = [
            models.Index(fields=["from_unit_id", "dispatch"], name="transport_bag_waiting"),
            models.Index(
                fields=["to_unit_id"], condition=models.Q(opened_at__isnull=True), name="transport_bag_coming"
            ),
            models.Index(
                fields=["put_down_unit_id"],
                condition=models.Q(put_down_unit_id__isnull=False),
                name="transport_bag_put_down",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["seal"],
                condition=~models.Q(seal="") & models.Q(opened_at=None),
                name="transport_bag_seal_under_way",
            )
        ]


class Irregularity(models.Model):
    """Journal: what one opening found wrong with one item, or a bag that was not there. Append-only."""

    SHORT, OVER, MISSENT, SEAL, ABSENT = "short", "over", "missent", "seal", "absent"

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


class RouteProposal(models.Model):
    """A proposal of mail routes for some weekdays, beside the timetable it would replace.

    ``content``: tours, ways compared, and what every unit gets, as ``queries.proposals.Compared`` reads it.
    """

    DRAFT, ADOPTED = "draft", "adopted"

    code = models.CharField(max_length=20, unique=True)
    on = models.DateField()
    weekdays = models.CharField(max_length=7)
    state = models.CharField(max_length=8, default=DRAFT)
    content = models.JSONField()
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    adopted_by_id = models.BigIntegerField(null=True)
    adopted_at = models.DateTimeField(null=True)
    adopted_from_on = models.DateField(null=True)

    class Meta:
        db_table = "transport_route_proposal"


class SpecialTrip(models.Model):
    """A vehicle sent besides the timetable on one day; ``stops``: unit, arrival and departure in minutes after its start."""

    key = models.CharField(max_length=60, unique=True)
    on = models.DateField(db_index=True)
    name = models.CharField(max_length=160)
    vehicle = models.CharField(max_length=12)
    departs_at = models.DateTimeField()
    stops = models.JSONField()

    class Meta:
        db_table = "transport_special_trip"


class LateDecision(models.Model):
    """What was decided for a trip that did not leave in time: the way chosen, its cost, and what it was to save."""

    WAIT, NEXT, OTHER, SPECIAL = "wait", "next", "other", "special"

    trip = models.CharField(max_length=60, db_index=True)
    unit_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    by_trip = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200)
    items = models.IntegerField()
    items_kept = models.IntegerField()
    distance_metres = models.IntegerField()
    cost_dong = models.BigIntegerField()
    decided_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "transport_late_decision"


class Reassignment(models.Model):
    """Which trip a waiting dispatch is to go with, by a decision; the loading scan stays what moves it."""

    decision = models.ForeignKey(LateDecision, on_delete=models.PROTECT, related_name="reassignments")
    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="reassignments")
    trip = models.CharField(max_length=60, db_index=True)

    class Meta:
        db_table = "transport_reassignment"
