"""Tables of the room: communes and units through time, mail routes, and the revision that caches follow."""

from django.db import models

PERIOD = models.Q(until_on__isnull=True) | models.Q(until_on__gt=models.F("from_on"))


class Commune(models.Model):
    """A commune from a day until a day (not counted); codes come back with another meaning after a merger."""

    code = models.CharField(max_length=5)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    district_code = models.CharField(max_length=3, blank=True)
    district_name = models.CharField(max_length=80, blank=True)
    former_province = models.CharField(max_length=2)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    population = models.PositiveIntegerField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    postcode = models.CharField(max_length=6)
    synthetic = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "network_commune"
        constraints = [
            models.UniqueConstraint(fields=["code", "from_on"], name="network_commune_once"),
            models.CheckConstraint(condition=PERIOD, name="network_commune_period"),
        ]


class Succession(models.Model):
    """What became of a commune on a day, and how much of it."""

    changed_on = models.DateField()
    from_code = models.CharField(max_length=5)
    from_name = models.CharField(max_length=80)
    to_code = models.CharField(max_length=5)
    to_name = models.CharField(max_length=80)
    share_percent = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "network_succession"
        constraints = [
            models.UniqueConstraint(
                fields=["changed_on", "from_code", "to_code"], name="network_succession_once"
            )
        ]


class Unit(models.Model):
    """A place of the post; what may change with time stands in its placements."""

    code = models.CharField(max_length=12, unique=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    address = models.CharField(max_length=200, blank=True)
    synthetic = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "network_unit"


class Placement(models.Model):
    """How a unit stood from a day until a day (not counted)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    commune_code = models.CharField(max_length=5, blank=True)
    delivers = models.BooleanField(default=False)
    act_id = models.BigIntegerField(default=0)

    class Meta:
        db_table = "network_placement"
        constraints = [
            models.UniqueConstraint(fields=["unit", "from_on"], name="network_placement_once"),
            models.CheckConstraint(condition=PERIOD, name="network_placement_period"),
        ]


class MailRoute(models.Model):
    """A mail route of level 1, 2 or 3 with its start times."""

    code = models.CharField(max_length=12, unique=True)
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    vehicle = models.CharField(max_length=12)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    late_minutes = models.PositiveSmallIntegerField()
    cut_off_minutes = models.PositiveSmallIntegerField()
    weekdays = models.CharField(max_length=7)
    departures = models.CharField(max_length=200)

    class Meta:
        db_table = "network_mail_route"
        constraints = [models.CheckConstraint(condition=PERIOD, name="network_mail_route_period")]


class RouteStop(models.Model):
    """A stop of a route, minutes from the start."""

    route = models.ForeignKey(MailRoute, on_delete=models.CASCADE, related_name="stops")
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    arrive_minutes = models.PositiveSmallIntegerField()
    leave_minutes = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "network_route_stop"
        constraints = [models.UniqueConstraint(fields=["route", "number"], name="network_route_stop_once")]


class Revision(models.Model):
    """One row: a token, new after every change of the network; so no process answers from a stale cache."""

    token = models.UUIDField()

    class Meta:
        db_table = "network_revision"
