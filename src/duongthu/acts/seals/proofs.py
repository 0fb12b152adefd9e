"""Proofs for outsiders: one row lies under a seal; an older seal is the beginning of a newer one.

Both are JSON documents that ``bin/check-proof`` (plain Python, no imports of ours) checks.
"""

import json
from typing import Any

from duongthu.acts.journals import all_journals, canonical
from duongthu.acts.models import Seal
from duongthu.acts.seals.tiles import stored_tree
from duongthu.kernel.refusal import Refusal


class NotSealedYet(Refusal):
    """The row does not exist or no seal covers it yet."""

    code = "acts.not_sealed_yet"
    sentence = "Dòng {seq} của sổ «{journal}» không có hoặc chưa được niêm phong."


class NoSuchSeal(Refusal):
    """There is no seal of that number."""

    code = "acts.no_such_seal"
    sentence = "Không có niêm phong số {seal}."


def inclusion_proof(journal_name: str, seq: int, seal_seq: int | None = None) -> dict[str, Any]:
    """Proof that one journal row lies under a seal: the newest, or an older one whose root somebody kept.

    Raises:
        NotSealedYet: no such journal or row, or it is newer than that seal.
        NoSuchSeal: there is no seal of that number.
    """
    journal = next((j for j in all_journals() if j.name == journal_name), None)
    rows = list(journal.rows(seq - 1, seq)) if journal else []
    leaf = _leaf_index(journal_name, seq)
    if journal is None or not rows or leaf is None:
        raise NotSealedYet(journal=journal_name, seq=seq)
    seal = newest_seal() if seal_seq is None else _seal(seal_seq)
    if leaf >= seal.tree_size:
        raise NotSealedYet(journal=journal_name, seq=seq)
    path = stored_tree(seal.tree_size).inclusion(leaf, seal.tree_size)
    return {
        "kind": "inclusion",
        "leaf": canonical(journal_name, rows[0]).decode(),
        "leaf_index": leaf,
        "path": [step.hex() for step in path],
        "seal": seal_as_dict(seal),
    }


def consistency_proof(old_seq: int, new_seq: int) -> dict[str, Any]:
    """Proof that everything under the old seal lies unchanged under the new one.

    Raises:
        NoSuchSeal: one of the two does not exist, or they stand in the wrong order.
    """
    old, new = _seal(old_seq), _seal(new_seq)
    if old.tree_size > new.tree_size or not old.tree_size:
        raise NoSuchSeal(seal=old_seq)
    path = stored_tree(new.tree_size).consistency(old.tree_size, new.tree_size)
    return {
        "kind": "consistency",
        "old": seal_as_dict(old),
        "new": seal_as_dict(new),
        "path": [step.hex() for step in path],
    }


def newest_seal() -> Seal:
    """The last seal made.

    Raises:
        NoSuchSeal: none has been made yet.
    """
    seal = Seal.objects.order_by("-seq").first()
    if seal is None:
        raise NoSuchSeal(seal=0)
    return seal


def seal_as_dict(seal: Seal) -> dict[str, Any]:
    """A seal as printed on reports and in proofs."""
    return {
        "number": seal.seq,
        "made_at": seal.made_at.isoformat(),
        "business_on": seal.business_on.isoformat(),
        "tree_size": seal.tree_size,
        "ranges": seal.ranges,
        "root": seal.root,
        "previous": seal.previous,
        "digest": seal.digest,
    }


def _seal(seq: int) -> Seal:
    seal = Seal.objects.filter(seq=seq).first()
    if seal is None:
        raise NoSuchSeal(seal=seq)
    return seal


def _leaf_index(journal_name: str, seq: int) -> int | None:
    """Which leaf a row is: the first leaf of its seal's range plus its place among that range's rows."""
    for text in Seal.objects.order_by("-seq").values_list("ranges", flat=True).iterator():
        span = json.loads(text).get(journal_name)
        if span and span["after"] < seq <= span["until"]:
            journal = next(j for j in all_journals() if j.name == journal_name)
            before = journal.model._default_manager.filter(  # noqa: SLF001
                **{f"{journal.seq}__gt": span["after"], f"{journal.seq}__lt": seq}
            )
            return int(span["first_leaf"]) + before.count()
    return None
