"""``duongthu drill``: restores the newest backup into an empty folder, proves it, throws it away, and says how long it took."""

import tempfile
from argparse import Namespace
from pathlib import Path
from time import perf_counter

from duongthu.cli import backups
from duongthu.cli.answers import FINE, Answer, EnvironmentMissing, seconds
from duongthu.cli.verbs.restore_verb import prove_any
from duongthu.cli.wal import FOLDER
from duongthu.cli.words import Parser


def arguments(parser: Parser) -> None:
    """Where the backups lie and with which key they open."""
    parser.add_argument(
        "--from", dest="folder", type=Path, required=True, metavar="THƯ_MỤC", help="nơi giữ sao lưu"
    )
    parser.add_argument("--key", type=Path, required=True, metavar="TỆP", help="tệp khóa age")
    parser.add_argument(
        "--root", action="append", type=Path, metavar="TỆP", help="dấu niêm phong đã chứng kiến"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Unpack, prove, throw away."""
    kept = backups.all_backups(options.folder)
    if not kept:
        raise EnvironmentMissing(f"Không có bản sao lưu nào ở {options.folder}.")
    began = perf_counter()
    # PostgreSQL's server, when we are root, is somebody else: it must be able to reach the folder.
    beside = Path(tempfile.gettempdir()) if kept[0].engine == backups.POSTGRES else options.folder
    with backups.private_folder(beside) as scratch:
        if kept[0].engine == backups.POSTGRES:
            scratch.chmod(0o711)
        manifest = backups.unpack(
            options.folder / f"{kept[0].name}{backups.TAIL}", options.key, scratch / "drill"
        )
        code = prove_any(manifest, options, scratch / "drill", options.folder / FOLDER, answer)
    verdict = "ĐẠT" if code == FINE else "KHÔNG ĐẠT"
    answer.line(f"Diễn tập khôi phục {manifest.name}: {verdict}, {seconds(perf_counter() - began)}.")
    return code
