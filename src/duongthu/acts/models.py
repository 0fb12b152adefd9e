"""Tables of the room: the act log, proposals awaiting a checker, thresholds, seals."""

from django.db import models


class ActRecord(models.Model):
    """One row per command: who asked what, where, when (three times), and what came of it."""

    seq = models.BigAutoField(primary_key=True)
    command_id = models.UUIDField(unique=True)
    act = models.CharField(max_length=80)
    actor_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    device = models.CharField(max_length=80, blank=True)
    device_at = models.DateTimeField(null=True)
    server_at = models.DateTimeField()
    business_on = models.DateField()
    status = models.CharField(max_length=8)
    params = models.TextField()
    outcome = models.TextField()

    class Meta:
        db_table = "acts_act"
        indexes = [
            models.Index(fields=["unit_id", "server_at"], name="acts_act_unit"),
            models.Index(fields=["act", "server_at"], name="acts_act_name"),
        ]


class Proposal(models.Model):
    """A command that waits for its checkers; a projection of the act log.

    Attributes:
        named: persons and units whose yes it may wait for, as it was tried out (``acts.hands``); what counts is found anew.
    """

    OPEN, CARRIED_OUT, REJECTED = "open", "done", "rejected"

    command_id = models.UUIDField(unique=True)
    act = models.CharField(max_length=80)
    params = models.TextField()
    maker_id = models.BigIntegerField()
    maker_name = models.CharField(max_length=120)
    maker_roles = models.TextField()
    maker_unit_id = models.BigIntegerField(default=0)
    unit_id = models.BigIntegerField()
    device_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField()
    needed = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=8, default=OPEN)
    named = models.TextField(blank=True, default="", db_default="")

    class Meta:
        db_table = "acts_proposal"


class Approval(models.Model):
    """One checker's yes to one proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="approvals")
    checker_id = models.BigIntegerField()
    approved_at = models.DateTimeField()

    class Meta:
        db_table = "acts_approval"
        constraints = [models.UniqueConstraint(fields=["proposal", "checker_id"], name="acts_approval_once")]


class Undoing(models.Model):
    """Journal: an act (``act_ref``, its row in the log) was taken back as a whole; once. Append-only."""

    seq = models.BigAutoField(primary_key=True)
    act_id = models.BigIntegerField()
    act_ref = models.BigIntegerField(unique=True)
    undone = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)

    class Meta:
        db_table = "acts_undoing"


class Concern(models.Model):
    """Journal: whom an act concerns (whose name a shortage went on, whose till was taken over). Append-only."""

    seq = models.BigAutoField(primary_key=True)
    act_id = models.BigIntegerField(db_index=True)
    person_id = models.BigIntegerField()

    class Meta:
        db_table = "acts_concern"


class Threshold(models.Model):
    """From which amount on an act needs how many checkers, from a date; the highest bound not above the amount holds.

    The table only grows: of the sets for one day the one set last holds.
    """

    key = models.CharField(max_length=60)
    from_amount_dong = models.BigIntegerField(default=0)
    approvals = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    act_id = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "acts_threshold"
        constraints = [
            models.UniqueConstraint(
                fields=["key", "from_amount_dong", "valid_from", "act_id"], name="acts_threshold_once"
            )
        ]


class Seal(models.Model):
    """The Merkle root over every journal row so far (RFC 6962 tree), chained to the seal before it."""

    seq = models.BigAutoField(primary_key=True)
    made_at = models.DateTimeField()
    business_on = models.DateField()
    tree_size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    ranges = models.TextField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "acts_seal"


class Epoch(models.Model):
    """Journal: one life of the books, from their founding or from a restore on. Append-only.

    Attributes:
        key: its id; that of the first epoch is the id of the books.
        size, root: the newest seal held when it began, as restored; 0 and empty where there was none.
    """

    FOUNDED, RESTORED = "founded", "restored"

    seq = models.BigAutoField(primary_key=True)
    number = models.IntegerField(unique=True)
    key = models.UUIDField(unique=True)
    act_id = models.BigIntegerField()
    begun_at = models.DateTimeField()
    reason = models.CharField(max_length=8)
    size = models.BigIntegerField(default=0)
    root = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "acts_epoch"


class MasterRecord(models.Model):
    """Journal: digests of the rows of one master table that one act changed. Append-only.

    Attributes:
        columns: the digested columns, by commas, the primary key first; empty in the act's last record, named
            ``acts.journals``, which counts the rows it wrote in each journal.
        rows: JSON: primary key → digest (32 hexadecimal digits) of a row written in bulk, or → [digest before, digest after,
            changes noted by the database], null where there was none before, is none afterwards. Digests alone of older
            programs say nothing of before.
    """

    seq = models.BigAutoField(primary_key=True)
    act_id = models.BigIntegerField()
    table_name = models.CharField(max_length=60)
    columns = models.TextField()
    rows = models.TextField()

    class Meta:
        db_table = "acts_master"
        indexes = [models.Index(fields=["table_name", "seq"], name="acts_master_table")]


class Touched(models.Model):
    """One change of a row of a master table, as the database noted it; none is removed, ``verify`` holds them against records.

    Attributes:
        act_id: the act that made the change; null until its end, and for ever where no act made it.
        before: JSON of the row before the change, null of a new row; only until the act's end.
    """

    seq = models.BigAutoField(primary_key=True)
    txid = models.BigIntegerField()
    table_name = models.CharField(max_length=60)
    row_key = models.CharField(max_length=40)
    act_id = models.BigIntegerField(null=True)
    before = models.TextField(null=True)  # noqa: DJ001  (null: there was no row)

    class Meta:
        db_table = "acts_touched"
        indexes = [
            models.Index(fields=["txid"], condition=models.Q(act_id__isnull=True), name="acts_touched_open")
        ]


class LeafTile(models.Model):
    """256 consecutive leaf hashes of the tree and, once full, their subtree root: what proofs are cut from."""

    index = models.BigIntegerField(primary_key=True)
    hashes = models.BinaryField()
    root = models.BinaryField(null=True)

    class Meta:
        db_table = "acts_leaf_tile"
