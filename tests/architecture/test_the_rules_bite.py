"""The rules themselves are tried on a house that breaks them: a rule that never fails proves nothing."""

import pytest

from tests.architecture import reading, test_banned, test_layers
from tests.architecture.reading import Module

LATER = "TO" + "DO"
BROKEN = [
    (
        test_layers.test_a_room_imports_only_from_floors_below,
        "ledger/actions.py",
        "from duongthu.mail.api import move",
    ),
    (
        test_layers.test_a_room_imports_only_from_floors_below,
        "transport/api.py",
        "import duongthu.rounds.api",
    ),
    (
        test_layers.test_a_room_imports_only_from_floors_below,
        "ledger/rules.py",
        "from duongthu.config import settings",
    ),
    (
        test_layers.test_a_room_imports_only_from_floors_below,
        "desks/views.py",
        "from duongthu.simulation.api import x",
    ),
    (
        test_layers.test_a_room_is_entered_through_its_api,
        "mail/actions.py",
        "from duongthu.ledger.models import Entry",
    ),
    (
        test_layers.test_a_room_is_entered_through_its_api,
        "mail/queries.py",
        "def f():\n    import duongthu.acts.bulk",
    ),
    (test_layers.test_the_order_inside_a_room, "ledger/rules.py", "from duongthu.ledger.models import Entry"),
    (test_layers.test_the_order_inside_a_room, "ledger/queries.py", "from .actions import post"),
    (test_layers.test_the_same_file_names_everywhere, "ledger/services.py", "x = 1"),
    (test_layers.test_a_room_begins_with_its_purpose, "ledger/__init__.py", "x = 1"),
    (test_layers.test_rules_and_kernel_are_pure, "ledger/rules.py", "from django.db import models"),
    (test_layers.test_rules_and_kernel_are_pure, "ledger/rules.py", "from duongthu.kernel.clock import now"),
    (
        test_banned.test_nobody_asks_the_machine_for_the_time,
        "mail/actions.py",
        "at = datetime.datetime.now(UTC)",
    ),
    (test_banned.test_nobody_asks_the_machine_for_the_time, "mail/actions.py", "at = timezone.now()"),
    (
        test_banned.test_no_signals_and_no_overridden_save,
        "mail/apps.py",
        "from django.db.models.signals import post_save",
    ),
    (
        test_banned.test_no_signals_and_no_overridden_save,
        "mail/models.py",
        "class A:\n    def save(self): ...",
    ),
    (
        test_banned.test_rooms_know_nothing_of_the_web,
        "mail/queries.py",
        "from django.http import HttpResponse",
    ),
    (test_banned.test_no_exception_is_swallowed, "mail/queries.py", "try: f()\nexcept Exception: g()"),
    (
        test_banned.test_no_exception_is_swallowed,
        "mail/queries.py",
        "try: f()\nexcept (KeyError, ValueError): pass",
    ),
    (test_banned.test_no_float_near_money, "mail/rules.py", "fee = float(amount)"),
    (test_banned.test_no_float_near_money, "mail/rules.py", "fee = total_dong / 3"),
    (test_banned.test_no_float_near_money, "mail/rules.py", "amount_dong: float = 0"),
    (test_banned.test_the_environment_is_read_in_one_place, "mail/rules.py", "home = os.environ['HOME']"),
    (test_banned.test_nothing_is_printed, "mail/rules.py", "print(1)"),
    (test_banned.test_names_say_something, "mail/utils.py", "x = 1"),
    (test_banned.test_files_and_functions_are_short, "mail/rules.py", "x = 1\n" * 401),
    (test_banned.test_files_and_functions_are_short, "mail/rules.py", "def f():\n" + "    x = 1\n" * 61),
    (test_banned.test_nothing_is_left_for_later, "mail/rules.py", f"x = 1  # {LATER}: later"),
]


@pytest.mark.parametrize(("rule", "file", "text"), BROKEN)
def test_a_broken_house_is_noticed(rule, file, text, tmp_path, monkeypatch):
    """One file that breaks one rule must make that rule's test fail."""
    path = tmp_path / "src" / "duongthu" / file
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    names = reading.module_names()
    for module in (reading, test_banned, test_layers):
        for name, value in (
            ("ROOT", tmp_path),
            ("SOURCE", tmp_path / "src" / "duongthu"),
            ("TESTS", tmp_path),
        ):
            monkeypatch.setattr(module, name, value, raising=False)
        monkeypatch.setattr(module, "modules", lambda: (Module(path),), raising=False)
        monkeypatch.setattr(module, "module_names", lambda: names, raising=False)
    with pytest.raises(AssertionError, match=r"\w+"):
        rule()
