"""``duongthu seal``: seals, again and again if told so; lays checkpoint and tiles out; takes in what witnesses signed."""

from argparse import Namespace
from pathlib import Path

from duongthu.cli.answers import FINE, Answer, EnvironmentMissing
from duongthu.cli.startup import stand_up_with_tables
from duongthu.cli.words import Parser


def arguments(parser: Parser) -> None:
    """Once, or for ever; where to; what came back."""
    parser.add_argument(
        "--watch",
        action="store_true",
        help="chạy mãi: niêm phong ngay sau mỗi lần khóa sổ và ít nhất mỗi 5 phút có ghi sổ («duongthu serve» tự chạy sẵn)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="THƯ_MỤC",
        help="chép dấu niêm phong và các ô băm ra thư mục này (tlog-tiles)",
    )
    parser.add_argument(
        "--cosigned", type=Path, metavar="TỆP", help="nhận dấu niêm phong mà người chứng kiến đã ký"
    )
    parser.add_argument("--witness", metavar="KHÓA", help="ghi nhận khóa kiểm của một người chứng kiến")
    parser.add_argument(
        "--key", action="store_true", help="chỉ in khóa kiểm của sổ này, để đưa cho người chứng kiến"
    )


def run(options: Namespace, answer: Answer) -> int:
    """Seal what was written since the last seal and print the seal, or do what the options say."""
    stand_up_with_tables()
    from django.conf import settings

    from duongthu.acts.api import add_witness, lay_out, log_signer, seal_forever, take_cosigned

    if options.watch:
        answer.line(
            f"Niêm phong tự động: sau mỗi lần khóa sổ và ít nhất mỗi {settings.SEAL_MINUTES} phút có ghi sổ (dừng bằng Ctrl+C)"
        )
        seal_forever()
    if options.witness:
        key = add_witness(options.witness)
        answer.line(f"Đã ghi nhận người chứng kiến «{key.name}».")
        answer.value({"witness": key.name})
    elif options.cosigned:
        kept = take_cosigned(_text(options.cosigned))
        answer.line(f"Đã nhận dấu {kept.checkpoint.size} dòng, có chữ ký của {', '.join(kept.witnesses)}.")
        answer.value({"size": kept.checkpoint.size, "witnesses": kept.witnesses})
    elif options.key:
        answer.line(str(log_signer().public))
        answer.value({"key": str(log_signer().public)})
    else:
        _seal(answer)
    if options.out:
        written = lay_out(options.out)
        answer.line(f"Đã chép ra {options.out}: {written} tệp mới.")
    return FINE


def _seal(answer: Answer) -> None:
    from duongthu.acts.api import Seal, seal_and_publish, seal_as_dict

    before = Seal.objects.order_by("-seq").first()
    with answer.progress("niêm phong"):
        seal, note = seal_and_publish()
    fresh = before is None or seal.seq != before.seq
    answer.line(f"Niêm phong số {seal.seq}" + ("" if fresh else " (không có dòng mới từ lần trước)"))
    answer.line(f"  số dòng    {seal.tree_size}")
    answer.line(f"  gốc Merkle {seal.root}")
    answer.line(f"  dấu        {seal.digest}")
    answer.value({**seal_as_dict(seal), "fresh": fresh, "checkpoint": note.text()})


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentMissing(f"Không đọc được tệp {file}: {error}.") from error
