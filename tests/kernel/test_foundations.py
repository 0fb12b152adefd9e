"""What every room stands on: refusals, the clock, ids and money where they are pressed hardest."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from uuid import UUID, uuid4

import pytest

from duongthu.kernel.clock import FixedClock, now, using_clock
from duongthu.kernel.dong import MAX_DONG, NotWholeDong, dong, parse_dong
from duongthu.kernel.ids import IdMaker, is_derived, line_key, uuid7
from duongthu.kernel.refusal import Refusal, all_refusals
from duongthu.kernel.words import amount_from_words, amount_in_words, number_in_words

MOMENT = datetime(2020, 8, 14, 1, 0, 0, 123_999, tzinfo=UTC)


def code_of(call, *args, **options):
    with pytest.raises(Refusal) as refused:
        call(*args, **options)
    return refused.value.code


def test_a_refusal_travels_as_json():
    """Offline devices and machines get the same no as the screen."""
    refused = NotWholeDong(
        field="amount_dong", row=7, value="1,5", on=date(2020, 8, 14), seen=[Decimal(1), (None,)]
    )
    assert refused.as_dict() == {
        "code": "kernel.not_whole_dong",
        "message": "«1,5» không phải số tiền nguyên đồng.",
        "field": "amount_dong",
        "row": 7,
        "details": {"value": "1,5", "on": "2020-08-14", "seen": ["1", [None]]},
    }
    assert str(refused) == "kernel.not_whole_dong: «1,5» không phải số tiền nguyên đồng."


def test_a_refusal_without_its_values_is_a_mistake():
    """Found where it is raised, not when a clerk reads the sentence."""
    with pytest.raises(KeyError, match="value"):
        NotWholeDong(field="amount_dong")


@pytest.mark.parametrize("code", ["", "kernel", "Kernel.no", "kernel.Không", "kernel.no.more"])
def test_a_refusal_needs_a_code_of_room_and_name(code):
    """Codes are written in contracts with partners: one shape for all."""
    with pytest.raises(TypeError, match="needs a code"):
        type("Nameless", (Refusal,), {"code": code, "sentence": "Không được."})


def test_two_classes_of_one_name_may_not_share_a_code():
    """Two rooms each with a ``TooLong`` would answer for each other; loading one module twice is no such case."""
    body = {"code": "trial.kernel_twice", "sentence": "Không được.", "__module__": "trial.one"}
    first, again = type("Twice", (Refusal,), body), type("Twice", (Refusal,), body)
    assert all_refusals()["trial.kernel_twice"] is again is not first
    with pytest.raises(TypeError, match="share the code"):
        type("Twice", (Refusal,), body | {"__module__": "trial.two"})


def test_a_clock_is_never_set_by_a_time_without_zone():
    """Seven hours off would move an evening's takings to another business day."""
    with pytest.raises(ValueError, match="aware"):
        FixedClock(MOMENT).set(datetime(2020, 8, 14))  # noqa: DTZ001


def test_clocks_nest_and_are_put_back_after_a_failure():
    """A test that fails inside may not leave its time to the next one."""
    outer, inner = FixedClock(MOMENT), FixedClock(MOMENT + timedelta(days=1))
    with using_clock(outer):
        with pytest.raises(RuntimeError), using_clock(inner):
            raise RuntimeError(now())
        assert now() == MOMENT


def test_an_id_says_its_millisecond():
    """Bits 0 to 47 of RFC 9562 §5.7, cut and not rounded."""
    expected = (MOMENT - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    made = uuid7(MOMENT, (1 << 74) - 1)
    assert (made.int >> 80, made.version, made.variant) == (expected, 7, "specified in RFC 4122")
    assert expected % 1_000 == 123


class FullBits(Random):
    """Draws ones only: an id whose low bits are about to run over."""

    def getrandbits(self, k: int) -> int:
        """All ones."""
        return (1 << k) - 1


def test_ids_grow_when_the_low_bits_run_over():
    """What does not fit is carried past variant and version; a wrap would put the newest id first."""
    maker = IdMaker(FullBits())
    made = [maker.make(MOMENT) for _ in range(1_000)]
    assert all(before < after for before, after in pairwise(made))
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}


def test_keys_of_lines_never_meet_an_id_that_was_sent():
    """They follow from the id, grow like the lines, and bear a version that no door takes from outside."""
    maker = IdMaker(Random(3))
    made = [maker.make(MOMENT) for _ in range(50)]
    keys = [[line_key(one, line) for line in range(40)] for one in made]
    flat = [key for lines in keys for key in lines]
    assert len({*flat, *made}) == len(flat) + len(made)
    assert all(is_derived(key) and (key.version, key.variant) == (8, "specified in RFC 4122") for key in flat)
    assert not any(is_derived(one) for one in [*made, uuid4(), UUID(int=0), UUID(int=2**128 - 1)])
    assert all(lines == sorted(lines) or lines[-1] < lines[0] for lines in keys)
    assert keys == [[line_key(one, line) for line in range(40)] for one in made]


def test_ids_keep_growing_when_the_clock_goes_back():
    """A phone's clock is set back by the network: its scans keep their order."""
    maker = IdMaker(Random(4))
    first = maker.make(MOMENT)
    assert first < maker.make(MOMENT - timedelta(hours=2)) < maker.make(MOMENT - timedelta(hours=1))


def test_threads_share_a_maker():
    """The web server's workers do: no id twice."""
    maker = IdMaker(Random(5))
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: maker.make(MOMENT), range(4_000)))
    assert len(set(made)) == 4_000


@pytest.mark.feature(54)
@pytest.mark.parametrize("value", [Decimal(5), float("nan"), 1e3, b"5", [], 5j])
def test_nothing_but_a_whole_number_is_money(value):
    """Not even a round Decimal: it has been computed somewhere."""
    assert code_of(dong, value, field="amount_dong") == "kernel.not_whole_dong"


@pytest.mark.feature(54)
def test_the_edges_of_money():
    """Zero and the greatest sum are sums; one beyond, one below, and five thousand digits have names."""
    assert (dong(0), dong(MAX_DONG), dong(-MAX_DONG, allow_negative=True)) == (0, MAX_DONG, -MAX_DONG)
    assert code_of(dong, -1) == "kernel.negative_dong"
    for beyond in (MAX_DONG + 1, -MAX_DONG - 1, 10**5_000):
        assert code_of(dong, beyond, allow_negative=True) == "kernel.too_many_dong"
    with pytest.raises(Refusal, match=r"Số tiền -1\.500\u00a0₫ không được âm"):
        dong(-1_500)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 5_000,
        "١٢٣",
        "1.000 000",
        "1,000",
        "1.00",
        "0x10",
        "1_000",
        "--5",
        "5 5",
        "₫",
        "",
        " ",
        "1e3",
        "5đđ",
        "12.3456",
    ],
)
def test_texts_that_are_no_sum(text):
    """No guess at separators, no foreign figures, no crash at five thousand digits."""
    assert code_of(parse_dong, text) == "kernel.not_whole_dong"


@pytest.mark.parametrize(
    "text",
    [
        "1250000",
        " 1.250.000 ₫ ",
        "1 250 000 VND",
        "1.250.000đồng",
        "1\u202f250\u202f000 đ",
        "1.250.000 đo\u0302\u0300ng",
    ],
)
def test_texts_that_are_a_sum(text):
    """Points, spaces of every width, four ways to write the unit, composed or not."""
    assert parse_dong(text) == 1_250_000


@pytest.mark.parametrize(
    "text",
    ["mười mười đồng", "một hai đồng", "mươi đồng", "linh một đồng", "trăm đồng", "hai mươi một đồng", "một nghìn năm đồng",
     "một triệu triệu đồng", "đồng", "một đồng một đồng", "một " * 200],
)  # fmt: skip
def test_words_in_a_wrong_place_are_no_sum(text):
    """``một nghìn năm`` may be 1,005 or 1,500: what we would not say ourselves is refused, not guessed."""
    assert code_of(amount_from_words, text) == "kernel.not_an_amount_in_words"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("hai mươi bốn đồng", 24),
        ("Một trăm lẻ một đồng.", 101),
        ("một ngàn đồng chẵn", 1_000),
        ("MỘT TỈ ĐỒNG", 10**9),
        ("bẩy đồng", 7),
    ],
)
def test_spellings_that_are_accepted(text, amount):
    """North and South, and the second spelling of a word."""
    assert amount_from_words(text) == amount


def test_sums_that_cannot_be_written_out():
    """A voucher never shows a negative sum, nor a truth value."""
    assert code_of(amount_in_words, -1) == "kernel.negative_dong"
    assert code_of(amount_in_words, True) == "kernel.not_whole_dong"
    with pytest.raises(ValueError, match="from 0"):
        number_in_words(-1)
    assert amount_in_words(MAX_DONG, even=True) == "Một triệu tỷ đồng chẵn"
    assert amount_in_words(0, even=True) == "Không đồng"
    assert (
        amount_in_words(1_005_500, even=True, south=True) == "Một triệu không trăm lẻ năm nghìn năm trăm đồng"
    )
