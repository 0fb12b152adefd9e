"""Reasons: each code of the engine and of this room has its sentence, with the amount as people read it."""

import re
from pathlib import Path

import pytest

from duongthu.rounds.rules.reasons import REASONS, UNKNOWN, Why, amount_text, why_from
from duongthu.routing import reasons as engine_reasons


def test_every_code_of_the_engine_has_a_sentence():
    """A code the engine adds is noticed here, before a dispatcher sees none."""
    told = re.search(r"code: (.*?)stop: which", Path(engine_reasons.__file__).read_text(), re.DOTALL)
    codes = set(re.findall(r"``(\w+)``", told.group(1)))
    assert len(codes) >= 10
    assert {why_from(code, 60, 0).code for code in codes} <= REASONS.keys()


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_sentence_names_its_amount_and_nothing_else(code):
    """Words with a gap have a unit for it, words without have none."""
    sentence = REASONS[code]
    assert ("%(amount)s" in sentence.words) == bool(sentence.unit)
    assert "%" not in Why(code, 4_200).words


@pytest.mark.parametrize(
    ("code", "amount", "text"),
    [
        ("no_time", 2_041, "35"), ("no_capacity", 4_150, "4,2"), ("no_pieces", 3, "3"), ("window_missed", 41_999, "11:40"),
        ("moved", 1_250, "1.250"), ("too_far", -1, UNKNOWN),
    ],
)  # fmt: skip
def test_an_amount_is_written_as_people_read_it(code, amount, text):
    """Begun minutes and hundred grams count whole: less than that would not mend it."""
    assert amount_text(code, amount) == text


def test_the_engine_s_reasons_are_told_apart_where_people_would():
    """Pieces are no kilograms, goods at the base no lack of skill, what cannot be on time costs nothing to name."""
    assert why_from("no_capacity", 2, 1) == Why("no_pieces", 2)
    assert why_from("no_skill", 3, -1, at_base=True).code == "goods_at_base"
    assert why_from("late", -1, -1) == Why("late_anyway")
