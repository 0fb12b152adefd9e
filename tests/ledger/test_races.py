"""Two hands reach for one promise at the same moment: exactly one gets it."""

import json
import threading

import pytest
from django.db import connection

from duongthu.acts.api import perform
from duongthu.kernel.clock import using_clock
from duongthu.ledger.checks import check_balances, check_holds
from tests.turns import turns

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.feature(58)
@pytest.mark.usefixtures("capital")
@pytest.mark.parametrize("turn", range(turns(3)))
def test_two_posts_and_a_void_sent_together(actor, book, clock, turn):
    """Of three commands in three threads one is done and two are refused by name."""
    wanted = {"move": (book["till"], book["safe"], 1_000)}
    held = perform(actor("teller"), "trial.promise", wanted).result["hold"]
    text, gate, outcomes = json.dumps({"hold": held}), threading.Barrier(3), []

    def send(act):
        with using_clock(clock):
            gate.wait()
            outcomes.append(perform(actor("teller"), act, text))
        connection.close()

    threads = [
        threading.Thread(target=send, args=(act,))
        for act in ("trial.keep_promise", "trial.keep_promise", "trial.call_off")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(o.status for o in outcomes) == ["done", "refused", "refused"]
    assert {o.refusal["code"] for o in outcomes if o.refusal} == {"ledger.no_open_hold"}
    assert list(check_balances()) == list(check_holds()) == []
