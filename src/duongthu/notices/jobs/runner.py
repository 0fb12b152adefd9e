"""The runner: hands over what is due, one message at a time, and tells the act log what came of each."""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings

from duongthu.acts.api import Actor, Outcome, perform, system_actor
from duongthu.kernel.clock import now, today
from duongthu.network.api import network_on
from duongthu.notices.jobs.gateways import Attempt, Gateway, Letter, gateway_from
from duongthu.notices.models import Message
from duongthu.notices.queries.messages import due_messages, message_by_key
from duongthu.notices.queries.settings import hotline
from duongthu.notices.rules.texts import Hotline, signed

BATCH = 20  # few enough that each is tried before its claim runs out, though a gateway keeps us waiting every time


class RunnerRefused(Exception):
    """An act of the runner's own was refused: the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What one run did: messages taken on by the gateway, to be tried later, failed for good, past their hour."""

    sent: int
    later: int
    failed: int
    lapsed: int


def configured_gateway() -> Gateway:
    """The gateway of the settings.

    Raises:
        GatewayNotSet, WrongGateway.
    """
    return gateway_from(settings.NOTICES, settings.NOTICES_TOKEN)


def send_due(gateway: Gateway) -> Handed:
    """Hand over everything that is due now; what this run puts off is due again later, so the run ends.

    Raises:
        RunnerRefused: an act of the runner was refused.
    """
    caller = hotline()
    runner = system_actor("Gửi tin báo", frozenset(network_on(today()).units))
    counts: Counter[str] = Counter()
    while due_messages(now()).exists():
        taken = _done(perform(runner, "notices.take_due", {"limit": BATCH})).result
        counts["lapsed"] += taken["lapsed"]
        for key in taken["messages"]:
            letter = _letter(key, caller)
            counts[_noted(runner, letter, gateway.hand(letter))] += 1
        if not taken["messages"] and not taken["lapsed"]:
            break  # another runner has them
    return Handed(counts["sent"], counts["later"], counts["failed"], counts["lapsed"])


def _letter(key: str, caller: Hotline) -> Letter:
    message = message_by_key(key)
    if message is None:
        raise RunnerRefused(f"tin báo {key} đã mất khỏi hộp tin")
    text = signed(message.text, caller)
    return Letter(message.key, message.phone, text, message.about, message.made_at, message.good_until_at)


def _noted(runner: Actor, letter: Letter, attempt: Attempt) -> str:
    params = {
        "message": letter.key, "outcome": attempt.outcome, "reason": attempt.reason, "reference": attempt.reference,
    }  # fmt: skip
    state = _done(perform(runner, "notices.note_attempt", params)).result["state"]
    return {Message.SENT: "sent", Message.WAITING: "later"}.get(state, "failed")


def _done(outcome: Outcome) -> Outcome:
    if outcome.refusal:
        raise RunnerRefused(f"{outcome.act}: {outcome.refusal['message']}")
    return outcome
