"""Money in figures and words, ids, text and refusals."""

import random
import unicodedata
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from duongthu.kernel.dong import dong, format_dong, half_up, parse_dong
from duongthu.kernel.ids import IdMaker, line_key, uuid7
from duongthu.kernel.refusal import Refusal, all_refusals, placeholders
from duongthu.kernel.text import clean_line, fold, given_name_key, nfc, sort_key
from duongthu.kernel.words import amount_from_words, amount_in_words

WORDS = {
    0: "Không đồng", 15: "Mười lăm đồng", 21: "Hai mươi mốt đồng", 24: "Hai mươi tư đồng", 25: "Hai mươi lăm đồng",
    101: "Một trăm linh một đồng", 110: "Một trăm mười đồng", 111: "Một trăm mười một đồng", 115: "Một trăm mười lăm đồng",
    1_005: "Một nghìn không trăm linh năm đồng", 1_000_005: "Một triệu không trăm linh năm đồng",
    1_005_000: "Một triệu không trăm linh năm nghìn đồng",
    3_843_500: "Ba triệu tám trăm bốn mươi ba nghìn năm trăm đồng",
    21_021_021: "Hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt đồng",
    1_000_000_001: "Một tỷ không trăm linh một đồng", 196_000_000_000: "Một trăm chín mươi sáu tỷ đồng",
    196_054_321_500: "Một trăm chín mươi sáu tỷ không trăm năm mươi tư triệu ba trăm hai mươi mốt nghìn năm trăm đồng",
    2_000_000_000_000: "Hai nghìn tỷ đồng",
}  # fmt: skip


@pytest.mark.feature(69)
@pytest.mark.parametrize(("amount", "words"), WORDS.items())
def test_amounts_in_words(amount, words):
    """The reference outputs of rules.md §7.2."""
    assert amount_in_words(amount) == words


def test_southern_style_and_even_sums():
    """``lẻ`` in the south, ``chẵn`` where nothing odd remains."""
    assert amount_in_words(101, south=True) == "Một trăm lẻ một đồng"
    assert amount_in_words(2_000_000, even=True) == "Hai triệu đồng chẵn"


@pytest.mark.feature(69)
def test_ten_thousand_golden_cases_read_back():
    """Words → number → the same: no sum of the ledger can be written so that it reads as another."""
    dice = random.Random(69)
    for _ in range(10_000):
        amount = dice.randrange(10 ** dice.randrange(1, 16))
        assert amount_from_words(amount_in_words(amount)) == amount


@pytest.mark.parametrize("text", ["", "ba con gà đồng", "một trăm nghìn tỷ tỷ tỷ đồng"])
def test_words_that_are_no_sum(text):
    """Garbage is refused, not guessed at."""
    with pytest.raises(Refusal):
        amount_from_words(text)


@pytest.mark.parametrize("value", [1.5, True, "5", None])
def test_only_whole_numbers_are_dong(value):
    """Neither a float nor a truth value is money."""
    with pytest.raises(Refusal):
        dong(value)


def test_sums_are_read_and_written_as_people_do():
    """Grouped by points; a comma would be a fraction."""
    assert parse_dong("1.250.000 ₫") == parse_dong("1250000") == parse_dong("1 250 000đ") == 1_250_000
    assert format_dong(1_250_000) == "1.250.000\u00a0₫"
    for wrong in ("1,5", "12.34", "-5", "mười", "1.000.000.000.000.001"):
        with pytest.raises(Refusal):
            parse_dong(wrong)
    assert parse_dong("-5", allow_negative=True) == -5


@pytest.mark.parametrize(
    ("above", "below", "rounded"), [(5, 2, 3), (-5, 2, -3), (4, 2, 2), (1, 3, 0), (2, 3, 1), (0, 7, 0)]
)
def test_halves_round_away_from_zero(above, below, rounded):
    """110,038.5 đồng become 110,039."""
    assert half_up(above, below) == rounded


def test_ids_grow_with_time_and_within_a_millisecond():
    """Time-ordered keys keep ingest flat; the seeded maker gives the same ones again."""
    moment = datetime(2020, 8, 14, tzinfo=UTC)
    maker = IdMaker(Random(1))
    made = [maker.make(moment) for _ in range(500)] + [maker.make(moment + timedelta(milliseconds=1))]
    assert made == sorted(made)
    assert len(set(made)) == 501
    assert IdMaker(Random(1)).make(moment) == made[0]
    assert {one.version for one in made} == {7}
    assert uuid7(moment, 0).version == 7


def test_line_keys_are_the_same_for_every_repeat():
    """A repeated command collides with itself, never with its neighbour line."""
    command = UUID("0173ea7b-0e80-70eb-af11-a0f1eb09707d")
    assert line_key(command, 1) == line_key(command, 1) != line_key(command, 2)
    assert line_key(command, 1) > command


def test_search_folds_accents_and_the_d():
    """Đường, ĐƯỜNG and duong are one; composed and decomposed letters too."""
    assert fold("  Đường   THƯ ") == "duong thu"
    assert fold(unicodedata.normalize("NFD", "Hồng")) == "hong"
    assert nfc(unicodedata.normalize("NFD", "Hồng")) == "Hồng"


def test_the_vietnamese_alphabet():
    """A ă â, d đ, tones after letters."""
    assert sorted(["đa", "da", "dạ", "dà", "ấu", "âu", "ăn", "an", "Ân", "án"], key=sort_key) == [
        "an",
        "án",
        "ăn",
        "Ân",
        "âu",
        "ấu",
        "da",
        "dà",
        "dạ",
        "đa",
    ]
    people = ["Trần Văn Đạt", "Lê Thị An", "Phạm Ánh", "Nguyễn Văn Dũng"]
    assert sorted(people, key=given_name_key) == ["Lê Thị An", "Phạm Ánh", "Nguyễn Văn Dũng", "Trần Văn Đạt"]


def test_typed_lines_are_cleaned_or_refused():
    """Composed and trimmed; control characters, half letters and ten megabytes are refused by name."""
    assert clean_line("  Nguyễn\tThị  Hoa ", "name") == "Nguyễn Thị Hoa"
    for wrong, code in (
        ("x" * 10_000_000, "kernel.text_too_long"), ("a\x07", "kernel.text_unprintable"), ("\ud800", "kernel.text_unprintable"),
        ("x" * 201, "kernel.text_too_long"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            clean_line(wrong, "name")
        assert (refused.value.code, refused.value.field) == (code, "name")


def test_every_refusal_has_its_own_code_and_says_something():
    """Codes are stable addresses: two of one code would answer for each other."""
    for code, refusal in all_refusals().items():
        assert "." in code
        assert len(refusal.sentence) > 10
        assert all(name.isidentifier() for name in placeholders(refusal))
    with pytest.raises(TypeError, match="share the code"):
        type("Other", (Refusal,), {"code": "kernel.negative_dong", "sentence": "Trùng mã của khác."})
    with pytest.raises(TypeError, match="needs a code"):
        type("Bare", (Refusal,), {})
    with pytest.raises(KeyError):
        all_refusals()["kernel.negative_dong"]()
