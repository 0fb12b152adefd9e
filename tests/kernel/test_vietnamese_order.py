"""The order of the Vietnamese alphabet, held against what ICU answers for the locale ``vi``."""

import unicodedata
from random import Random

from duongthu.kernel.text import given_name_key, sort_key

BY_ICU = [
    "(a)", "1", "10", "2", "a", "A", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ặ", "â", "ấ", "ậ", "b", "bưu cục",
    "Bưu cục 10", "Bưu cục 2", "Bưu cục Ân Thi", "bưu-cục", "c", "Chợ Gạo", "cn", "d", "D", "đ", "Đ", "e", "ê", "g",
    "Giai Phạm", "h", "hung", "Hung", "hùng", "Hùng", "Hưng", "Hưng Yên", "i", "Khoái Châu", "Krông Buk",
    "Krông Bŭk", "l", "o", "ò", "ô", "Ồ", "ơ", "Phố Hiến", "Phố Nối", "Phù Cừ", "Tiền Hải", "tiên lãng", "Tiên Lữ",
    "u", "ư", "ừ", "ứ", "y", "ỳ", "Y Ngông",
]  # fmt: skip


def test_the_order_is_that_of_icu():
    """PostgreSQL 15 ``COLLATE "vi-x-icu"`` (ICU 72) gave this list; SQLite must not sort the same page otherwise."""
    shuffled = Random(8).sample(BY_ICU, len(BY_ICU))
    assert sorted(shuffled, key=sort_key) == BY_ICU
    assert sorted(shuffled) != BY_ICU


def test_decomposed_letters_sort_as_composed_ones():
    """A phone of one maker sends NFD: the same name may not stand at two places of a list."""
    for word in BY_ICU:
        assert sort_key(unicodedata.normalize("NFD", word)) == sort_key(word)


def test_marks_that_stand_alone_and_empty_text_have_a_place():
    """Damaged import files hold them; a list must come out all the same."""
    assert sort_key("") < sort_key("a") < sort_key("a\u030a\u030c") < sort_key("b")
    assert sort_key("\u0301")[0] == ()


def test_people_stand_by_given_name_whatever_the_capitals():
    """All ``An`` together, also those of a list in capitals; a name of one word before longer ones."""
    names = ["Nguyễn Văn An", "BÙI THỊ AN", "An", "Lê An", "Đỗ Ân", "Bùi Thị Yên", "Yên", "Vũ Ánh", "Vũ Anh"]
    assert sorted(names, key=given_name_key) == [
        "An", "BÙI THỊ AN", "Lê An", "Nguyễn Văn An", "Vũ Anh", "Vũ Ánh", "Đỗ Ân", "Yên", "Bùi Thị Yên",
    ]  # fmt: skip
    assert given_name_key("") < given_name_key("An")
