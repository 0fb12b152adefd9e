"""Loads tariffs: new lines are added with their dates and legal basis; nothing in force is overwritten."""

import json
from pathlib import Path

from duongthu.mail.models import Rate, TariffStep

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "tariffs.json"


def load_tariffs(file: Path = REFERENCE) -> int:
    """Add the file's lines that are not there yet; gives how many lines the file holds."""
    lines = json.loads(file.read_text(encoding="utf-8"))
    TariffStep.objects.bulk_create([TariffStep(**line) for line in lines["steps"]], ignore_conflicts=True)
    Rate.objects.bulk_create([Rate(**line) for line in lines["rates"]], ignore_conflicts=True)
    return len(lines["steps"]) + len(lines["rates"])
