"""Tables of the room; who holds an item stands in the custody book."""

from django.db import models


class Plan(models.Model):
    """One version of a shift's lists: a draft to look at, the lists in force, or one that was replaced.

    ``content`` holds the rounds as drawn (``rules.keeping.KeptPlan``). A change of running rounds is a version, too:
    ``planner`` is then ``change``, ``content`` what is still to be ridden on the lists it touched, and ``changes`` which act
    made it, what was asked, and what it moved, left out or made late, each with its reason (``actions.telling.Replanned``).
    ``measures`` holds its figures (``rules.measures.Measures``), for lists of versions that do not read ``content``.
    """

    DRAFT, IN_FORCE, REPLACED = "draft", "in_force", "replaced"
    CHANGE = "change"

    code = models.CharField(max_length=40, unique=True)
    unit_id = models.BigIntegerField()
    on = models.DateField()
    shift = models.SmallIntegerField()
    version = models.IntegerField()
    state = models.CharField(max_length=8, default=DRAFT)
    planner = models.CharField(max_length=8)
    seed = models.IntegerField()
    price = models.BigIntegerField()
    content = models.JSONField()
    changes = models.JSONField(null=True)
    measures = models.JSONField(null=True)
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "rounds_plan"
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "on", "shift", "version"], name="rounds_plan_once")
        ]


class Round(models.Model):
    """One courier's list for one shift; times and lengths as planned last."""

    PLANNED, OUT, CLOSED = "planned", "out", "closed"

    code = models.CharField(max_length=40, unique=True)
    unit_id = models.BigIntegerField()
    courier_id = models.BigIntegerField()
    on = models.DateField()
    shift = models.SmallIntegerField()
    state = models.CharField(max_length=8, default=PLANNED)
    planned_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True)
    leaves_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)
    distance_metres = models.IntegerField(default=0)
    load_grams = models.IntegerField(default=0)
    own_order = models.BooleanField(default=False)

    class Meta:
        db_table = "rounds_round"
        constraints = [
            models.UniqueConstraint(fields=["courier_id", "on", "shift"], name="rounds_round_once")
        ]
        indexes = [models.Index(fields=["unit_id", "on"], name="rounds_round_unit")]


class Task(models.Model):
    """Something to do at a door that is no item of the custody book: a room above asks for it and owns its meaning."""

    WAITING, LISTED, DONE, FAILED = "waiting", "listed", "done", "failed"

    code = models.CharField(max_length=16, unique=True)
    key = models.UUIDField(unique=True)
    unit_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=120)
    address = models.CharField(max_length=250)
    commune_code = models.CharField(max_length=10)
    due_on = models.DateField()
    earliest_minutes = models.SmallIntegerField(null=True)
    latest_minutes = models.SmallIntegerField(null=True)
    service_minutes = models.SmallIntegerField(null=True)
    weight_grams = models.IntegerField(default=0)
    reference = models.CharField(max_length=60)
    phone = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=8, default=WAITING)
    reason = models.CharField(max_length=4, blank=True)
    asked_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    report_key = models.UUIDField(null=True)

    class Meta:
        db_table = "rounds_task"
        indexes = [models.Index(fields=["unit_id", "state"], name="rounds_task_waiting")]


class Stop(models.Model):
    """One thing's place on a round: an item or a task; lines of one ``number`` are done at one door, in one visit.

    Attributes:
        place: order among all lines. ``loaded``: scanned into the courier's hands (a task: its round set out).
        arrival_at: as planned last; the promise to the customer is ``window_from_at`` to ``window_until_at``.
        done_at, outcome: as reported; ``off_metres``: how far from the address.
    """

    DONE, FAILED = "done", "failed"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="stops")
    thing_id = models.BigIntegerField(db_index=True, null=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True)
    place = models.IntegerField()
    number = models.IntegerField(default=0)
    loaded = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, default="parcel")
    commune_code = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=250, blank=True)
    hamlet = models.CharField(max_length=80, blank=True)
    door = models.CharField(max_length=170, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    opens_minutes = models.SmallIntegerField(null=True)
    closes_minutes = models.SmallIntegerField(null=True)
    service_seconds = models.IntegerField(default=0)
    weight_grams = models.IntegerField(default=0)
    arrival_at = models.DateTimeField(null=True)
    window_from_at = models.DateTimeField(null=True)
    window_until_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)
    off_metres = models.IntegerField(null=True)

    class Meta:
        db_table = "rounds_stop"
        constraints = [
            models.UniqueConstraint(fields=["round", "thing_id"], name="rounds_stop_once"),
            models.UniqueConstraint(fields=["round", "task"], name="rounds_stop_task_once"),
            models.CheckConstraint(
                condition=models.Q(thing_id__isnull=False, task__isnull=True)
                | models.Q(thing_id__isnull=True, task__isnull=False),
                name="rounds_stop_one_of_two",
            ),
        ]


class Halt(models.Model):
    """A break, or a return to the base for another load, on a list: before which stop, from when to when."""

    REST, RELOAD = "rest", "reload"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="halts")
    kind = models.CharField(max_length=8)
    before = models.IntegerField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "rounds_halt"
        constraints = [models.UniqueConstraint(fields=["round", "before", "kind"], name="rounds_halt_once")]


class Handover(models.Model):
    """An item that is to pass from one courier's hands to another's under way: proposed, given, taken; both scan.

    ``number`` and ``arrival_at``: its place and time on the taker's list.
    """

    PROPOSED, GIVEN, TAKEN, VOID = "proposed", "given", "taken", "void"

    stop = models.ForeignKey(Stop, on_delete=models.CASCADE)
    thing_id = models.BigIntegerField()
    from_round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="handovers_out")
    to_round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="handovers_in")
    state = models.CharField(max_length=8, default=PROPOSED)
    number = models.IntegerField()
    arrival_at = models.DateTimeField()
    proposed_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "rounds_handover"
        constraints = [
            models.UniqueConstraint(
                fields=["thing_id"],
                condition=models.Q(state__in=["proposed", "given"]),
                name="rounds_handover_once",
            )
        ]


class Setting(models.Model):
    """A figure of planning from a day until a day: for a courier, a unit, or (both 0) the whole province."""

    name = models.CharField(max_length=40)
    unit_id = models.BigIntegerField(default=0)
    courier_id = models.BigIntegerField(default=0)
    value = models.IntegerField()
    valid_from = models.DateField()
    basis = models.CharField(max_length=120)

    class Meta:
        db_table = "rounds_setting"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "unit_id", "courier_id", "valid_from"], name="rounds_setting_once"
            )
        ]


class Punctuality(models.Model):
    """How many stops were reached so many minutes after the planned time (negative: before), by how far into the round."""

    unit_id = models.BigIntegerField()
    on = models.DateField()
    shift = models.SmallIntegerField()
    into_minutes = models.SmallIntegerField()
    late_minutes = models.SmallIntegerField()
    stops = models.IntegerField()

    class Meta:
        db_table = "rounds_punctuality"
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "on", "shift", "into_minutes", "late_minutes"],
                name="rounds_punctuality_once",
            )
        ]


class Served(models.Model):
    """How many doors of a neighbourhood a courier served on a day: what familiar rounds are learnt from."""

    unit_id = models.BigIntegerField()
    on = models.DateField()
    courier_id = models.BigIntegerField()
    commune_code = models.CharField(max_length=10)
    hamlet = models.CharField(max_length=80)
    doors = models.IntegerField()

    class Meta:
        db_table = "rounds_served"
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "on", "courier_id", "commune_code", "hamlet"], name="rounds_served_once"
            )
        ]


class Followed(models.Model):
    """How often couriers of a unit went from one neighbourhood on to another on a day; their own order weighs more."""

    unit_id = models.BigIntegerField()
    on = models.DateField()
    before = models.CharField(max_length=92)
    after = models.CharField(max_length=92)
    times = models.IntegerField()

    class Meta:
        db_table = "rounds_followed"
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "on", "before", "after"], name="rounds_followed_once")
        ]


class Notice(models.Model):
    """What a customer or a courier is to be told: an arrival window that moved, a list that changed."""

    WINDOW, LIST = "window", "list"

    kind = models.CharField(max_length=8)
    round = models.ForeignKey(Round, on_delete=models.CASCADE)
    thing_id = models.BigIntegerField(null=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True)
    words = models.CharField(max_length=200)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "rounds_notice"
