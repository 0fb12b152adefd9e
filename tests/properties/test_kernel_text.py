"""Properties of Vietnamese text and of amounts in words."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as some

from duongthu.kernel.dong import MAX_DONG
from duongthu.kernel.text import (
    ALPHABET,
    TONES,
    TooLong,
    Unprintable,
    clean_line,
    fold,
    given_name_key,
    sort_key,
)
from duongthu.kernel.words import NotAnAmountInWords, amount_from_words, amount_in_words

PROFILE = settings(max_examples=200, derandomize=True, deadline=None, database=None)
letters = some.builds(
    lambda letter, tone, capital: unicodedata.normalize("NFC", (letter.upper() if capital else letter) + tone),
    some.sampled_from(ALPHABET), some.sampled_from(["", *TONES]), some.booleans(),
)  # fmt: skip
words = some.lists(letters, min_size=1, max_size=7).map("".join)
names = some.lists(words, min_size=1, max_size=4).map(" ".join)


@PROFILE
@given(names)
def test_composed_and_decomposed_names_are_one(name):
    """Phones differ in what they send: search, order and storage may not."""
    apart = unicodedata.normalize("NFD", name)
    assert fold(apart) == fold(name)
    assert sort_key(apart) == sort_key(name)
    assert given_name_key(apart) == given_name_key(name)
    assert clean_line(apart, "name") == clean_line(name, "name") == name


@PROFILE
@given(some.text(max_size=60))
def test_folding_twice_is_folding_once(text):
    """The stored search column and the typed question meet however often either was folded; no đ, no mark is left."""
    once = fold(text)
    assert fold(once) == once
    assert "đ" not in once
    assert not any(unicodedata.combining(char) for char in once)


@PROFILE
@given(some.lists(some.text(max_size=8), max_size=12))
def test_every_text_has_a_place_in_the_order(texts):
    """Keys of any text can be made and compared, also of people's names: a strange sign never breaks a list."""
    for key in (sort_key, given_name_key):
        ranked = sorted(texts, key=key)
        assert all(key(before) <= key(after) for before, after in pairwise(ranked))


@PROFILE
@given(words, words)
def test_letters_decide_before_tones_and_tones_before_case(one, other):
    """``Hưng`` never stands among the ``Hung``, however their tones and capitals are."""

    def bare(word):
        apart = unicodedata.normalize("NFD", word.lower())
        return unicodedata.normalize("NFC", "".join(char for char in apart if char not in TONES))

    if bare(one) != bare(other):
        ours = [ALPHABET.index(char) for char in bare(one)] < [ALPHABET.index(char) for char in bare(other)]
        assert (sort_key(one) < sort_key(other)) == ours
    elif one.lower() != other.lower():
        assert (sort_key(one) < sort_key(other)) == (sort_key(one.lower()) < sort_key(other.lower()))


@PROFILE
@given(some.text(max_size=900), some.integers(1, 200))
def test_a_clean_line_is_clean_or_refused(text, limit):
    """One line, composed, printable, within the limit; cleaning it again changes nothing."""
    try:
        line = clean_line(text, "name", limit)
    except (TooLong, Unprintable):
        return
    assert line == clean_line(line, "name", limit)
    assert len(line) <= limit
    assert line.isprintable()
    assert line == line.strip() == unicodedata.normalize("NFC", line)
    assert "  " not in line


@pytest.mark.feature(69)
@PROFILE
@given(some.integers(0, MAX_DONG), some.booleans(), some.booleans())
def test_every_sum_in_words_reads_back(amount, south, even):
    """In both styles, with ``chẵn`` or without, in capitals, decomposed: the same sum."""
    said = amount_in_words(amount, south=south, even=even)
    for written in (said, said.upper(), unicodedata.normalize("NFD", said), f" {said}. "):
        assert amount_from_words(written) == amount


@pytest.mark.feature(69)
@PROFILE
@given(some.integers(0, MAX_DONG))
def test_the_words_follow_the_rules_of_reading(amount):
    """Mốt and tư only behind mươi, lăm only behind mười or mươi, linh only behind trăm; one capital, NFC."""
    said = amount_in_words(amount)
    pairs = list(zip(["", *said.lower().split()], said.lower().split(), strict=False))
    assert all(before == "mươi" for before, word in pairs if word in {"mốt", "tư"})
    assert all(before in {"mười", "mươi"} for before, word in pairs if word == "lăm")
    assert all(before == "trăm" for before, word in pairs if word == "linh")
    assert not any(before in {"mươi", "mười"} and word == "năm" for before, word in pairs)
    assert said[0].isupper()
    assert said[1:] == said[1:].lower()
    assert unicodedata.is_normalized("NFC", said)


@pytest.mark.feature(69)
@PROFILE
@given(some.text("mộthaibnămrưlinhẻgìệuỷđồchẵ ", max_size=60))
def test_no_words_read_as_a_sum_we_would_not_say(text):
    """A forged or garbled line is refused, or stands for the very sum we would print."""
    try:
        amount = amount_from_words(text)
    except NotAnAmountInWords:
        return
    assert amount_from_words(amount_in_words(amount)) == amount
