"""``duongthu import``: units from an Excel workbook (wrong rows are listed, right rows enter), or roads from a map extract."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from duongthu.cli.answers import FINE, FOUND, Answer, EnvironmentMissing, WrongUse
from duongthu.cli.startup import stand_up, stand_up_with_tables
from duongthu.cli.words import Parser, day

WHY_NOT = {
    "via_way": "đi qua một đoạn đường",
    "conditional": "chỉ theo giờ hay điều kiện",
    "unknown": "loại không biết",
    "broken": "thiếu đường hay nút",
    "unclear": "không rõ phía nào",
}


def arguments(parser: Parser) -> None:
    """The workbook, the day it holds from, and who brings it; or the roads; or where to write the empty template."""
    parser.add_argument(
        "words",
        nargs="*",
        metavar="TỆP",
        help="tệp Excel danh sách đơn vị; hoặc «roads TỆP.osm.pbf» để nhập đường từ trích xuất OpenStreetMap",
    )
    parser.add_argument(
        "--from-on", type=day, metavar="NGÀY", help="ngày hiệu lực, dạng 2020-08-14 (mặc định hôm nay)"
    )
    parser.add_argument("--as", dest="person", metavar="MÃ_NGƯỜI", help="mã nhân viên của người nhập")
    parser.add_argument(
        "--speeds", type=Path, metavar="TỆP", help="chỉ với roads: bảng tốc độ CSV thay cho bảng mặc định"
    )
    parser.add_argument(
        "--template", type=Path, metavar="TỆP", help="chỉ ghi tệp mẫu trống có hướng dẫn rồi thôi"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Take in units or roads, or write the template."""
    if options.template:
        return _write_template(options.template, answer)
    roads = options.words[:1] == ["roads"]
    if roads and len(options.words) == 2:  # noqa: PLR2004
        return _take_roads(Path(options.words[1]), options, answer)
    if roads or len(options.words) != 1 or not options.person or options.speeds:
        raise WrongUse(
            "duongthu import: cần TỆP và --as MÃ_NGƯỜI, hoặc roads TỆP.osm.pbf, hoặc --template TỆP; "
            "xem «duongthu import --help»."
        )
    return _take_units(Path(options.words[0]), options, answer)


def _take_units(workbook: Path, options: Namespace, answer: Answer) -> int:
    """Perform the import as the person, list what did not enter."""
    content = read(workbook)
    stand_up_with_tables()
    from duongthu.kernel.clock import today
    from duongthu.network.api import actor_of, import_workbook

    actor = actor_of(options.person, today())
    with answer.progress("nhập đơn vị"):
        outcome = import_workbook(actor, content, workbook.name, options.from_on)
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


def _take_roads(file: Path, options: Namespace, answer: Answer) -> int:
    """Ride on the roads of a map extract from a day on."""
    speeds = read(options.speeds) if options.speeds else b""
    stand_up()
    from duongthu.network.api import VEHICLE_NAMES, take_roads

    try:
        with answer.progress("đọc đường") as step:
            taken = take_roads(file, options.from_on, speeds.decode("utf-8-sig", "replace"), step)
    except OSError as error:
        raise EnvironmentMissing(f"Không đọc được tệp {file}: {error.strerror}.") from error
    beyond = ", ".join(f"{VEHICLE_NAMES[vehicle]} {count}" for vehicle, count in taken.beyond.items())
    answer.line(
        f"Đã nhập đường từ {taken.source}: {taken.ways} đường, {taken.kilometres} km, {taken.nodes} nút; "
        f"dùng từ ngày {taken.from_on}."
    )
    answer.line(
        f"Cách đường quá 1 km, vẫn theo mạng đường dựng sẵn (trong {taken.places} nơi của tỉnh): {beyond}."
    )
    cut_off = ", ".join(
        f"{VEHICLE_NAMES[vehicle]} {gone} trong {many} (mảng riêng đi được bên trong: {taken.islands[vehicle][0]})"
        for vehicle, (gone, many) in taken.cut_off.items()
    )
    answer.line(f"Nút đường không nối với mạng chính: {cut_off}.")
    answer.line(f"Cấm rẽ: {taken.turns} chỗ được tính{_left_out(taken.turns_left_out)}.")
    answer.line(
        f"Rào chắn: {taken.barriers} chỗ; biển báo không hiểu, không tính: {taken.signs_unread} đường."
    )
    answer.value(asdict(taken))
    return FINE


def _left_out(counts: dict[str, int]) -> str:
    """How many restrictions do not count, and why."""
    told = ", ".join(f"{count} {WHY_NOT[why]}" for why, count in counts.items())
    return f"; không tính: {told}" if told else ""


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
