"""``duongthu witness``: looks at a post's log from outside, makes sure it only grew, and cosigns. Needs no database."""

import re
from argparse import Namespace
from pathlib import Path

from duongthu.cli.answers import FINE, FOUND, Answer, EnvironmentMissing, WrongUse
from duongthu.cli.words import Parser
from duongthu.kernel import clock
from duongthu.tlog.api import NoteWrong, VerifierKey, Witness, WitnessRefuses, hand_in, reader


def arguments(parser: Parser) -> None:
    """Where the log is, where the witness keeps what it saw, and under which name it signs."""
    parser.add_argument(
        "source",
        nargs="?",
        metavar="NƠI",
        help="thư mục hoặc địa chỉ http(s) có dấu niêm phong và các ô băm («duongthu seal --out», hoặc …/api/v1/log)",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        required=True,
        metavar="THƯ_MỤC",
        help="nơi người chứng kiến giữ khóa và những gì đã thấy",
    )
    parser.add_argument(
        "--name", required=True, metavar="TÊN", help="tên người chứng kiến, ví dụ tien-lu.buudien/1"
    )
    parser.add_argument(
        "--log-key", metavar="KHÓA", help="khóa kiểm của sổ («duongthu seal --key»), cần ở lần đầu"
    )
    parser.add_argument(
        "--out", type=Path, metavar="TỆP", help="ghi dấu đã ký vào tệp này nữa; vốn đã đưa lại NƠI đã đọc"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Look, compare, cosign; without a place only the witness's own key is printed."""
    if not re.fullmatch(r"[^\s+]{1,200}", options.name):
        raise WrongUse("duongthu witness: TÊN không được có dấu cách hay dấu cộng.")
    witness = Witness(options.folder, options.name)
    try:
        key = witness.signer.public
        log = VerifierKey.read(options.log_key) if options.log_key else None
    except NoteWrong as wrong:
        raise WrongUse(f"duongthu witness: {wrong}.") from wrong
    except OSError as error:
        raise EnvironmentMissing(f"Không dùng được thư mục {options.folder}: {error}.") from error
    if options.source is None:
        answer.line(str(key))
        answer.value({"key": str(key)})
        return FINE
    try:
        seen = witness.look(reader(options.source), log, clock.now())
    except WitnessRefuses as refuses:
        answer.complaint("acts.witness_refuses", f"KHÔNG KÝ: {refuses}.")
        return FOUND
    try:
        hand_in(options.source, seen.note)
        if options.out:
            options.out.write_text(seen.note.text(), encoding="utf-8")
    except OSError as error:
        raise EnvironmentMissing(f"Đã ký nhưng không đưa lại được: {error}.") from error
    since = "lần đầu" if seen.before is None else f"nối tiếp {seen.before} dòng lần trước"
    answer.line(f"Đã ký: {seen.checkpoint.size} dòng, gốc {seen.checkpoint.root.hex()} ({since}).")
    answer.value({"size": seen.checkpoint.size, "before": seen.before, "note": seen.note.text()})
    return FINE
