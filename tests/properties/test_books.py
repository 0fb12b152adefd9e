"""Both laws as properties: over random histories no đồng and no item goes astray."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings, strategies as some

from duongthu.ledger.rules.purposes import Purpose
from duongthu.ledger.rules.transfers import Books, Kept, Transfer, decide
from duongthu.mail.rules.custody import SENDER, Kept as KeptMove, Move, Position, decide_moves
from duongthu.mail.rules.states import Event, State

PROFILE = settings(max_examples=150, derandomize=True, deadline=None)
START = datetime(2020, 8, 14, tzinfo=UTC)
TRIAL = Purpose("x", "Thử", frozenset({("a", "a")}), "", "")
KINDS = dict.fromkeys(range(7), "a")
accounts = some.integers(0, 6)
transfer = some.builds(
    lambda key, debit, credit, amount: Transfer(UUID(int=key), debit, credit, amount, TRIAL),
    some.integers(0, 60), accounts, accounts, some.integers(-3, 500),
)  # fmt: skip


@PROFILE
@given(some.lists(transfer, max_size=60), some.dictionaries(accounts, some.integers(0, 300), min_size=3))
def test_money_is_conserved_and_limits_hold_at_every_moment(transfers, start):
    """Whatever is asked, in whatever order: the sum stays, limited accounts never fall below zero, a key counts once."""
    books = Books(dict(start), KINDS, floor_debit={a: 0 for a in start if a % 2 == 0})
    before, known = sum(start.values()), {}
    seen: dict[UUID, Transfer] = {}
    for one in transfers:
        decision = decide([one], books, known)
        assert sum(books.net.values()) == before
        assert all(books.net[a] >= 0 for a in books.floor_debit)
        (result,) = decision.results
        assert (result.status == "done") == bool(decision.accepted)
        assert (result.status == "duplicate") == (seen.get(one.key) == one)
        if one.key in seen and seen[one.key] != one:
            assert result.refusal.code == "ledger.line_reused"
        if result.status == "done":
            seen[one.key] = one


@PROFILE
@given(some.lists(transfer, max_size=40), some.integers(1, 39))
def test_a_batch_decides_like_its_lines_one_by_one(transfers, cut):
    """50,000 at once or one at a time: the same code, the same answers, the same balances."""
    start = dict.fromkeys(range(5), 200)
    whole, parts = Books(dict(start), KINDS, {0: 0}), Books(dict(start), KINDS, {0: 0})
    known: dict[UUID, Kept] = {}
    one = [r.status for r in decide(transfers, whole, {}).results]
    two = [
        r.status for batch in (transfers[:cut], transfers[cut:]) for r in decide(batch, parts, known).results
    ]
    assert one == two
    assert whole.net == parts.net


step = some.tuples(
    some.integers(0, 80), some.integers(1, 4), some.sampled_from(sorted(Event)), some.sampled_from(["U1", "U2", "P7", "B9", "R", ""]),
    some.sampled_from(["U1", "U2", "P7", "B9", "R"]), some.integers(-90, 600),
)  # fmt: skip


@PROFILE
@given(some.lists(step, max_size=70))
def test_every_minute_has_exactly_one_holder(steps):
    """Random scans by random holders at random times: the chain never breaks, the clock never runs back."""
    positions: dict[int, Position] = {}
    history: dict[int, list[tuple[str, str, datetime]]] = {}
    known: dict[int, KeptMove] = {}
    for key, thing, event, giver, taker, minutes in steps:
        move = Move(UUID(int=key), thing, "X", event, giver, taker, START + timedelta(minutes=minutes), 1)
        decided = decide_moves([move], positions, known)
        for made, held, at in decided.accepted:
            history.setdefault(made.thing_id, []).append((held, made.taker, at))
        positions.update(decided.touched)
        if decided.results[0].status != "done":
            assert not decided.accepted
            assert not decided.touched
    for thing, events in history.items():
        for (_, taken, at), (given_by, _, later) in zip(events, events[1:], strict=False):
            assert taken == given_by
            assert at <= later
        assert positions[thing].holder == events[-1][1]


@PROFILE
@given(some.lists(step, max_size=30), some.randoms(use_true_random=False))
def test_the_same_batch_twice_has_the_effect_of_once(steps, dice):
    """A device that sends its whole day again, in another order, moves nothing."""
    moves = [
        Move(UUID(int=n), thing, "X", event, giver, taker, START + timedelta(minutes=m), 1)
        for n, (_, thing, event, giver, taker, m) in enumerate(steps)
    ]
    known: dict[int, KeptMove] = {}
    first = decide_moves(moves, {}, known)
    done = [m for m, _, _ in first.accepted]
    dice.shuffle(done)
    again = decide_moves(done, first.touched, known)
    assert [r.status for r in again.results] == ["duplicate"] * len(done)
    assert not again.touched


def test_a_new_thing_begins_with_its_sender():
    """Before the first event nobody of ours holds it."""
    move = Move(UUID(int=1), 1, "X", Event.ACCEPT, "", "U1", START, 1)
    ((_, giver, _),) = decide_moves([move], {}, {}).accepted
    assert giver == SENDER
    assert decide_moves([move], {}, {}).touched[1].state is State.ACCEPTED
