"""Recounts master tables against their digests, and takes in tables that come under digest later."""

import heapq
import json
from collections import Counter
from collections.abc import Container, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from duongthu.acts import bulk
from duongthu.acts.call import Call
from duongthu.acts.findings import Finding
from duongthu.acts.journals import all_journals
from duongthu.acts.masters import COLUMNS, JOURNALS, Master, all_masters, current_rows, key_text, record_row
from duongthu.acts.models import ActRecord, MasterRecord
from duongthu.acts.registry import act

AT_ONCE = 5_000
LARGEST_DIGITS = 9


def recount_master(master: Master) -> Iterator[Finding]:
    """Rows that differ from their newest digest, that are gone, that no act wrote, or that an act found changed.

    Records are read in their order and held against the rows as they are now: a key whose newest record agrees is right,
    whatever earlier ones said. Each says what the row was before, too: that must be what the record before it left. Only
    keys that do not agree are kept in memory, and one bit for each key.
    """
    wrong: dict[str, tuple[str, str | None]] = {}
    alive = _Keys()
    for shape, records in _pages(master):
        names = shape.split(",")
        known = _has(master, names)  # else a column has gone: adopt_masters writes it anew
        now = master.digests(master.rows(list(records), names), names) if known else {}
        for key, changes in records.items():
            for act_id, before, after in changes:
                last = (shape, now.get(key)) if key in alive else (shape, None)
                last = wrong.get(key, last)
                if known and before is not UNSAID and last[0] == shape and before != last[1]:
                    yield _between(master, key, act_id)
                alive.put(key, there=after is not None)
                if not known or now.get(key) == after:
                    wrong.pop(key, None)
                else:
                    wrong[key] = shape, after
    for page in bulk.pages(sorted(wrong), AT_ONCE):
        rows_now = {key_text(row[0]): row for row in master.rows(page)}
        for key in page:
            yield _finding(master, key, rows_now.get(key), wrong[key][1])
    if alive.count != master.model._default_manager.count() or wrong:  # noqa: SLF001
        yield from _unknown(master, alive, wrong)


UNSAID = "?"  # what an older program's record says of before
Changes = dict[str, list[tuple[int, str | None, str | None]]]


def _pages(master: Master) -> Iterator[tuple[str, Changes]]:
    """The changes of each key (act, digest before, digest after) in each stretch of records of one shape, in order."""
    records = MasterRecord.objects.filter(table_name=master.name).order_by("seq")
    shape, page = "", Changes()
    for act_id, columns, rows in records.values_list("act_id", "columns", "rows").iterator(chunk_size=500):
        if page and (columns != shape or len(page) >= AT_ONCE):
            yield shape, page
            page = {}
        shape = columns
        for key, value in json.loads(rows).items():
            before, after = value[:2] if isinstance(value, list) else (UNSAID, value)
            page.setdefault(key, []).append((act_id, before, after))
    if page:
        yield shape, page


def check_notes() -> Iterator[Finding]:
    """Every change the database noted was taken by the act that says so, and every change an act took was noted."""
    tables = {master.table: master.name for master in all_masters()}
    noted = ((act_id, tables.get(table, table), count) for act_id, table, count in bulk.rows_of(NOTED))
    for act_id, counts in groupby(heapq.merge(_taken(), noted), key=itemgetter(0)):
        said: Counter[str] = Counter()
        for _, name, count in counts:
            said[name] += count
        for name, difference in said.items():
            if difference:
                words = f"nghiệp vụ {act_id} và cơ sở dữ liệu không ghi cùng số lần đổi {name}: lệch {abs(difference)}"
                yield Finding("acts.notes_differ", words, "acts.touched", act_id)


NOTED = """
SELECT act_id, table_name, count(*) FROM acts_touched WHERE act_id IS NOT NULL GROUP BY act_id, table_name
ORDER BY act_id, table_name
"""


def _taken() -> Iterator[tuple[int, str, int]]:
    """Act, table, and minus how many changes its record says the database noted."""
    records = MasterRecord.objects.exclude(columns="").filter(rows__contains="[").order_by("act_id")
    for act_id, name, rows in records.values_list("act_id", "table_name", "rows").iterator(chunk_size=500):
        yield act_id, name, -sum(value[2] for value in json.loads(rows).values() if isinstance(value, list))


def check_written() -> Iterator[Finding]:
    """Each act wrote as many rows of each journal as it counted: none was removed before a seal, none slipped in."""
    first = (
        MasterRecord.objects.filter(table_name=JOURNALS)
        .order_by("act_id")
        .values_list("act_id", flat=True)
        .first()
    )
    if first is None:
        return
    tables = [(j.name, j.model._meta.db_table) for j in all_journals() if "act_id" in j.columns]  # noqa: SLF001
    there = [
        (
            (act_id, name, count)
            for act_id, name, count in bulk.rows_of(WRITTEN.format(name=name, table=table), [first])
        )
        for name, table in tables
    ]
    acts = ((seq, "", 1) for (seq,) in bulk.rows_of(ACTED, [first]))
    for act_id, counts in groupby(heapq.merge(_counted(), acts, *there), key=itemgetter(0)):
        said: Counter[str] = Counter()
        for _, name, count in counts:
            said[name] += count
        if said.pop("", 0):
            words = f"nghiệp vụ {act_id} thiếu tờ đếm các dòng sổ nó đã ghi, hoặc tờ đếm không có nghiệp vụ"
            yield Finding("acts.count_missing", words, "acts.master", act_id)
            continue
        for name, difference in said.items():
            if difference:
                words = f"nghiệp vụ {act_id} ghi {name}: sổ {'thừa' if difference > 0 else 'thiếu'} {abs(difference)} dòng"
                yield Finding("acts.written_differs", words, name, act_id)


WRITTEN = "SELECT act_id, '{name}', count(*) FROM {table} WHERE act_id >= %s GROUP BY act_id ORDER BY act_id"
ACTED = "SELECT seq FROM acts_act WHERE seq >= %s AND status <> 'refused' ORDER BY seq"


def _counted() -> Iterator[tuple[int, str, int]]:
    """Act, journal, and minus how many rows it counted; an empty journal stands for the count itself."""
    records = MasterRecord.objects.filter(table_name=JOURNALS).order_by("act_id")
    for act_id, rows in records.values_list("act_id", "rows").iterator(chunk_size=2_000):
        yield act_id, "", -1
        for name, count in sorted(json.loads(rows).items()):
            yield act_id, name, -count


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


def _between(master: Master, key: str, act_id: int) -> Finding:
    """An act found a row otherwise than the act before it had left it."""
    words = f"dòng {key} của {master.name} đã bị sửa ngoài nghiệp vụ trước khi nghiệp vụ {act_id} ghi lại nó"
    day = ActRecord.objects.filter(seq=act_id).values_list("business_on", flat=True).first()
    row = next(iter(master.rows([key])), None)
    unit = row[master.columns.index(master.unit)] if row and master.unit else None
    return Finding("acts.master_altered", words, master.name, _number(key), str(day or ""), unit)


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
    for shape, records_of in _pages(master):
        last.update({key: (shape, changes[-1][2]) for key, changes in records_of.items()})
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
