"""``duongthu backup``: an encrypted copy of everything while acts go on; retention; copies off this machine."""

from argparse import Namespace
from pathlib import Path
from time import perf_counter

from duongthu.cli import backups
from duongthu.cli.answers import FINE, Answer, WrongUse, seconds
from duongthu.cli.startup import stand_up_with_tables
from duongthu.cli.wal import archive_wal, copy_wal, drop_wal
from duongthu.cli.words import Parser
from duongthu.kernel import clock


def arguments(parser: Parser) -> None:
    """Where to, for whom, and what else."""
    parser.add_argument("--to", type=Path, metavar="THƯ_MỤC", help="nơi giữ các bản sao lưu")
    parser.add_argument(
        "--for",
        dest="recipients",
        action="append",
        metavar="AGE1…",
        help="khóa age của người mở được (dùng được nhiều lần)",
    )
    parser.add_argument(
        "--new-key", type=Path, metavar="TỆP", help="chỉ tạo một khóa mới vào tệp này và in khóa công khai"
    )
    parser.add_argument(
        "--copy-to",
        type=Path,
        metavar="THƯ_MỤC",
        help="chép những bản chưa có sang vật mang này, đọc lại và đánh dấu",
    )
    parser.add_argument(
        "--wal",
        action="store_true",
        help="PostgreSQL: chỉ lấy tiếp WAL từ lần trước vào kho (mỗi năm phút), không sao lưu cả",
    )
    parser.add_argument("--list", action="store_true", help="chỉ liệt kê các bản đang giữ")


def run(options: Namespace, answer: Answer) -> int:
    """Back up, drop what retention lets go, copy off; or only what was asked."""
    if options.new_key:
        recipient = backups.new_key(options.new_key)
        answer.line(
            f"Khóa mở sao lưu: {options.new_key} (giữ ở nơi khác máy này). Khóa công khai: {recipient}"
        )
        answer.value({"recipient": recipient})
        return FINE
    if options.to is None or not (options.recipients or options.list or options.copy_to):
        raise WrongUse("duongthu backup: cần --to THƯ_MỤC và --for AGE1…; xem «duongthu backup --help».")
    if options.recipients and options.wal:
        _archive_wal(options, answer)
    elif options.recipients:
        _back_up(options, answer)
    if options.copy_to:
        _copy_off(options, answer)
    if options.list:
        for one in backups.all_backups(options.to):
            off = f"; ngoài máy: {', '.join(one.copied_to)}" if one.copied_to else "; CHƯA có bản ngoài máy"
            answer.line(f"{one.name}  {one.bytes // 1_000_000} MB, {one.size} dòng niêm phong{off}")
        answer.value({"backups": [one.name for one in backups.all_backups(options.to)]})
    return FINE


def _copy_off(options: Namespace, answer: Answer) -> None:
    """Backups and WAL onto the medium; there, too, segments go that its oldest backup does not need."""
    for copied in backups.copy_to(options.to, options.copy_to):
        answer.line(f"Đã chép {copied.name} sang {options.copy_to} và đọc lại đúng.")
    segments = copy_wal(options.to, options.copy_to)
    begins = [one.wal for one in backups.all_backups(options.copy_to) if one.wal]
    if begins:
        drop_wal(options.copy_to, min(begins))
    if segments:
        answer.line(f"Đã chép {len(segments)} đoạn WAL sang {options.copy_to} và đọc lại đúng.")


def _segment(vendor: str) -> str:
    """Name of the WAL segment being written (PostgreSQL)."""
    from duongthu.acts.api import bulk

    sql = "SELECT pg_walfile_name(pg_current_wal_lsn())"
    return str(bulk.fetch(sql)[0][0]) if vendor == "postgresql" else ""


def _archive_wal(options: Namespace, answer: Answer) -> None:
    stand_up_with_tables()
    from django.db import connection

    from duongthu.acts.api import bulk

    if connection.vendor != "postgresql":
        raise WrongUse("duongthu backup: --wal chỉ dùng với PostgreSQL.")
    until = bulk.fetch("SELECT pg_current_wal_flush_lsn()::text")[0][0]
    began = perf_counter()
    written = archive_wal(options.to, options.recipients, connection.settings_dict, until)
    answer.line(f"Kho WAL: {len(written)} đoạn tới {until}, trong {seconds(perf_counter() - began)}.")
    answer.value({"segments": written, "until": until})


def _back_up(options: Namespace, answer: Answer) -> None:
    stand_up_with_tables()
    from django.conf import settings
    from django.db import connection

    from duongthu.acts.api import books_id, current_epoch, seal_and_publish

    began = perf_counter()
    with answer.progress("sao lưu"):
        seal = seal_and_publish()
        books, epoch = books_id(), current_epoch()
        about = {
            "books": books.hex if books else "",
            "epoch": epoch.number if epoch else 1,
            "vendor": connection.vendor,
            "wal": _segment(connection.vendor),
            "settings": connection.settings_dict,
            "data": Path(settings.DATA_DIR),
            "seals": Path(settings.SEALS_DIR),
        }
        made = backups.make_backup(options.to, options.recipients, seal, about)
    took = perf_counter() - began
    if made.wal:
        oldest = min(one.wal for one in backups.all_backups(options.to) if one.wal)
        drop_wal(options.to, oldest)
    dropped = backups.to_drop(backups.all_backups(options.to), clock.now())
    for one in dropped:
        backups.drop(options.to, one)
    answer.line(
        f"Đã sao lưu {made.name}: {made.bytes / 1e6:.1f} MB, {made.size} dòng niêm phong, trong {seconds(took)}."
    )
    answer.line(f"  gốc Merkle {made.root}; bỏ {len(dropped)} bản cũ theo hạn giữ")
    answer.value(
        {
            "name": made.name,
            "bytes": made.bytes,
            "size": made.size,
            "root": made.root,
            "seconds": round(took, 2),
        }
    )
