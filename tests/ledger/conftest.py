"""A small book: one unit with till and safe, capital in the safe, and a way to post."""

import json
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from pydantic import AwareDatetime

from duongthu.acts.api import Call, Outcome, act, perform
from duongthu.kernel.ids import IdMaker
from duongthu.kernel.refusal import Refusal
from duongthu.ledger.api import (
    HoldMoved,
    Transfer,
    accounts_for,
    call_off_promise,
    close_books,
    demand_period,
    keep_promise,
    notes_for,
    open_hold,
    person_owner,
    post,
    post_lines,
    promise,
    purpose,
    till_code,
    tills_for,
)
from duongthu.ledger.rules.transfers import PENDING
from tests.people import in_post, open_units

SAFE, TILL = till_code(1, "safe"), till_code(1, "till")
KINDS = ("till", "safe", "courier", "fund", "cod", "revenue")
TRIAL = purpose("trial", "Thử", KINDS, KINDS, "ai cũng được", "chỉ trong kiểm thử")


@act("trial.post", "Nghiệp vụ thử", roles=("teller", "system"))
def trial_post(call: Call, *, moves: list[tuple[int, int, int]], subject: str = "") -> None:
    """Moves (debit, credit, đồng) together, or none."""
    post(call, [Transfer(call.key(n), *move, TRIAL, subject) for n, move in enumerate(moves, start=1)])


@act("trial.post_lines", "Nghiệp vụ thử", roles=("teller",), lines="moves")
def trial_post_lines(call: Call, *, moves: list[tuple[UUID, int, int, int]]) -> dict[str, list[str]]:
    """Moves (key, debit, credit, đồng) each for itself."""
    results = post_lines(call, [Transfer(*move, TRIAL) for move in moves]).each()
    return {"lines": [r.refusal.code if isinstance(r.refusal, Refusal) else r.status for r in results]}


@act("trial.close_books", "Nghiệp vụ thử", roles=("head",), unit="unit_id")
def trial_close_books(call: Call, *, unit_id: int, on: date) -> None:
    """Shuts a unit's books without asking the other rooms."""
    demand_period(call, unit_id, on)
    close_books(call, unit_id, on)


@act("trial.promise", "Nghiệp vụ thử", roles=("teller",))
def trial_promise(
    call: Call, *, move: tuple[int, int, int], expires_at: AwareDatetime | None = None
) -> dict[str, str]:
    """Promises a move (debit, credit, đồng)."""
    made = promise(call, Transfer(call.key(1), *move, TRIAL, phase=PENDING, expires_at=expires_at))
    return {"hold": str(made.hold)}


@act("trial.keep_promise", "Nghiệp vụ thử", roles=("teller",))
def trial_keep_promise(call: Call, *, hold: UUID, amount_dong: int | None = None) -> HoldMoved:
    """Carries a promise out, or part of it."""
    return keep_promise(call, open_hold(call, hold, "trial"), amount_dong)


@act("trial.call_off", "Nghiệp vụ thử", roles=("teller",))
def trial_call_off(call: Call, *, hold: UUID) -> HoldMoved:
    """Takes a promise back."""
    return call_off_promise(call, open_hold(call, hold, "trial"))


@pytest.fixture
def book(db) -> dict[str, int]:
    """Account ids by name; a million đồng of capital lies in the safe."""
    open_units(1, 2, 3)
    in_post(7, "courier", 1)
    in_post(9, "driver", 1)
    tills_for([1])
    wanted = [
        ("safe", SAFE, 1),
        ("till", TILL, 1),
        ("fund", "TCT", 1),
        ("courier", person_owner(7, 1), 1),
        ("cod", "K1", 1),
    ]
    found = accounts_for([*wanted, ("revenue", "U1", 1), ("customer", "K1", 1)])
    return {kind: found[kind, owner] for kind, owner in found}


@pytest.fixture
def move(book, actor) -> Callable[..., Outcome]:
    """Posts moves given as (debit, credit, đồng) by account name."""

    def post_moves(*moves: tuple[str, str, int], **options) -> Outcome:
        named = [(book[d], book[c], amount) for d, c, amount in moves]
        subject = options.pop("subject", "")
        return perform(actor("teller"), "trial.post", {"moves": named, "subject": subject}, **options)

    return post_moves


@pytest.fixture
def capital(move) -> None:
    """One million đồng in the safe."""
    assert move(("safe", "fund", 1_000_000)).done


@pytest.fixture
def ids() -> IdMaker:
    return IdMaker()


def give(giver, from_till, to_till, amount):
    """Cash given from one till of unit 1 to another."""
    moved = {"unit_id": 1, "from_till": from_till, "to_till": to_till, "amount_dong": amount}
    return perform(giver, "ledger.give_cash", moved)


def take(taker, given):
    """The cash of a gift taken."""
    return perform(taker, "ledger.take_cash", json.dumps({"unit_id": 1, "hold": given.result["hold"]}))


@pytest.fixture
def till(actor, capital, book) -> str:
    """The till of unit 1, open in person 1's hands, with 300,000 đồng from the safe."""
    teller, cashier = actor("teller"), actor("cashier", person_id=5)
    assert perform(teller, "ledger.open_till", {"unit_id": 1, "till": TILL}).done
    assert perform(cashier, "ledger.open_till", {"unit_id": 1, "till": SAFE}).done
    assert take(teller, give(cashier, SAFE, TILL, 300_000)).result["voucher"] == "PC-2020/000001"
    perform(cashier, "ledger.close_till", {"unit_id": 1, "till": SAFE, "notes": notes_for(700_000)})
    return TILL
