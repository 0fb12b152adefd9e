"""The list of verbs, and what every verb has in common: parsing, exit codes, complaints."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from duongthu.cli.answers import (
    FINE,
    FOUND,
    INTERRUPTED,
    MISSING,
    WRONG_USE,
    Answer,
    EnvironmentMissing,
    WrongUse,
)
from duongthu.cli.words import Parser
from duongthu.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its module holds ``arguments(parser)`` and ``run(options, answer) -> exit code``."""

    name: str
    purpose: str

    def part(self, name: str) -> Callable[..., Any]:
        """``arguments`` or ``run`` of the verb's module, imported only when it is needed."""
        found: Callable[..., Any] = getattr(import_module(f"duongthu.cli.verbs.{self.name}_verb"), name)
        return found


VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            "demo",
            "một ngày trọn của bưu điện tỉnh mẫu, chứng minh hai định luật, rồi mở trang web",
        ),
        Verb("serve", "mở trang web trên máy này (tự dựng bảng trước)"),
        Verb("migrate", "dựng hoặc nâng cấp các bảng của cơ sở dữ liệu"),
        Verb("verify", "tính lại mọi số dư và trạng thái từ sổ gốc, kiểm hai định luật và niêm phong"),
        Verb(
            "seal",
            "niêm phong mọi dòng sổ mới ghi, đưa dấu niêm phong ra ngoài, nhận dấu đã có người chứng kiến",
        ),
        Verb("witness", "chứng kiến: xem sổ của một bưu điện từ bên ngoài, chỉ ký khi sổ nối tiếp lần trước"),
        Verb("backup", "sao lưu có mã hóa trong khi nghiệp vụ vẫn chạy; giữ theo hạn; chép ra ngoài máy"),
        Verb("restore", "khôi phục một bản sao lưu vào thư mục trống, kiểm lại tất cả, mở đời sổ mới"),
        Verb("drill", "diễn tập khôi phục bản sao lưu mới nhất rồi bỏ đi"),
        Verb("proof", "lập chứng cứ cho một dòng sổ, hoặc cho hai niêm phong, để người ngoài kiểm"),
        Verb("found", "lập một bưu điện mới: xã, đơn vị từ tệp Excel, bảng cước, người quản trị đầu tiên"),
        Verb("import", "nhập danh sách đơn vị từ một tệp Excel, nhập đường từ bản đồ, hoặc ghi tệp mẫu"),
        Verb(
            "notify",
            "gửi các tin báo khách đang chờ qua cổng tin (thư mục hoặc địa chỉ HTTP của DUONGTHU_NOTICES)",
        ),
        Verb("appoint", "chỉ định người thứ hai trao được quyền ở Bưu điện tỉnh"),
        Verb("token", "cấp mã truy cập HTTP cho máy của một người, hoặc thu hồi"),
        Verb(
            "route",
            "xếp tuyến cho một bài toán trong tệp VRPLIB, trong thời gian cho trước, rồi ghi phương án",
        ),
        Verb(
            "hubs",
            "xếp tuyến mọi bài toán của một thư mục, trên nhiều tiến trình hay nhiều máy, làm tiếp được",
        ),
        Verb("acts", "liệt kê mọi nghiệp vụ: tên, mục đích, ai được làm"),
        Verb("simulate", "mô phỏng nhiều ngày của cả tỉnh trên cơ sở dữ liệu trống"),
    )
}
EXIT_CODES = """Mã thoát: 0 ổn; 1 có điểm sai hoặc bị từ chối; 2 dùng sai lệnh; 3 máy còn thiếu thứ cần có.
Cài đặt: DUONGTHU_DATABASE_URL, DUONGTHU_DATA_DIR, DUONGTHU_SECRET_KEY, DUONGTHU_HOSTS, DUONGTHU_DEBUG."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code.

    Args:
        words: the command line after the program's name; by default the process's own.
    """
    given = list(sys.argv[1:] if words is None else words)
    answer = Answer(as_json="--json" in given)
    try:
        return _run(given, answer)
    except WrongUse as wrong:
        answer.complaint("cli.wrong_use", str(wrong))
        return WRONG_USE
    except EnvironmentMissing as missing:
        answer.complaint("cli.environment_missing", str(missing))
        return MISSING
    except Refusal as refusal:
        answer.complaint(refusal.code, refusal.message)
        return FOUND
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; the interpreter must not complain again when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE


def _run(given: list[str], answer: Answer) -> int:
    if not given or given[0] in {"-h", "--help"}:
        sys.stdout.write(overview())
        return FINE if given else WRONG_USE
    verb = VERBS.get(given[0])
    if verb is None:
        raise WrongUse(
            f"duongthu: không có lệnh «{given[0]}»; có: {', '.join(VERBS)}; xem «duongthu --help»."
        )
    parser = Parser(f"duongthu {verb.name}", _sentence(verb.purpose), closing=EXIT_CODES)
    verb.part("arguments")(parser)
    try:
        options = parser.parse_args(given[1:])
    except SystemExit:  # argparse has printed the help page
        return FINE
    return int(verb.part("run")(options, answer))


def overview() -> str:
    """The first help page: every verb with its purpose."""
    width = max(len(name) for name in VERBS)
    lines = [
        "Đường Thư: hệ điều hành của một bưu điện tỉnh.",
        "",
        "Cách dùng: duongthu LỆNH [tham số]      «duongthu LỆNH --help» nói rõ từng lệnh",
        "",
        *(f"  {verb.name:<{width}}  {verb.purpose}" for verb in VERBS.values()),
        "",
        EXIT_CODES,
    ]
    return "\n".join(lines) + "\n"


def _sentence(purpose: str) -> str:
    return purpose[0].upper() + purpose[1:] + "."
