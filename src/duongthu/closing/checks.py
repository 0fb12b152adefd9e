"""Recounts of closing: each day that is shut has its custody proof, and the proof is that of the journal."""

from collections.abc import Iterator

from duongthu.acts.api import Finding, bulk
from duongthu.closing.models import DayProof
from duongthu.mail.api import unit_holder

UNPROVEN = """
SELECT c.seq, c.unit_id, c.closed_until FROM ledger_closing c LEFT JOIN closing_day_proof p
ON p.unit_id = c.unit_id AND p."on" = c.closed_until WHERE c.period = 'day' AND p.id IS NULL
"""
FLOWS = """
SELECT coalesce(sum(CASE WHEN to_holder = %s THEN 1 ELSE 0 END), 0),
       coalesce(sum(CASE WHEN from_holder = %s THEN 1 ELSE 0 END), 0)
FROM mail_event WHERE seq > %s AND seq <= %s AND from_holder <> to_holder AND (to_holder = %s OR from_holder = %s)
"""


def check_proofs() -> Iterator[Finding]:
    """Opening, taken, given and stock of each kept proof are those of the custody journal."""
    for seq, unit_id, on in bulk.fetch(UNPROVEN):
        yield Finding(
            "closing.unproven",
            f"ngày {on} khóa sổ không có chứng minh bưu gửi",
            "ledger.closing",
            seq,
            str(on),
            unit_id,
        )
    before: dict[int, DayProof] = {}
    for proof in DayProof.objects.order_by("pk").iterator():
        last = before.get(proof.unit_id)
        before[proof.unit_id] = proof
        holder = unit_holder(proof.unit_id)
        since = last.last_seq if last else 0
        taken, given = bulk.fetch(FLOWS, [holder, holder, since, proof.last_seq, holder, holder])[0]
        expected = (last.stock if last else 0, int(taken), int(given))
        kept = (proof.opening, proof.taken, proof.given)
        if kept != expected or proof.opening + proof.taken - proof.given != proof.stock:
            message = f"chứng minh bưu gửi ngày {proof.on} ghi {kept}, tính lại từ sổ {expected}"
            yield Finding(
                "closing.proof_differs", message, "closing.day_proof", proof.pk, str(proof.on), proof.unit_id
            )
