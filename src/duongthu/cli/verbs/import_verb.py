"""``duongthu import``: units from an Excel workbook; wrong rows are listed, right rows enter."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from duongthu.cli.answers import FINE, FOUND, Answer, EnvironmentMissing, WrongUse
from duongthu.cli.ground import stand_up, stand_up_with_tables
from duongthu.cli.words import Parser, day


def arguments(parser: Parser) -> None:
    """The workbook, the day it holds from, and who brings it; or where to write the empty template."""
    parser.add_argument("workbook", type=Path, nargs="?", metavar="TỆP", help="tệp Excel danh sách đơn vị")
    parser.add_argument(
        "--from-on", type=day, metavar="NGÀY", help="ngày hiệu lực, dạng 2020-08-14 (mặc định hôm nay)"
    )
    parser.add_argument("--as", dest="person", metavar="MÃ_NGƯỜI", help="mã nhân viên của người nhập")
    parser.add_argument(
        "--template", type=Path, metavar="TỆP", help="chỉ ghi tệp mẫu trống có hướng dẫn rồi thôi"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Read the file, perform the import as that person, list what did not enter."""
    if options.template:
        return _write_template(options.template, answer)
    if not options.workbook or not options.person:
        raise WrongUse(
            "duongthu import: cần TỆP và --as MÃ_NGƯỜI, hoặc --template TỆP; xem «duongthu import --help»."
        )
    content = read(options.workbook)
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
    tell(outcome.result, answer)
    answer.value(outcome.result)
    return FOUND if outcome.result["wrong"] else FINE


def tell(result: dict[str, Any], answer: Answer) -> None:
    """The rows that did not enter with their reasons, and how many did."""
    for row in result["wrong"]:
        answer.line(f"✗ {row['sheet']} dòng {row['row']} ({row['code']}): {row['reason']}")
    answer.line(
        f"Vào sổ {result['added']} đơn vị; {result['unchanged']} đã có sẵn; {len(result['wrong'])} dòng sai."
    )


def read(file: Path) -> bytes:
    """The file's bytes.

    Raises:
        EnvironmentMissing: it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise EnvironmentMissing(f"Không đọc được tệp {file}: {error.strerror}.") from error


def _write_template(file: Path, answer: Answer) -> int:
    stand_up()
    from duongthu.network.api import template_workbook

    try:
        file.write_bytes(template_workbook())
    except OSError as error:
        raise EnvironmentMissing(f"Không ghi được tệp {file}: {error.strerror}.") from error
    answer.line(f"Đã ghi tệp mẫu {file}: mỗi loại đơn vị một trang, cột và cách điền ở trang «Hướng dẫn».")
    answer.value({"template": str(file)})
    return FINE
