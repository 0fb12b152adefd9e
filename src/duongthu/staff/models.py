"""Tables of the room: persons, posts held, devices, sign-ins."""

from django.conf import settings
from django.db import models


class Person(models.Model):
    """Somebody who acts; ``folded`` is the name without accents, for searching.

    Tokens for machines made before ``tokens_ended_at`` have ended.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=200, db_index=True)
    hired_on = models.DateField()
    tokens_ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff_person"


class Post(models.Model):
    """A role at a unit from a day until a day (not counted)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=12)
    unit_id = models.BigIntegerField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    act_id = models.BigIntegerField(default=0)

    class Meta:
        db_table = "staff_post"
        indexes = [models.Index(fields=["unit_id", "from_on"], name="staff_post_unit")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gt=models.F("from_on")),
                name="staff_post_period",
            ),
            models.UniqueConstraint(fields=["person", "role", "unit_id", "from_on"], name="staff_post_once"),
        ]


class Device(models.Model):
    """A phone, scanner or desk computer handed to a unit, perhaps to one person."""

    code = models.CharField(max_length=40, unique=True)
    unit_id = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="devices")
    registered_at = models.DateTimeField()

    class Meta:
        db_table = "staff_device"


class SignIn(models.Model):
    """Which user of the sign-in page is which person."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="sign_in")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_sign_in"
    )

    class Meta:
        db_table = "staff_sign_in"
