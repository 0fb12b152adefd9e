"""Recounts master tables against their digests, and takes in tables that come under digest later."""

import json
from collections.abc import Container, Iterator
from typing import Any

from duongthu.acts import bulk
from duongthu.acts.call import Call
from duongthu.acts.findings import Finding
from duongthu.acts.masters import COLUMNS, Master, all_masters, current_rows, key_text, record_row
from duongthu.acts.models import MasterRecord
from duongthu.acts.registry import act

AT_ONCE = 5_000
LARGEST_DIGITS = 9


def recount_master(master: Master) -> Iterator[Finding]:
    """Rows that differ from their newest digest, that are gone, or that no act wrote.

    Records are read in their order and held against the rows as they are now: a key whose newest record agrees is right,
    whatever earlier ones said. Only keys that do not agree are kept in memory, and one bit for each key.
    """
    wrong: dict[str, str | None] = {}
    alive = _Keys()
    for shape, digests in _pages(master):
        names = shape.split(",")
        rows = master.rows(list(digests), names) if _has(master, names) else []
        now = master.digests(rows, names)
        for key, digest in digests.items():
            alive.put(key, there=digest is not None)
            if now.get(key) == digest or not _has(
                master, names
            ):  # a column has gone: adopt_masters writes it anew
                wrong.pop(key, None)
            else:
                wrong[key] = digest
    for page in bulk.pages(sorted(wrong), AT_ONCE):
        rows_now = {key_text(row[0]): row for row in master.rows(page)}
        for key in page:
            yield _finding(master, key, rows_now.get(key), wrong[key])
    if alive.count != master.model._default_manager.count() or wrong:  # noqa: SLF001
        yield from _unknown(master, alive, wrong)


def _pages(master: Master) -> Iterator[tuple[str, dict[str, str | None]]]:
    """The newest digests within each stretch of records of one shape, stretch by stretch."""
    records = MasterRecord.objects.filter(table_name=master.name).order_by("seq")
    shape, page = "", dict[str, str | None]()
    for columns, rows in records.values_list("columns", "rows").iterator(chunk_size=500):
        if page and (columns != shape or len(page) >= AT_ONCE):
            yield shape, page
            page = {}
        shape = columns
        page.update(json.loads(rows))
    if page:
        yield shape, page


def _has(master: Master, names: list[str]) -> bool:
    return set(names) <= {str(field.column) for field in master.model._meta.concrete_fields}  # noqa: SLF001


class _Keys:
    """Which keys have a digest and are not deleted: a bit for each number, a set for what is no number."""

    def __init__(self) -> None:
        self._bits = bytearray()
        self._others: set[str] = set()
        self.count = 0

    def put(self, key: str, *, there: bool) -> None:
        """Remember a key, or that it is gone."""
        if (key in self) == there:
            return
        self.count += 1 if there else -1
        if not _is_number(key):
            (self._others.add if there else self._others.discard)(key)
            return
        place, bit = divmod(int(key), 8)
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1 - len(self._bits)))
        self._bits[place] ^= 1 << bit

    def __contains__(self, key: str) -> bool:
        """Whether the key has a digest."""
        if not _is_number(key):
            return key in self._others
        place, bit = divmod(int(key), 8)
        return place < len(self._bits) and bool(self._bits[place] >> bit & 1)


def _finding(master: Master, key: str, row: tuple[Any, ...] | None, digest: str | None) -> Finding:
    unit = row[master.columns.index(master.unit)] if row and master.unit else None
    if row is None:
        words, code = f"dòng {key} của {master.name} đã mất", "acts.master_missing"
    elif digest is None:
        words = f"dòng {key} của {master.name} có lại sau khi một nghiệp vụ đã bỏ nó"
        code = "acts.master_unknown"
    else:
        words = f"dòng {key} của {master.name} khác với lúc nghiệp vụ ghi lần cuối"
        code = "acts.master_altered"
    return Finding(code, words, master.name, _number(key), _day(master, key), unit)


def _unknown(master: Master, alive: _Keys, named: Container[str]) -> Iterator[Finding]:
    """Rows without any digest: written past the acts."""
    place = master.columns.index(master.unit) if master.unit else None
    for row in current_rows(master):
        key = key_text(row[0])
        if key not in alive and key not in named:
            words = f"dòng {key} của {master.name} không do nghiệp vụ nào ghi"
            unit = None if place is None else row[place]
            yield Finding("acts.master_unknown", words, master.name, _number(key), "", unit)


def _day(master: Master, key: str) -> str:
    """The business day of the act that wrote the row last."""
    mark = f'%"{key}":%'
    sql = (
        "SELECT a.business_on FROM acts_master m JOIN acts_act a ON a.seq = m.act_id "
        "WHERE m.table_name = %s AND m.rows LIKE %s ORDER BY m.seq DESC LIMIT 1"
    )
    found = bulk.fetch(sql, [master.name, mark])
    return str(found[0][0]) if found else ""


def _number(key: str) -> Any:
    return int(key) if _is_number(key) else key


def _is_number(key: str) -> bool:
    """Whether a bit is kept for the key: not for a UUID, nor for a number so large that somebody must have invented it."""
    return key.isdecimal() and len(key) <= LARGEST_DIGITS


@act("acts.adopt_masters", "Nhận dữ liệu nền vào sổ niêm phong", roles=("system",))
def adopt_masters(call: Call) -> dict[str, int]:
    """Take tables under digest that were not so before, and rows again whose columns have changed with the program.

    A row that has a digest already must still agree with it in the columns it was made of: an edit past the acts is not
    made good by an upgrade.
    """
    adopted = 0
    for master in all_masters():
        rows = _to_adopt(master)
        for page in bulk.pages(list(rows.items()), AT_ONCE):
            bulk.insert_rows("acts_master", COLUMNS, [record_row(call.act_id, master, dict(page))])
        adopted += len(rows)
    return {"adopted": adopted}


def masters_to_adopt() -> bool:
    """Whether rows wait to be taken under digest."""
    return any(_to_adopt(master) for master in all_masters())


def _to_adopt(master: Master) -> dict[str, str]:
    records = MasterRecord.objects.filter(table_name=master.name)
    wanted = ",".join(master.columns)
    if not records.exists():
        return master.digests(current_rows(master))
    if not records.exclude(columns=wanted).exists():
        return {}
    last: dict[str, tuple[str, str | None]] = {}
    for shape, digests in _pages(master):
        last.update({key: (shape, digest) for key, digest in digests.items()})
    found: dict[str, str] = {}
    for shape in {shape for shape, _ in last.values()} - {wanted}:
        names = shape.split(",")
        for page in bulk.pages([k for k, (s, digest) in last.items() if s == shape and digest], AT_ONCE):
            keys = list(page)
            if _has(master, names):
                now = master.digests(master.rows(keys, names), names)
                keys = [key for key in keys if now.get(key) == last[key][1]]
            found |= master.digests(master.rows(keys))
    return found
