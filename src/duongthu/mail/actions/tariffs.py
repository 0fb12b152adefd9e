"""Loads tariffs: new lines are added with their dates and legal basis; nothing in force is overwritten."""

import json
from pathlib import Path

from duongthu.acts.api import Call, act, perform, system_actor
from duongthu.mail.models import Rate, TariffStep

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "tariffs.json"


@act("mail.load_tariffs", roles=("system",))
def enter_tariffs(call: Call, *, text: str) -> dict[str, int]:
    """Add the lines of a file of tariffs that are not there yet."""
    lines = json.loads(text)
    TariffStep.objects.bulk_create([TariffStep(**line) for line in lines["steps"]], ignore_conflicts=True)
    Rate.objects.bulk_create([Rate(**line) for line in lines["rates"]], ignore_conflicts=True)
    return {"lines": len(lines["steps"]) + len(lines["rates"])}


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
