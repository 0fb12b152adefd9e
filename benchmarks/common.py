"""What the benchmarks share: a fresh database of the engine asked for, timing by pairs, and a line per figure."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))


def arguments(purpose: str) -> argparse.Namespace:
    """``--smoke`` runs a small version; the engine is that of DUONGTHU_DATABASE_URL, else a fresh SQLite file."""
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument("--smoke", action="store_true", help="a small version for CI")
    parser.add_argument("--json", action="store_true", help="figures as JSON lines")
    return parser.parse_args()


def fresh_database() -> str:
    """Set Django up on an empty, migrated database; gives the engine's name."""
    os.environ.setdefault("DUONGTHU_DATA_DIR", tempfile.mkdtemp(prefix="duongthu-bench-"))
    os.environ.setdefault("DUONGTHU_SECRET_KEY", "benchmark")
    os.environ["DJANGO_SETTINGS_MODULE"] = "duongthu.config.settings"
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    from duongthu.config.collector import collect_seldom

    collect_seldom()
    return connection.vendor


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one run."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def say(name: str, **figures: object) -> None:
    """One line of figures."""
    print(json.dumps({"figure": name, **figures}, ensure_ascii=False), flush=True)
