"""Tables of the room; who holds an item stands in the custody book."""

from django.db import models


class Round(models.Model):
    """One courier's list for one shift."""

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

    class Meta:
        db_table = "rounds_round"
        constraints = [
            models.UniqueConstraint(fields=["courier_id", "on", "shift"], name="rounds_round_once")
        ]
        indexes = [models.Index(fields=["unit_id", "on"], name="rounds_round_unit")]


class Stop(models.Model):
    """An item's place on a round; ``loaded`` once it was scanned into the courier's hands."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="stops")
    thing_id = models.BigIntegerField(db_index=True)
    place = models.IntegerField()
    loaded = models.BooleanField(default=False)

    class Meta:
        db_table = "rounds_stop"
        constraints = [models.UniqueConstraint(fields=["round", "thing_id"], name="rounds_stop_once")]


class DayProof(models.Model):
    """What a unit's custody account said when its day was closed; the next day opens with its stock."""

    unit_id = models.BigIntegerField()
    on = models.DateField()
    opening = models.IntegerField()
    taken = models.IntegerField()
    given = models.IntegerField()
    stock = models.IntegerField()
    last_seq = models.BigIntegerField()

    class Meta:
        db_table = "rounds_day_proof"
        constraints = [models.UniqueConstraint(fields=["unit_id", "on"], name="rounds_day_proof_once")]
