"""What tests are given again is row for row what the acts wrote."""

import pytest
from django.db import connection

from duongthu.acts.api import all_checks
from tests.province import working_province
from tests.replay import _read_back, _tables_with_rows

pytestmark = pytest.mark.django_db
WRITTEN = {}


@pytest.mark.parametrize("time", ["first", "again"])
def test_the_province_comes_back_row_for_row_and_its_recounts_agree(time):
    """Every table that the acts filled holds the same rows, and no check of ``verify`` finds anything."""
    assert _tables_with_rows() == []
    working_province("2020-08-14")
    with connection.cursor() as cursor:
        cursor.execute("SELECT act_id, table_name, row_key, before FROM acts_touched ORDER BY 1, 2, 3")
        notes = cursor.fetchall()
    rows = [(rows.table, _sorted(rows.values)) for rows in _read_back().rows]
    assert WRITTEN.setdefault("rows", rows) == rows
    assert WRITTEN.setdefault("notes", notes) == notes
    assert [found for check in all_checks().values() for found in check()] == []


def _sorted(values):
    return sorted(values.split(b"\n") if isinstance(values, bytes) else values, key=repr)
