"""Makes the two TrueType files that printed labels embed, from the committed web fonts of Inter (OFL 1.1).

    python tools/make_label_fonts.py            write the files
    python tools/make_label_fonts.py --check    say whether the committed files are what this makes

A PDF needs one static file for each weight; the web has one variable file for each range of letters.
"""

import argparse
import io
import sys
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

DESKS = Path(__file__).resolve().parent.parent / "src/duongthu/desks"
WEB, LABELS = DESKS / "ui/static/ui/fonts", DESKS / "labels/data"
WEIGHTS = (400, 700)
RANGES = ("latin", "vietnamese", "latin-ext")
EXTENDED = range(0x100, 0x180)  # of latin-ext only these: the highland languages write Č, Ŏ, Ŭ
DROPPED = (
    "GSUB",
    "GPOS",
    "GDEF",
    "STAT",
    "HVAR",
    "MVAR",
    "avar",
)  # layout and variation: a label needs neither
LETTERS = (
    "ĂÂĐÊÔƠƯăâđêôơưẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
    "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹĨĩŨũČĔĬŎŬčĕĭŏŭñ₫…–"
)


class LetterMissing(Exception):
    """The made font lacks a letter that Vietnamese needs."""


def static(letters: str, weight: int) -> io.BytesIO:
    """One range of letters at one weight, as TrueType."""
    font = TTFont(WEB / f"inter-{letters}.woff2", recalcTimestamp=False)
    font.flavor = None
    axes = {axis.axisTag for axis in font["fvar"].axes}
    font = instancer.instantiateVariableFont(
        font, {"wght": weight} | ({"opsz": 14} if "opsz" in axes else {})
    )
    for table in DROPPED:
        if table in font:
            del font[table]
    if letters == "latin-ext":
        subsetter = Subsetter()
        subsetter.populate(unicodes=EXTENDED)
        subsetter.subset(font)
    body = io.BytesIO()
    font.save(body)
    body.seek(0)
    return body


def made(weight: int) -> bytes:
    """The whole font of one weight.

    Raises:
        LetterMissing: a letter of ``LETTERS`` has no drawing.
    """
    font = Merger(options=Options(drop_tables=list(DROPPED))).merge([static(name, weight) for name in RANGES])
    missing = [letter for letter in LETTERS if ord(letter) not in font.getBestCmap()]
    if missing:
        raise LetterMissing("".join(missing))
    for kind, name in {1: f"Inter {weight}", 4: f"Inter {weight}", 6: f"Inter-{weight}"}.items():
        font["name"].setName(name, kind, 3, 1, 0x409)  # two files of one name would be drawn as one
        font["name"].setName(name, kind, 1, 0, 0)
    font["head"].created = font["head"].modified = 0
    font.recalcTimestamp = False
    body = io.BytesIO()
    font.save(body)
    return body.getvalue()


def main() -> int:
    """Write or check; the exit code is 0 when all is as it should be."""
    parser = argparse.ArgumentParser(description="Make the fonts of printed labels.")
    parser.add_argument("--check", action="store_true", help="only compare with the committed files")
    check, changed = parser.parse_args().check, []
    for weight in WEIGHTS:
        target, body = LABELS / f"inter-{weight}.ttf", made(weight)
        if check and target.read_bytes() != body:
            changed.append(target.name)
        elif not check:
            target.write_bytes(body)
    sys.stdout.write("".join(f"{name}: changed\n" for name in changed))
    return 1 if changed else 0


if __name__ == "__main__":
    raise SystemExit(main())
