"""``duongthu seal``."""

from argparse import Namespace

from duongthu.cli.answers import FINE, Answer
from duongthu.cli.ground import stand_up_with_tables
from duongthu.cli.words import Parser


def arguments(_parser: Parser) -> None:
    """Takes nothing."""


def run(_options: Namespace, answer: Answer) -> int:
    """Seal what was written since the last seal and print the seal."""
    stand_up_with_tables()
    from duongthu.acts.api import Seal, make_seal, seal_as_dict

    before = Seal.objects.order_by("-seq").first()
    with answer.progress("niêm phong"):
        seal = make_seal()
    fresh = before is None or seal.seq != before.seq
    answer.line(f"Niêm phong số {seal.seq}" + ("" if fresh else " (không có dòng mới từ lần trước)"))
    answer.line(f"  số dòng    {seal.tree_size}")
    answer.line(f"  gốc Merkle {seal.root}")
    answer.line(f"  dấu        {seal.digest}")
    answer.value({**seal_as_dict(seal), "fresh": fresh})
    return FINE
