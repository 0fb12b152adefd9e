"""What all tests share: a fixed clock, actors, and a database whose append-only guards survive the clean-up."""

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from uuid import uuid4

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from duongthu.acts.api import (
    Actor,
    all_journals,
    guard_statements,
    once_statements,
    unguard_statements,
    unonce_statements,
)
from duongthu.kernel.clock import VN, FixedClock, using_clock

GUARDED_BESIDES = ("acts_seal", "acts_threshold", "staff_security_event")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the database is run: the rest knows no engine, or hardly asks it, and has run on SQLite."""
    if connection.vendor != "postgresql":
        return
    asks = [item for item in items if _asks_the_database(item)]
    kept = set(asks)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = asks


def _asks_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_engine"):
        return False
    names = set(getattr(item, "fixturenames", ()))
    return any(item.get_closest_marker(name) for name in ("django_db", "postgres")) or bool(
        names & {"db", "transactional_db"}
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """PostgreSQL's numbers do not roll back with a test: people made by acts get numbers beyond those that tests speak of."""
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('staff_person', 'id'), 100000)")


@pytest.fixture(autouse=True)
def clock() -> Iterator[FixedClock]:
    """Friday 14 August 2020, eight in the morning: the eve of the sector's day."""
    fixed = FixedClock(datetime(2020, 8, 14, 8, 0, tzinfo=VN))
    with using_clock(fixed):
        yield fixed


@pytest.fixture(autouse=True)
def seals_dir(settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Each test has its own folder of checkpoints: those of another test's books would be missed by ``verify``."""
    folder = tmp_path_factory.getbasetemp() / f"seals-{uuid4().hex}"
    settings.SEALS_DIR = folder
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def people_of_tests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Actors of most tests are made up: they hold what they say they hold. ``real_posts`` asks the table of posts instead."""
    if "real_posts" not in request.fixturenames:
        monkeypatch.setattr("duongthu.acts.carrying.roles_still_held", lambda maker, _on: maker.roles)


@pytest.fixture
def real_posts() -> None:
    """Whether a maker still holds his post is asked of the table of posts, as in production."""


@pytest.fixture
def actor() -> Callable[..., Actor]:
    """Makes an actor: person 1 at unit 1 with the roles given, reaching units 1 to 3."""

    def make(
        *roles: str, person_id: int = 1, unit_id: int = 1, reach: frozenset[int] = frozenset({1, 2, 3})
    ) -> Actor:
        return Actor(person_id, f"Nguyễn Văn {person_id}", unit_id, frozenset(roles), reach)

    return make


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> Callable[..., None]:
    """Lets something be done in another thread while a function of a module runs, and waits for it there.

    The function must run outside a transaction, and the other thread must not have to wait for it.
    """

    def arrange(work: Callable[[], object], module: ModuleType, name: str) -> None:
        plainly, errors = getattr(module, name), list[BaseException]()

        def in_thread() -> None:
            with using_clock(clock):
                try:
                    work()
                except BaseException as error:
                    errors.append(error)
                    raise
                finally:
                    connection.close()

        def with_company(*args: object) -> object:
            assert not connection.in_atomic_block
            other = threading.Thread(target=in_thread)
            other.start()
            other.join(120)
            assert not other.is_alive(), "the other writer waits for the search"
            assert errors == []
            return plainly(*args)

        monkeypatch.setattr(module, name, with_company)

    return arrange


def _clean_up_guarded_tables(
    original: Callable[[TransactionTestCase], None],
) -> Callable[[TransactionTestCase], None]:
    """Tests that commit are cleaned by DELETE/TRUNCATE, which the guards rightly refuse: lift them for that moment."""

    def teardown(case: TransactionTestCase) -> None:
        tables = [*(j.model._meta.db_table for j in all_journals()), *GUARDED_BESIDES]
        _run([s for t in tables for s in unguard_statements(connection.vendor, t)])
        _run(unonce_statements(connection.vendor))
        try:
            original(case)
        finally:
            _run([s for t in tables for s in guard_statements(connection.vendor, t)])
            _run(["DELETE FROM acts_touched", *once_statements(connection.vendor)])

    return teardown


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


TransactionTestCase._fixture_teardown = _clean_up_guarded_tables(TransactionTestCase._fixture_teardown)
