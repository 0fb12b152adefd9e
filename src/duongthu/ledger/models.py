"""Tables of the money book."""

from django.db import models


class Account(models.Model):
    """One owner's money of one kind, with its balance materialised (recounted by ``duongthu verify``)."""

    kind = models.CharField(max_length=12)
    owner = models.CharField(max_length=40)
    unit_id = models.BigIntegerField(db_index=True)
    side = models.SmallIntegerField()
    limited = models.BooleanField()
    debits_dong = models.BigIntegerField(default=0)
    credits_dong = models.BigIntegerField(default=0)
    debits_pending_dong = models.BigIntegerField(default=0)
    credits_pending_dong = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_account"
        constraints = [models.UniqueConstraint(fields=["kind", "owner"], name="ledger_account_once")]

    @property
    def balance_dong(self) -> int:
        """What the account holds, positive on its own side."""
        return self.side * (self.debits_dong - self.credits_dong)

    @property
    def available_dong(self) -> int:
        """The balance less what pending transfers may still take."""
        going = self.credits_pending_dong if self.side > 0 else self.debits_pending_dong
        return self.balance_dong - going


class Entry(models.Model):
    """Journal: one transfer between two accounts. Append-only.

    ``phase``: 0 posted, 1 pending, 2 posts (part of) a pending one, 3 voids it, 4 expires it, 5 reverses a posted one;
    from 2 on ``ref`` is the key of the entry it refers to. ``kind``: code of its purpose.
    """

    seq = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    act_id = models.BigIntegerField()
    debit_id = models.BigIntegerField()
    credit_id = models.BigIntegerField()
    amount_dong = models.BigIntegerField()
    kind = models.CharField(max_length=24)
    subject = models.CharField(max_length=40)
    phase = models.SmallIntegerField()
    ref = models.UUIDField(null=True)
    unit_id = models.BigIntegerField()
    booked_on = models.DateField()
    document_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_entry"
        indexes = [
            models.Index(fields=["debit_id", "seq"], name="ledger_entry_debit"),
            models.Index(fields=["credit_id", "seq"], name="ledger_entry_credit"),
            models.Index(fields=["booked_on", "unit_id"], name="ledger_entry_day"),
            models.Index(fields=["subject"], name="ledger_entry_subject", condition=~models.Q(subject="")),
            models.Index(fields=["act_id"], name="ledger_entry_act"),
        ]


class Hold(models.Model):
    """A pending transfer and what is left of it; a projection of the journal."""

    OPEN, POSTED, VOIDED, EXPIRED = "open", "posted", "void", "expired"

    key = models.UUIDField(primary_key=True)
    debit_id = models.BigIntegerField(db_index=True)
    credit_id = models.BigIntegerField(db_index=True)
    amount_dong = models.BigIntegerField()
    posted_dong = models.BigIntegerField(default=0)
    unit_id = models.BigIntegerField()
    expires_at = models.DateTimeField(null=True, db_index=True)
    state = models.CharField(max_length=8, default=OPEN)

    class Meta:
        db_table = "ledger_hold"


class Voucher(models.Model):
    """Journal: one numbered paper of an office (phiếu thu, phiếu chi …). Append-only."""

    seq = models.BigAutoField(primary_key=True)
    unit_id = models.BigIntegerField()
    year = models.SmallIntegerField()
    series = models.CharField(max_length=4)
    number = models.IntegerField()
    act_id = models.BigIntegerField(db_index=True)
    title = models.CharField(max_length=120)
    amount_dong = models.BigIntegerField()
    amount_in_words = models.CharField(max_length=300)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    person_id = models.BigIntegerField()

    class Meta:
        db_table = "ledger_voucher"
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "year", "series", "number"], name="ledger_voucher_once"
            )
        ]
        indexes = [models.Index(fields=["unit_id", "issued_on"], name="ledger_voucher_day")]

    @property
    def code(self) -> str:
        """The number as printed: ``PT-2020/000123``."""
        return f"{self.series}-{self.year}/{self.number:06d}"


class VoucherCounter(models.Model):
    """Last number given in one office, year and series: locked while a number is taken, so that none is skipped."""

    unit_id = models.BigIntegerField()
    year = models.SmallIntegerField()
    series = models.CharField(max_length=4)
    last = models.IntegerField(default=0)

    class Meta:
        db_table = "ledger_voucher_counter"
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "year", "series"], name="ledger_voucher_counter_once")
        ]


class Till(models.Model):
    """Cash in one person's hands from opening to closing; its account's owner is the till's code."""

    unit_id = models.BigIntegerField(db_index=True)
    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    person_id = models.BigIntegerField(null=True)
    opened_on = models.DateField(null=True)

    class Meta:
        db_table = "ledger_till"

    @property
    def is_open(self) -> bool:
        """Whether somebody works at it now."""
        return self.person_id is not None


class CashCount(models.Model):
    """Journal: cash counted by denomination, against the book. Append-only."""

    seq = models.BigAutoField(primary_key=True)
    act_id = models.BigIntegerField()
    till_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    notes = models.TextField()
    counted_dong = models.BigIntegerField()
    book_dong = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    counted_at = models.DateTimeField()
    business_on = models.DateField()

    class Meta:
        db_table = "ledger_count"
        indexes = [models.Index(fields=["unit_id", "business_on"], name="ledger_count_day")]


class Pouch(models.Model):
    """A sealed pouch of cash between two units; its đồng stand on the carrier's transit account until it is taken.

    Offered, they are still in the till, promised; given, the carrier has said that he has it.
    """

    OFFERED, GIVEN, TAKEN, TAKEN_BACK, CALLED_OFF, LOST = "offer", "given", "taken", "back", "off", "lost"

    code = models.CharField(max_length=30, unique=True)
    seal = models.CharField(max_length=30)
    from_unit_id = models.BigIntegerField(db_index=True)
    to_unit_id = models.BigIntegerField(db_index=True)
    giver_id = models.BigIntegerField(default=0)
    carrier_id = models.BigIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    amount_dong = models.BigIntegerField()
    notes = models.TextField()
    given_at = models.DateTimeField()
    given_on = models.DateField()
    taken_at = models.DateTimeField(null=True)
    taken_dong = models.BigIntegerField(null=True)
    seal_read = models.CharField(max_length=30, default="")
    state = models.CharField(max_length=6, default=GIVEN)

    class Meta:
        db_table = "ledger_pouch"
        constraints = [
            models.UniqueConstraint(
                fields=["seal"],
                condition=models.Q(state__in=["offer", "given"]),
                name="ledger_pouch_seal_under_way",
            )
        ]


class Closing(models.Model):
    """Journal: one unit's day, or the whole province's month (unit of the province), is shut. Append-only."""

    DAY, MONTH = "day", "month"

    seq = models.BigAutoField(primary_key=True)
    act_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    period = models.CharField(max_length=5)
    closed_until = models.DateField()
    figures = models.TextField()
    closed_at = models.DateTimeField()
    person_id = models.BigIntegerField()

    class Meta:
        db_table = "ledger_closing"
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "period", "closed_until"], name="ledger_closing_once")
        ]


class StandingRule(models.Model):
    """A rule over all history: the balances of one kind stay ≥ 0, or those of one kind ≤ those of another."""

    NEVER_NEGATIVE, AT_MOST = "never_negative", "at_most"

    name = models.CharField(max_length=80, unique=True)
    test = models.CharField(max_length=16)
    kind = models.CharField(max_length=12)
    other_kind = models.CharField(max_length=12, blank=True)

    class Meta:
        db_table = "ledger_standing_rule"
