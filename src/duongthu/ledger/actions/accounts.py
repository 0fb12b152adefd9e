"""Finds the accounts a posting needs, and opens the missing ones."""

from collections.abc import Iterable

from duongthu.acts.api import bulk
from duongthu.ledger import refusals
from duongthu.ledger.kinds import KINDS
from duongthu.ledger.models import Account

AccountKey = tuple[str, str]
COLUMNS = (
    "kind", "owner", "unit_id", "side", "limited", "debits_dong", "credits_dong", "debits_pending_dong", "credits_pending_dong",
)  # fmt: skip


def accounts_for(wanted: Iterable[tuple[str, str, int]]) -> dict[AccountKey, int]:
    """Account ids by (kind, owner); an account that does not exist yet is opened at the unit given.

    Args:
        wanted: (kind, owner, unit id).

    Raises:
        UnknownKind: the kind is not in the chart.
    """
    units = {(kind, owner): unit_id for kind, owner, unit_id in wanted}
    for kind, _ in units:
        if kind not in KINDS:
            raise refusals.UnknownKind(field="kind", kind=kind)
    found = _existing(units)
    missing = sorted(key for key in units if key not in found)
    if missing:
        rows = [(k, o, units[k, o], KINDS[k].side, KINDS[k].limited, 0, 0, 0, 0) for k, o in missing]
        Account.objects.bulk_create(
            [Account(**dict(zip(COLUMNS, row, strict=True))) for row in rows],
            ignore_conflicts=True,
            batch_size=2_000,
        )
        found = _existing(units)
    return found


def _existing(keys: Iterable[AccountKey]) -> dict[AccountKey, int]:
    owners = sorted({owner for _, owner in keys})
    kinds = sorted({kind for kind, _ in keys})
    marks = ", ".join(["%s"] * len(kinds))
    sql = f"SELECT kind, owner, id FROM ledger_account WHERE kind IN ({marks}) AND owner IN {{values}}"
    wanted = set(keys)
    return {(k, o): i for k, o, i in bulk.fetch_in(sql, owners, kinds) if (k, o) in wanted}
