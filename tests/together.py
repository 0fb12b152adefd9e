"""Commands sent at one moment, and what became of them."""

import json
import threading

from django.db import connection

from duongthu.acts.api import all_checks, perform
from duongthu.kernel.clock import using_clock


def together(clock, *commands):
    """Outcomes of commands (actor, act, params) sent by as many threads at one moment."""
    gate, outcomes = threading.Barrier(len(commands)), [None] * len(commands)

    def send(place, actor, act, params):
        try:
            with using_clock(clock):
                gate.wait(10)
                outcomes[place] = perform(actor, act, json.dumps(params, default=str))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=send, args=(place, *command)) for place, command in enumerate(commands)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert None not in outcomes, "a thread died"
    return outcomes


def won(outcomes):
    """How many were done."""
    return sum(outcome.done for outcome in outcomes)


def found():
    """What the recounts of the two books and of closings find."""
    rooms = ("ledger.", "mail.", "transport.", "closing.")
    return [one for name, check in all_checks().items() if name.startswith(rooms) for one in check()]
