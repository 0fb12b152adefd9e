"""The outbox."""

from django.db import models


class Message(models.Model):
    """One text for one phone, and how far it got.

    Attributes:
        key: the same for every try; gateways know a message by it.
        about: the item's or task's number, as people say it.
        good_until_at: after this moment the text is no longer true and is not sent.
        claimed_until_at: until then one runner has it in hand; a runner that died leaves it to the next.
        reference: what the gateway calls it.
    """

    WAITING, SENDING, SENT, FAILED, REPLACED, LAPSED = (
        "waiting",
        "sending",
        "sent",
        "failed",
        "replaced",
        "lapsed",
    )

    key = models.UUIDField(unique=True)
    unit_id = models.BigIntegerField(db_index=True)
    thing_id = models.BigIntegerField(null=True)
    task_id = models.BigIntegerField(null=True)
    act_id = models.BigIntegerField(default=0, db_index=True)
    about = models.CharField(max_length=30)
    phone = models.CharField(max_length=16, blank=True)
    text = models.CharField(max_length=300)
    made_at = models.DateTimeField(db_index=True)
    good_until_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=WAITING)
    tries = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_until_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "notices_message"
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="notices_message_due"),
            models.Index(fields=["thing_id", "state"], name="notices_message_thing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False), name="notices_sent_when"
            )
        ]
