"""Cash pouches: promised until carried, on the carrier's name until counted, called off, taken back, sent on, given up."""

from datetime import date, timedelta

import pytest

from duongthu.acts.api import perform
from duongthu.ledger.api import balances_of, notes_for, till_code, tills_for
from duongthu.ledger.checks import check_balances, check_holds, pouches_have_come
from duongthu.ledger.models import Pouch, Voucher
from tests.ledger.conftest import TILL

pytestmark = pytest.mark.django_db
AUGUST = date(2020, 8, 14)


def test_a_pouch_is_on_its_carriers_name_until_it_is_counted(actor, till):
    """Money on the road has one owner: the carrier; another seal is refused; what lacks waits unnamed at the taker's."""
    tills_for([2])
    other = till_code(2, "till")
    teller, taker = actor("teller"), actor("teller", person_id=2, unit_id=2)
    assert perform(taker, "ledger.open_till", {"unit_id": 2, "till": other}).done
    given = {
        "unit_id": 1,
        "till": till,
        "to_unit_id": 2,
        "carrier_id": 9,
        "seal": "S1",
        "notes": notes_for(200_000),
    }
    pouch = perform(teller, "ledger.give_pouch", given).result["pouch"]
    assert (balances_of("transit"), balances_of("till")[till]) == ({}, 300_000)
    assert carry(actor, pouch, person_id=8).refusal["code"] == "ledger.unknown_pouch"
    assert carry(actor, pouch, seal="S2").refusal["code"] == "ledger.seal_differs"
    assert carry(actor, pouch).done
    assert carry(actor, pouch).refusal["code"] == "ledger.unknown_pouch"
    assert balances_of("transit") == {"P9@U1": 200_000}
    taken = {
        "unit_id": 2,
        "till": other,
        "pouch": pouch,
        "seal": "S2",
        "notes": notes_for(150_000),
        "reason": "thiếu",
    }
    assert perform(taker, "ledger.take_pouch", taken).refusal["code"] == "ledger.seal_differs"
    short = taken | {"seal": "S1"}
    assert perform(taker, "ledger.take_pouch", short).refusal["code"] == "ledger.second_counter_needed"
    proposed = perform(taker, "ledger.take_differing_pouch", short).result["proposal_id"]
    counted = perform(actor("head", person_id=3, unit_id=2), "acts.approve", {"proposal_id": proposed})
    assert counted.result["result"]["difference_dong"] == -50_000
    assert balances_of("transit") == {}
    assert balances_of("short") == {"U2": 50_000}
    assert (
        perform(taker, "ledger.take_pouch", taken | {"seal": "S1"}).refusal["code"] == "ledger.unknown_pouch"
    )


@pytest.mark.feature(133)
def test_who_sealed_a_pouch_is_no_second_counter_of_it(actor, till):
    """Nor does he give it up; a seal put on in place of the first is taken by two, and written on the paper."""
    tills_for([2])
    other = till_code(2, "till")
    teller, taker = actor("teller", "head"), actor("teller", person_id=2, unit_id=2)
    assert perform(taker, "ledger.open_till", {"unit_id": 2, "till": other}).done
    given = {
        "unit_id": 1, "till": till, "to_unit_id": 2, "carrier_id": 9, "seal": "S1", "notes": notes_for(200_000),
    }  # fmt: skip
    pouch = perform(teller, "ledger.give_pouch", given).result["pouch"]
    assert carry(actor, pouch).done
    resealed = {
        "unit_id": 2, "till": other, "pouch": pouch, "seal": "S7", "notes": notes_for(200_000), "reason": "công an mở kiểm tra",
    }  # fmt: skip
    assert perform(taker, "ledger.take_pouch", resealed).refusal["code"] == "ledger.seal_differs"
    proposed = perform(taker, "ledger.take_differing_pouch", resealed).result["proposal_id"]
    yes = {"proposal_id": proposed}
    assert perform(teller, "acts.approve", yes).refusal["code"] == "acts.person_concerned"
    assert perform(actor("cashier", person_id=3, unit_id=2), "acts.approve", yes).done
    kept = Pouch.objects.get(code=pouch)
    assert (kept.state, kept.seal, kept.seal_read, kept.giver_id) == (Pouch.TAKEN, "S1", "S7", 1)
    assert "S7" in Voucher.objects.latest("seq").title


def carry(actor, pouch, person_id=9, seal="S1"):
    """The carrier says that he has it."""
    return perform(actor("driver", person_id=person_id), "ledger.carry_pouch", {"pouch": pouch, "seal": seal})


@pytest.mark.feature(133)
def test_a_pouch_nobody_carries_is_called_off(actor, till):
    """Its cash is promised, not gone: the till stays shut up in its holder's hands, then it is all there again."""
    given = {
        "unit_id": 1, "till": till, "to_unit_id": 2, "carrier_id": 9, "seal": "S1", "notes": notes_for(100_000),
    }  # fmt: skip
    teller, stranger = actor("teller"), actor("driver", person_id=8)
    pouch = perform(teller, "ledger.give_pouch", given).result["pouch"]
    closing = {"unit_id": 1, "till": till, "notes": notes_for(300_000)}
    assert perform(teller, "ledger.close_till", closing).refusal["code"] == "ledger.cash_not_taken"
    off = {"pouch": pouch, "reason": "xe hỏng"}
    assert perform(stranger, "ledger.call_off_pouch", off).refusal["code"] == "ledger.unknown_pouch"
    assert perform(actor("driver", person_id=9), "ledger.call_off_pouch", off).done
    assert carry(actor, pouch).refusal["code"] == "ledger.unknown_pouch"
    assert perform(teller, "ledger.give_pouch", given).done  # the seal is free again
    assert Pouch.objects.get(code=pouch).state == Pouch.CALLED_OFF
    assert list(check_balances()) == list(check_holds()) == []


def test_a_pouch_that_does_not_come_bars_the_next_day_and_is_given_up_by_two(actor, till, clock):
    """Neither its carrier nor one person alone gives it up; its đồng then wait unnamed until two put them on a name."""
    given = {
        "unit_id": 1, "till": till, "to_unit_id": 2, "carrier_id": 9, "seal": "S1", "notes": notes_for(100_000),
    }  # fmt: skip
    pouch = perform(actor("teller"), "ledger.give_pouch", given).result["pouch"]
    assert carry(actor, pouch).done
    assert pouches_have_come(1, AUGUST) is None
    late = pouches_have_come(1, AUGUST + timedelta(days=1))
    assert late is not None
    assert late.details["pouch"] == pouch
    lost = {"unit_id": 1, "pouch": pouch, "reason": "xe gặp nạn"}
    by_carrier = perform(actor("head", person_id=9), "ledger.lose_pouch", lost)
    assert by_carrier.refusal["code"] == "acts.person_concerned"
    proposed = perform(actor("head", person_id=3), "ledger.lose_pouch", lost).result["proposal_id"]
    yes = {"proposal_id": proposed}
    no = perform(actor("controller", person_id=9), "acts.approve", yes)
    assert no.refusal["code"] == "acts.person_concerned"
    assert perform(actor("controller", person_id=4), "acts.approve", yes).done
    assert (balances_of("transit"), balances_of("short")) == ({}, {"U1": 100_000})
    assert pouches_have_come(1, AUGUST + timedelta(days=1)) is None


def test_a_pouch_is_taken_back_or_sent_elsewhere(actor, till):
    """Its trip does not run: two people send it on, or it comes back to the till; its seal is no other pouch's meanwhile."""
    teller, head = actor("teller"), actor("head", person_id=3)
    given = {
        "unit_id": 1,
        "till": till,
        "to_unit_id": 2,
        "carrier_id": 9,
        "seal": "S1",
        "notes": notes_for(100_000),
    }
    pouch = perform(teller, "ledger.give_pouch", given).result["pouch"]
    assert perform(teller, "ledger.give_pouch", given).refusal["code"] == "ledger.seal_under_way"
    assert carry(actor, pouch).done
    assert perform(teller, "ledger.give_pouch", given).refusal["code"] == "ledger.seal_under_way"
    elsewhere = {"unit_id": 1, "pouch": pouch, "to_unit_id": 3, "reason": "đường ngập"}
    proposed = perform(head, "ledger.redirect_pouch", elsewhere)
    assert perform(
        actor("controller", person_id=4), "acts.approve", {"proposal_id": proposed.result["proposal_id"]}
    ).done
    back = {
        "unit_id": 1,
        "till": till,
        "pouch": pouch,
        "seal": "S1",
        "notes": notes_for(100_000),
        "reason": "chuyến hủy",
    }
    assert perform(teller, "ledger.take_back_pouch", back).done
    assert (balances_of("transit"), balances_of("till")) == ({}, {TILL: 300_000})
    assert perform(teller, "ledger.give_pouch", given).done
