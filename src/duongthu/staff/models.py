"""Tables of the room: persons, posts held, devices, sign-ins."""

from django.conf import settings
from django.db import models


class Person(models.Model):
    """Somebody who acts; ``folded`` is the name without accents, for searching.

    ``home_unit_id``: the unit one works at unless one says otherwise; it is said, never derived from posts.
    Tokens for machines bear the ``token_counter`` of their making and end when it moves on, whatever any clock says.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=200, db_index=True)
    hired_on = models.DateField()
    home_unit_id = models.BigIntegerField(null=True)
    token_counter = models.PositiveIntegerField(default=0)

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


class PostEvent(models.Model):
    """One change of who may act where: hired, given a post, a post ended, another home. Sealed; posts are its projection."""

    HIRED, ASSIGNED, ENDED, MOVED = "hired", "assigned", "ended", "moved"

    seq = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    act_id = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=8)
    person_id = models.BigIntegerField()
    role = models.CharField(max_length=12, blank=True)
    unit_id = models.BigIntegerField()
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    class Meta:
        db_table = "staff_post_event"
        indexes = [models.Index(fields=["person_id"], name="staff_post_event_person")]


class Device(models.Model):
    """A phone, scanner or desk computer handed to a unit, perhaps to one person."""

    code = models.CharField(max_length=40, unique=True)
    unit_id = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="devices")
    registered_at = models.DateTimeField()

    class Meta:
        db_table = "staff_device"


class SignIn(models.Model):
    """Which user of the sign-in page is which person.

    A pass phrase that somebody else set opens only the page where it is changed, and only until ``phrase_ends_at``.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="sign_in")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_sign_in"
    )

    must_change = models.BooleanField(default=False)
    phrase_ends_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff_sign_in"


class SignInDelay(models.Model):
    """Wrong sign-ins under one key (a name, an address, both, a browser) and until when that key is barred."""

    key = models.CharField(max_length=160, unique=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField()
    barred_until_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff_sign_in_delay"


class SecondFactor(models.Model):
    """What a person shows besides the pass phrase: a code generator (TOTP, RFC 6238) or a passkey (WebAuthn).

    ``secret``: the generator's key, encrypted; or the passkey's public key. ``counter``: the generator's last step used,
    or the passkey's signature counter.
    """

    TOTP, PASSKEY = "totp", "passkey"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="second_factors")
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=60)
    secret = models.TextField()
    credential = models.CharField(max_length=1400, blank=True, db_index=True)
    counter = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    act_id = models.BigIntegerField(default=0)

    class Meta:
        db_table = "staff_second_factor"


class FactorUse(models.Model):
    """Journal: how far a second factor's counter went at each use; the factor's own counter is its projection. Append-only."""

    seq = models.BigAutoField(primary_key=True)
    factor_id = models.BigIntegerField(db_index=True)
    counter = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "staff_factor_use"


class Sitting(models.Model):
    """One sign-in at one browser, from its beginning until it ends; the session's key is kept as a digest only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sittings")
    key_digest = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=120, blank=True)
    new_browser = models.BooleanField(default=False)
    second_factor = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=12, blank=True)

    class Meta:
        db_table = "staff_sitting"
        indexes = [models.Index(fields=["person", "began_at"], name="staff_sitting_person")]


class Token(models.Model):
    """With what one device speaks for one person over HTTP, for which acts (``mail.*``, a name; empty: all of his), until when.

    The signed text the device holds is kept nowhere. A token that was seen past its end is ended, so no clock revives it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="tokens")
    counter = models.PositiveIntegerField()
    acts = models.TextField(blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    act_id = models.BigIntegerField(default=0)

    class Meta:
        db_table = "staff_token"


class ResetPermit(models.Model):
    """Two people's leave to set a new pass phrase for somebody whose roles give power; used once, within a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reset_permits")
    permitted_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    act_id = models.BigIntegerField()

    class Meta:
        db_table = "staff_reset_permit"


class SecurityEvent(models.Model):
    """One line of the security log: who came or tried to, from where, and what became of it. The table only grows."""

    class Kind(models.TextChoices):
        """What a line is about."""

        SIGNED_IN = "signed_in"
        WRONG_SIGN_IN = "wrong_sign_in"
        SIGN_IN_BARRED = "sign_in_barred"
        WRONG_FACTOR = "wrong_factor"
        SIGNED_OUT = "signed_out"
        SITTING_ENDED = "sitting_ended"
        BEYOND_ROLES = "beyond_roles"
        BEYOND_REACH = "beyond_reach"
        TOKEN_REFUSED = "token_refused"  # noqa: S105  (a kind of line, no secret)
        CONFIRMED = "confirmed"
        ERROR = "error"

    seq = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    person_id = models.BigIntegerField(default=0)
    user_name = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=80, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "staff_security_event"
        indexes = [
            models.Index(fields=["at"], name="staff_security_at"),
            models.Index(fields=["person_id", "at"], name="staff_security_person"),
        ]
