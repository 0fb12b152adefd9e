"""``duongthu proof``: documents for outsiders, who check them with ``bin/check-proof``."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from duongthu.cli.answers import FINE, Answer, EnvironmentMissing, WrongUse
from duongthu.cli.startup import stand_up_with_tables
from duongthu.cli.words import Parser, positive


def arguments(parser: Parser) -> None:
    """A row of a journal, or two seals."""
    parser.add_argument("journal", nargs="?", metavar="SỔ", help="tên sổ, ví dụ ledger.entry")
    parser.add_argument("seq", nargs="?", type=positive, metavar="DÒNG", help="số thứ tự của dòng trong sổ")
    parser.add_argument(
        "--consistency",
        nargs=2,
        type=positive,
        metavar=("CŨ", "MỚI"),
        help="hai số niêm phong: cái cũ nằm trọn trong cái mới",
    )
    parser.add_argument(
        "--seal", type=positive, metavar="SỐ", help="dưới niêm phong số này thay vì cái mới nhất"
    )
    parser.add_argument("--out", type=Path, metavar="TỆP", help="ghi vào tệp này thay vì in ra")


def run(options: Namespace, answer: Answer) -> int:
    """Make the proof and print it or write it to a file."""
    row_given, seals_given = options.seq is not None, options.consistency is not None
    if row_given == seals_given or (options.journal is None) != (options.seq is None):
        raise WrongUse(
            "duongthu proof: cần hoặc SỔ và DÒNG, hoặc --consistency CŨ MỚI; xem «duongthu proof --help»."
        )
    stand_up_with_tables()
    _hand_over(_proof(options), options.out, answer)
    return FINE


def _proof(options: Namespace) -> dict[str, Any]:
    from duongthu.acts.api import consistency_proof, inclusion_proof

    if options.consistency:
        return consistency_proof(*options.consistency)
    return inclusion_proof(options.journal, options.seq, options.seal)


def _hand_over(proof: dict[str, Any], file: Path | None, answer: Answer) -> None:
    text = json.dumps(proof, ensure_ascii=False, indent=2) + "\n"
    if file is None:
        sys.stdout.write(text)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EnvironmentMissing(f"Không ghi được tệp {file}: {error.strerror}.") from error
    answer.line(f"Đã ghi chứng cứ vào {file}; ai giữ gốc Merkle cũng kiểm được: bin/check-proof {file} GỐC")
    answer.value({"out": str(file)})
