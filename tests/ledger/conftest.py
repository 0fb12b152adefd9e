"""A small book: one unit with till and safe, capital in the safe, and a way to post."""

from collections.abc import Callable
from uuid import UUID

import pytest

from duongthu.acts.api import Call, Outcome, act, perform
from duongthu.kernel.ids import IdMaker
from duongthu.kernel.refusal import Refusal
from duongthu.ledger.api import Transfer, accounts_for, post, post_lines, till_code, tills_for

SAFE, TILL = till_code(1, "safe"), till_code(1, "till")


@act("trial.post", roles=("teller", "system"))
def trial_post(call: Call, *, moves: list[tuple[int, int, int]], subject: str = "") -> None:
    """Moves (debit, credit, đồng) together, or none."""
    post(call, [Transfer(call.key(n), *move, "trial", subject) for n, move in enumerate(moves, start=1)])


@act("trial.post_lines", roles=("teller",), lines="moves")
def trial_post_lines(call: Call, *, moves: list[tuple[UUID, int, int, int]]) -> dict[str, list[str]]:
    """Moves (key, debit, credit, đồng) each for itself."""
    results = post_lines(call, [Transfer(*move, "trial") for move in moves])
    return {"lines": [r.refusal.code if isinstance(r.refusal, Refusal) else r.status for r in results]}


@pytest.fixture
def book(db) -> dict[str, int]:
    """Account ids by name; a million đồng of capital lies in the safe."""
    tills_for([1])
    wanted = [
        ("safe", SAFE, 1),
        ("till", TILL, 1),
        ("fund", "TCT", 1),
        ("courier", "P7", 1),
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
