"""``duongthu migrate``."""

from argparse import Namespace

from duongthu.cli.answers import FINE, Answer
from duongthu.cli.startup import build_tables, stand_up
from duongthu.cli.words import Parser


def arguments(_parser: Parser) -> None:
    """Takes nothing."""


def run(_options: Namespace, answer: Answer) -> int:
    """Apply the waiting migrations and name them."""
    stand_up()
    with answer.progress("dựng bảng"):
        applied = build_tables()
    for name in applied:
        answer.line(f"✓ {name}")
    answer.line(f"Đã dựng {len(applied)} bước." if applied else "Các bảng đã đủ, không có gì phải làm.")
    answer.value({"applied": applied})
    return FINE
