"""A whole small day: played through the acts, killed and played on, both laws proven."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from duongthu.acts.api import ActRecord
from duongthu.kernel.clock import VN, today
from duongthu.ledger.api import Account, morning_equation
from duongthu.network.api import network_on
from duongthu.simulation.api import LawBroken, run_days, verify_all
from duongthu.simulation.checkers import HourlyCheck
from duongthu.simulation.demand import Demand
from duongthu.transport.api import late_departures
from tests.simulation.killing import play_and_kill

SCALE, SEED = 0.01, 42


@pytest.mark.slow
@pytest.mark.feature(127)
@pytest.mark.django_db(transaction=True)
def test_a_day_of_the_province_with_faults_ends_with_both_laws_proven():
    """Every counter, trip and round of the province plays; every unit closes; every recount agrees."""
    report = run_days(seed=SEED, scale=SCALE, faults=True)
    assert report.laws_hold
    evening = datetime(2020, 8, 14, 23, 45, tzinfo=VN)
    assert late_departures(evening.date(), evening) == []
    assert report.units_closed == 173
    assert report.items["Đã phát"] > 50
    assert report.counts["fault:double"] > 10
    assert {name: [f.message for f in found] for name, found in verify_all() if found} == {}
    assert morning_equation().difference_dong == 0
    Account.objects.filter(kind="bank").update(debits_dong=0)
    with pytest.raises(LawBroken, match=f"seed {SEED}"):
        HourlyCheck(SEED).prove("thử")


@pytest.mark.slow
@pytest.mark.feature(126)
@pytest.mark.enable_socket
@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(1_200)
def test_kill_nine_loses_nothing_and_doubles_nothing(tmp_path: Path):
    """The same day once left alone and once killed by SIGKILL at seeded moments: the same books, nothing acknowledged lost."""
    with _database(tmp_path, "alone") as url:
        alone = play_and_kill(url, tmp_path, seed=SEED, scale=SCALE, kills=0, acts=2_000)
    with _database(tmp_path, "killed") as url:
        killed = play_and_kill(url, tmp_path, seed=SEED, scale=SCALE, kills=4, acts=2_000)
    assert killed.kills == 4
    assert killed.acknowledged > 2_000
    assert (killed.lost, killed.findings, alone.findings) == (0, [], [])
    assert killed.figures == alone.figures


@contextmanager
def _database(folder: Path, name: str) -> Iterator[str]:
    """A new database of the engine the suite runs on, for processes of its own."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    own = f"{connection.settings_dict['NAME']}_{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
        cursor.execute(f'CREATE DATABASE "{own}"')
    yield os.environ["DUONGTHU_DATABASE_URL"].rsplit("/", 1)[0] + "/" + own
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{own}"')


@pytest.mark.django_db
def test_demand_follows_population(post):
    """The largest communes send and get the most, and a day sums up to about what it should."""
    demand = Demand(network_on(today()), 1.0)
    drawn = [demand.commune(_dice(n)) for n in range(4_000)]
    people = {code: demand.day.communes[code].population for code in demand.communes}
    largest = max(people, key=lambda code: people[code])
    share = people[largest] / sum(people.values())
    assert drawn.count(largest) / len(drawn) == pytest.approx(share, rel=0.5)
    assert ActRecord.objects.filter(act="mail.accept_items").count() == 0


def _dice(number: int):
    from random import Random

    return Random(f"dice/{number}")
