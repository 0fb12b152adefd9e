"""Loads tariffs: new lines are added with their dates and legal basis; nothing in force is overwritten."""

import json
from pathlib import Path

from duongthu.acts.api import Call, act, perform, system_actor
from duongthu.mail import refusals
from duongthu.mail.models import Rate, TariffStep

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "tariffs.json"


@act("mail.load_tariffs", "Nạp bảng cước", roles=("system",))
def enter_tariffs(call: Call, *, text: str) -> dict[str, int]:
    """Add the lines of a file of tariffs that are not there yet.

    Raises:
        WrongTariffs: it is no file of tariffs.
    """
    try:
        lines = json.loads(text)
        steps, rates = [TariffStep(**one) for one in lines["steps"]], [Rate(**one) for one in lines["rates"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise refusals.WrongTariffs(field="text", reason=str(error)[:80]) from error
    TariffStep.objects.bulk_create(steps, ignore_conflicts=True)
    Rate.objects.bulk_create(rates, ignore_conflicts=True)
    return {"lines": len(steps) + len(rates)}


def load_tariffs(file: Path = REFERENCE) -> int:
    """Add the file's lines that are not there yet; gives how many lines the file holds.

    Raises:
        RuntimeError: the act was refused; the sentence says why.
    """
    founder = system_actor("Nạp bảng cước", frozenset())
    outcome = perform(founder, "mail.load_tariffs", {"text": file.read_text(encoding="utf-8")})
    if not outcome.done:
        raise RuntimeError(outcome.refusal["message"] if outcome.refusal else outcome.status)
    return int(outcome.result["lines"])
