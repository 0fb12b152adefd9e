"""Tables of the room."""

from django.db import models


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
        db_table = "closing_day_proof"
        constraints = [models.UniqueConstraint(fields=["unit_id", "on"], name="closing_day_proof_once")]
