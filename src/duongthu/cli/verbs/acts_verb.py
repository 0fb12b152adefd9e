"""``duongthu acts``: the registry."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from duongthu.cli.answers import FINE, Answer
from duongthu.cli.startup import stand_up
from duongthu.cli.words import Parser

if TYPE_CHECKING:
    from duongthu.acts.api import ActSpec


def arguments(parser: Parser) -> None:
    """Part of a name, to see fewer."""
    parser.add_argument(
        "part", nargs="?", default="", metavar="PHẦN_TÊN", help="chỉ những nghiệp vụ có tên chứa chữ này"
    )


def run(options: Namespace, answer: Answer) -> int:
    """List the acts by name; with ``--json`` with their parameters' schemas."""
    stand_up()
    from duongthu.acts.api import all_acts

    acts = [spec for spec in all_acts() if options.part in spec.name]
    width = max((len(spec.name) for spec in acts), default=0)
    for spec in acts:
        answer.line(f"{spec.name:<{width}}  {spec.title}. {spec.purpose}")
        answer.line(f"{'':<{width}}  {', '.join(sorted(spec.roles))}")
    answer.line(f"{len(acts)} nghiệp vụ.")
    answer.value([_as_dict(spec) for spec in acts])
    return FINE


def _as_dict(spec: "ActSpec") -> dict[str, Any]:
    return {
        "act": spec.name,
        "title": spec.title,
        "purpose": spec.purpose,
        "roles": sorted(spec.roles),
        "unit": spec.unit,
        "lines": spec.lines,
        "four_eyes": spec.four_eyes.key if spec.four_eyes else None,
        "parameters": spec.schema(),
    }
