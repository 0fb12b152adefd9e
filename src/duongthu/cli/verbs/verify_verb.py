"""``duongthu verify``: recounts everything from the journals."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from duongthu.cli.answers import FINE, FOUND, Answer, EnvironmentMissing, WrongUse, seconds
from duongthu.cli.startup import stand_up_with_tables
from duongthu.cli.words import Parser
from duongthu.kernel.refusal import Refusal

if TYPE_CHECKING:
    from duongthu.acts.api import Check, Finding


@dataclass(frozen=True, slots=True)
class Recount:
    """What one check came to; ``left_out``: what it cannot count, in words with the number."""

    name: str
    took: float
    findings: tuple["Finding", ...]
    left_out: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The recount as JSON values."""
        found = [{**finding.as_dict(), "unit_name": unit_name(finding)} for finding in self.findings]
        return {
            "check": self.name,
            "seconds": round(self.took, 3),
            "findings": found,
            "left_out": self.left_out,
        }


def arguments(parser: Parser) -> None:
    """Which checks; all of them unless told otherwise."""
    parser.add_argument(
        "--root",
        action="append",
        type=Path,
        metavar="TỆP",
        help="đối chiếu với dấu niêm phong, chứng cứ hay gốc đã in mà bên ngoài giữ (dùng được nhiều lần)",
    )
    parser.add_argument(
        "--since-witnessed",
        action="store_true",
        help="niêm phong: chỉ đọc lại những dòng ghi sau dấu cuối có người chứng kiến (nhanh, chạy mỗi giờ)",
    )
    parser.add_argument(
        "--only", action="append", metavar="PHÉP_KIỂM", help="chỉ chạy phép kiểm này (dùng được nhiều lần)"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Run the checks, print each with its time and findings."""
    stand_up_with_tables()
    checks = _chosen(options.only)
    if options.since_witnessed and "acts.seals" in checks:
        checks["acts.seals"] = _since_witnessed(answer)
    if "acts.outside" in checks or options.root:
        checks["acts.outside"] = _outside(options.root or [])
    recounts = list(_recounted(answer, checks))
    conclude(answer, recounts)
    answer.value({"ok": not _count(recounts), "checks": [recount.as_dict() for recount in recounts]})
    return FOUND if _count(recounts) else FINE


def verify(answer: Answer, only: list[str] | None = None) -> Iterator[Recount]:
    """Run the checks one after another over one unmoving picture of the database.

    Raises:
        WrongUse: a check of that name does not exist.
    """
    yield from _recounted(answer, _chosen(only))


def _chosen(only: list[str] | None) -> dict[str, "Check"]:
    from duongthu.acts.api import all_checks

    checks = all_checks()
    unknown = sorted(set(only or ()) - checks.keys())
    if unknown:
        raise WrongUse(f"không có phép kiểm «{unknown[0]}»; có: {', '.join(checks)}.")
    return {name: check for name, check in checks.items() if not only or name in only}


def _outside(files: list[Path]) -> "Check":
    """The check against all that is known outside, read now: before the picture of the books is taken."""
    from duongthu.acts.api import compare_all, notes_beside, read_known

    known = notes_beside()
    for file in files:
        try:
            known += read_known(file.read_text(encoding="utf-8"), f"tệp {file.name}")
        except OSError as error:
            raise EnvironmentMissing(f"Không đọc được tệp {file}: {error.strerror}.") from error
        except ValueError as wrong:
            raise WrongUse(f"duongthu verify: {file}: {wrong}.") from wrong
    return lambda: compare_all(known)


def _since_witnessed(answer: Answer) -> "Check":
    from duongthu.acts.api import check_seals, last_witnessed

    kept = last_witnessed()
    if kept is None:
        answer.line("Chưa có dấu niêm phong nào được chứng kiến: đọc lại từ đầu.")
        return check_seals
    answer.line(f"Đọc lại từ dòng {kept.checkpoint.size}, có {', '.join(kept.witnesses)} chứng kiến.")
    return lambda: check_seals(kept.checkpoint.size)


def _recounted(answer: Answer, chosen: dict[str, "Check"]) -> Iterator[Recount]:
    from duongthu.acts.api import left_out_of

    with answer.progress("kiểm sổ") as step, one_picture():
        for done, (name, check) in enumerate(chosen.items()):
            step(done, len(chosen), name)
            began = perf_counter()
            findings = tuple(check())
            recount = Recount(name, perf_counter() - began, findings, left_out_of(name))
            _print(answer, recount)
            yield recount


@contextmanager
def one_picture() -> Iterator[None]:
    """All reading inside sees the same moment, so that acts done meanwhile are no false findings."""
    from django.db import connection, transaction

    outermost = not connection.in_atomic_block
    mode = getattr(connection, "transaction_mode", None)
    if outermost and mode:
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # SQLite: reading bars no writer
    try:
        with transaction.atomic():
            if outermost and connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        if outermost and mode:
            connection.transaction_mode = mode  # type: ignore[attr-defined]


def conclude(answer: Answer, recounts: list[Recount]) -> None:
    """The last line: both laws hold, or how much does not agree."""
    took = seconds(sum(recount.took for recount in recounts))
    found = _count(recounts)
    if found:
        answer.line(f"KHÔNG KHỚP: {found} điểm sai trong {len(recounts)} phép kiểm ({took}).")
    else:
        answer.line(f"Khớp: {len(recounts)} phép kiểm, không điểm sai nào ({took}).")


def unit_name(finding: "Finding") -> str:
    """The unit's name on the finding's day; empty when the finding names none or none was open."""
    from duongthu.kernel.clock import today
    from duongthu.network.api import unit_by_id

    if not isinstance(finding.unit, int):
        return ""
    try:
        on = date.fromisoformat(finding.day) if finding.day else today()
        return unit_by_id(finding.unit, on).name
    except (Refusal, ValueError):
        return ""


def _print(answer: Answer, recount: Recount) -> None:
    mark = "✗" if recount.findings else "✓"
    answer.line(f"{mark} {recount.name:<28} {seconds(recount.took):>10}")
    if recount.left_out:
        answer.line(f"    {recount.left_out}")
    for finding in recount.findings:
        place = [f"{finding.table} dòng {finding.row}" if finding.row is not None else finding.table]
        if finding.day:
            place.append(f"ngày {finding.day}")
        if finding.unit is not None:
            place.append(f"đơn vị {unit_name(finding) or finding.unit}")
        answer.line(f"    {finding.code}: {finding.message} ({', '.join(place)})")


def _count(recounts: list[Recount]) -> int:
    return sum(len(recount.findings) for recount in recounts)
