"""``duongthu import``: units from an Excel workbook; wrong rows are listed, right rows enter."""

from argparse import Namespace
from pathlib import Path

from duongthu.cli.answers import FINE, FOUND, Answer, EnvironmentMissing
from duongthu.cli.ground import stand_up_with_tables
from duongthu.cli.words import Parser, day


def arguments(parser: Parser) -> None:
    """The workbook, the day it holds from, and who brings it."""
    parser.add_argument("workbook", type=Path, metavar="TỆP", help="tệp Excel danh sách đơn vị")
    parser.add_argument(
        "--from-on", type=day, metavar="NGÀY", help="ngày hiệu lực, dạng 2020-08-14 (mặc định hôm nay)"
    )
    parser.add_argument(
        "--as", dest="person", required=True, metavar="MÃ_NGƯỜI", help="mã nhân viên của người nhập"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Read the file, perform the import as that person, list what did not enter."""
    content = _read(options.workbook)
    stand_up_with_tables()
    from duongthu.kernel.clock import today
    from duongthu.network.api import actor_of, import_workbook

    actor = actor_of(options.person, today())
    with answer.progress("nhập đơn vị"):
        outcome = import_workbook(actor, content, options.workbook.name, options.from_on)
    if not outcome.done:
        refusal = outcome.refusal or {
            "code": "cli.not_done",
            "message": f"Nghiệp vụ chưa xong: {outcome.status}.",
        }
        answer.complaint(refusal["code"], refusal["message"])
        return FOUND
    result = outcome.result
    for row in result["wrong"]:
        answer.line(f"✗ {row['sheet']} dòng {row['row']} ({row['code']}): {row['reason']}")
    answer.line(
        f"Vào sổ {result['added']} đơn vị; {result['unchanged']} đã có sẵn; {len(result['wrong'])} dòng sai."
    )
    answer.value(result)
    return FOUND if result["wrong"] else FINE


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise EnvironmentMissing(f"Không đọc được tệp {file}: {error.strerror}.") from error
