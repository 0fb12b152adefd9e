"""argparse that speaks Vietnamese, and the kinds of values our options take."""

import argparse
import re
from datetime import date
from typing import NoReturn

from duongthu.cli.answers import WrongUse

TRANSLATED = (
    (re.compile(r"the following arguments are required: (.*)"), r"còn thiếu: \1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"không hiểu: \1"),
    (
        re.compile(r"argument (\S+): invalid choice: (.*?) \(choose from (.*)\)"),
        r"\1 không nhận \2; chỉ nhận: \3",
    ),
    (re.compile(r"argument (\S+): invalid int value: (.*)"), r"\1 phải là số nguyên, không phải \2"),
    (re.compile(r"argument (\S+): invalid float value: (.*)"), r"\1 phải là số, không phải \2"),
    (re.compile(r"argument (\S+): expected (?:one argument|1 argument)"), r"\1 cần một giá trị theo sau"),
    (re.compile(r"argument (\S+): expected (\d+) arguments"), r"\1 cần \2 giá trị theo sau"),
    (re.compile(r"argument (\S+): ignored explicit argument (.*)"), r"\1 không nhận giá trị \2"),
    (re.compile(r"argument (\S+): not allowed with argument (.*)"), r"\1 không dùng cùng \2"),
    (re.compile(r"argument (\S+): (.*)"), r"\1: \2"),
)
PORTS = range(1, 65_536)
LONGEST_SECONDS = 86_400


class VietnameseFormatter(argparse.RawDescriptionHelpFormatter):
    """Help pages whose first words are Vietnamese, too."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        """The line of usage, headed ``Cách dùng``."""
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose help, headings and complaints are Vietnamese; complaints are raised, not printed."""

    def __init__(self, prog: str, purpose: str, *, closing: str = "") -> None:
        """Give the parser its name, one sentence of purpose, and the lines that close its help page."""
        super().__init__(
            prog=prog, description=purpose, epilog=closing, formatter_class=VietnameseFormatter,
            add_help=False, allow_abbrev=False,
        )  # fmt: skip
        self._positionals.title, self._optionals.title = "Tham số", "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help="in trang này rồi thôi")
        self.add_argument("--json", action="store_true", help="trả lời bằng JSON cho máy đọc")

    def error(self, message: str) -> NoReturn:
        """Turn argparse's complaint into ours.

        Raises:
            WrongUse: always.
        """
        raise WrongUse(f"{self.prog}: {in_vietnamese(message)}; xem «{self.prog} --help».")


def in_vietnamese(message: str) -> str:
    """An English complaint of argparse in Vietnamese; one we do not know stays as it is."""
    for pattern, replacement in TRANSLATED:
        if pattern.fullmatch(message):
            return pattern.sub(replacement, message)
    return message


def day(text: str) -> date:
    """A day given as ``2020-08-14``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» không phải một ngày dạng năm-tháng-ngày") from None


def positive(text: str) -> int:
    """A whole number from 1 on."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"«{text}» không phải số nguyên từ 1 trở lên")
    return int(text)


def port(text: str) -> int:
    """A TCP port."""
    if not text.isascii() or not text.isdigit() or int(text) not in PORTS:
        raise argparse.ArgumentTypeError(f"«{text}» không phải số cổng từ 1 đến 65535")
    return int(text)


def factor(text: str) -> float:
    """A size relative to the province's own day: above 0, at most 1,000."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 1_000:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"«{text}» không phải tỉ lệ trong khoảng từ trên 0 đến 1000")
    return value


def seconds_budget(text: str) -> float:
    """Seconds a search may take: above 0, at most a day."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= LONGEST_SECONDS:
        raise argparse.ArgumentTypeError(
            f"«{text}» không phải số giây trong khoảng từ trên 0 đến {LONGEST_SECONDS}"
        )
    return value
