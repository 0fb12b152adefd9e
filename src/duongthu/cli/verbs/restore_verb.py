"""``duongthu restore``: lays a backup out in an empty folder, raises the epoch, verifies, compares with roots from outside."""

import os
import shutil
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from duongthu.cli import backups
from duongthu.cli.answers import FINE, FOUND, Answer, EnvironmentMissing, WrongUse
from duongthu.cli.restored_server import restored_server
from duongthu.cli.startup import build_tables, stand_up
from duongthu.cli.wal import FOLDER, unpack_wal
from duongthu.cli.words import Parser


def arguments(parser: Parser) -> None:
    """The backup, its key, where to, and what is known outside."""
    parser.add_argument("file", nargs="?", type=Path, metavar="TỆP", help="bản sao lưu (….tar.gz.age)")
    parser.add_argument("--key", type=Path, metavar="TỆP", help="tệp khóa age mở bản sao lưu")
    parser.add_argument("--into", type=Path, metavar="THƯ_MỤC", help="thư mục trống để khôi phục vào")
    parser.add_argument(
        "--root",
        action="append",
        type=Path,
        metavar="TỆP",
        help="dấu niêm phong cuối mà người chứng kiến giữ",
    )
    parser.add_argument(
        "--wal",
        type=Path,
        metavar="THƯ_MỤC",
        help="kho WAL của PostgreSQL; mặc định: thư mục wal cạnh bản sao lưu",
    )
    parser.add_argument(
        "--finish",
        action="store_true",
        help="chỉ làm bước cuối trên cơ sở dữ liệu đang đặt (PostgreSQL: sau khi máy chủ đã chạy lại)",
    )


def run(options: Namespace, answer: Answer) -> int:
    """Unpack, then prove in a process of its own that stands on the restored folder."""
    if options.finish:
        return _finish(options, answer)
    if options.file is None or options.key is None or options.into is None:
        raise WrongUse("duongthu restore: cần TỆP, --key và --into; xem «duongthu restore --help».")
    manifest = backups.unpack(options.file, options.key, options.into)
    answer.line(f"Đã mở {manifest.name}: {manifest.size} dòng niêm phong, làm lúc {manifest.made_at}.")
    wal = options.wal or options.file.parent / FOLDER
    code = prove_any(manifest, options, options.into, wal, answer)
    if manifest.engine == backups.POSTGRES:
        answer.line(f"Cụm PostgreSQL đã chứng minh ở {options.into / 'pgdata'}: khởi động máy chủ trên đó.")
    return code


def prove_any(manifest: backups.Manifest, options: Namespace, into: Path, wal: Path, answer: Answer) -> int:
    """Prove what was unpacked, on either engine; gives the exit code.

    Args:
        wal: the archive of WAL, which may be missing.
    """
    roots = options.root or []
    if manifest.engine != backups.POSTGRES:
        return prove(into, roots, answer)
    plain = into / "wal-plain" if wal.is_dir() else None
    if plain is not None:
        answer.line(f"Kho WAL: {unpack_wal(wal, options.key, plain)} đoạn được ghi tiếp vào.")
    try:
        with restored_server(into / "pgdata", manifest.user, manifest.database, plain) as url:
            return prove(into, roots, answer, url)
    finally:
        if plain is not None:
            shutil.rmtree(plain)


def prove(folder: Path, roots: list[Path], answer: Answer, url: str = "") -> int:
    """Finish a restore on the embedded database of a folder, or on that of an address; gives the exit code."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DUONGTHU_")}
    environment["DUONGTHU_DATA_DIR"] = str(folder.resolve())
    if url:
        environment["DUONGTHU_DATABASE_URL"] = url
    command = [sys.executable, "-m", "duongthu.cli", "restore", "--finish"]
    for root in roots:
        command += ["--root", str(root.resolve())]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    for line in (done.stdout + done.stderr).splitlines():
        answer.line(line)
    answer.value({"proven": done.returncode == FINE, "said": done.stdout.splitlines()})
    return done.returncode


def _finish(options: Namespace, answer: Answer) -> int:
    """Compare with what is known outside, raise the epoch, recount everything."""
    stand_up()
    build_tables()
    from duongthu.acts.api import Seal, begin_restored_epoch, compare_all, read_known, seal_and_publish
    from duongthu.cli.verbs.verify_verb import conclude, verify

    newest = Seal.objects.order_by("-seq").first()
    size, root = (newest.tree_size, newest.root) if newest else (0, "")
    wrong = 0
    for file in options.root or []:
        try:
            known = read_known(file.read_text(encoding="utf-8"), f"tệp {file.name}")
        except (OSError, ValueError) as error:
            raise EnvironmentMissing(f"Không đọc được dấu niêm phong {file}: {error}.") from error
        lost = max((one.size or 0 for one in known), default=0) - size
        if lost > 0:
            answer.line(
                f"CHÚ Ý: bản sao lưu cũ hơn dấu đã chứng kiến: mất {lost} dòng đã niêm phong, phải nhập lại."
            )
        for finding in compare_all([one for one in known if (one.size or 0) <= size]):
            answer.line(f"    {finding.code}: {finding.message}")
            wrong += 1
    epoch = begin_restored_epoch(size, root)
    seal_and_publish()
    recounts = list(verify(answer))
    conclude(answer, recounts)
    wrong += sum(len(recount.findings) for recount in recounts)
    answer.line(f"Đời sổ {epoch.number} bắt đầu từ {size} dòng niêm phong, gốc {root or 'chưa có'}.")
    return FOUND if wrong else FINE
