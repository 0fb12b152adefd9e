"""Text from outside at its worst: signs nobody sees, writing turned round, labels a reader understands."""

import pytest

from duongthu.kernel.refusal import Refusal
from duongthu.kernel.text import clean_line, fold


def refusal_of(*args, **options):
    with pytest.raises(Refusal) as refused:
        clean_line(*args, **options)
    return refused.value


def test_signs_nobody_sees_are_left_out():
    """Names copied from web pages carry them, and then never match a search."""
    assert clean_line("\ufeffNguyễn\u200b Văn\u00ad An\u2060", "name") == "Nguyễn Văn An"
    assert refusal_of("\u200b \ufeff", "name", required=True).code == "kernel.text_empty"


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\x00", "\x1b", "\x7f", "\ue000", "\ud83d"])
def test_signs_that_turn_or_break_the_writing_are_refused(sign):
    """A recipient's name may not read backwards on the label; the position helps to find the sign."""
    refused = refusal_of(f"An{sign}Bình", "name")
    assert refused.code == "kernel.text_unprintable"
    assert refused.details["position"] == 3


def test_separators_of_lines_become_one_space():
    """A line of an Excel cell stays one line, in the log and on the label."""
    assert clean_line("12\nphố\r\nHiến\u2028Hưng\u2003Yên\t", "address") == "12 phố Hiến Hưng Yên"


def test_the_limit_counts_what_the_reader_sees():
    """Decomposed letters are three signs but one letter; exactly the limit is allowed."""
    assert clean_line("o\u0302\u0300" * 5, "name", 5) == "ồ" * 5
    assert refusal_of("a" * 6, "name", 5).details["length"] == 6


def test_sentences_never_show_a_parameter_s_name():
    """The reader knows no ``sender_name``; the form still learns the field."""
    plain, named = refusal_of("", "sender_name", required=True), refusal_of("", "Họ tên", required=True)
    told = refusal_of("x" * 300, "sender_name", label="Người gửi")
    assert (plain.message, plain.field) == ("«Nội dung» không được để trống.", "sender_name")
    assert named.message == "«Họ tên» không được để trống."
    assert told.message == "«Người gửi» dài 300 ký tự, tối đa 200."


def test_searching_knows_every_vietnamese_letter():
    """67 letters with marks, small and capital, fold to the plain ones."""
    marked = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
    plain = "a" * 17 + "e" * 11 + "i" * 5 + "o" * 17 + "u" * 11 + "y" * 5 + "d"
    assert fold(marked) == fold(marked.upper()) == plain
