"""What the demo opens after its day."""

from datetime import date

import pytest
from django.test import Client

from duongthu.cli.answers import Answer
from duongthu.cli.verbs.demo_verb import open_desks
from duongthu.network.api import load_province, units_of_kind
from duongthu.staff.models import Person, Post

DAY = date(2020, 8, 14)


@pytest.mark.django_db
def test_the_demo_offers_its_people_on_its_own_day(settings, monkeypatch):
    """A forked server keeps the settings it was born with: the environment alone left visitors at a locked door."""
    for name in ("DUONGTHU_DEMO", "DUONGTHU_BUSINESS_DATE"):
        monkeypatch.setenv(name, "")
    settings.DEMO, settings.BUSINESS_DATE = False, ""
    load_province("2020-08-14")
    (province,) = units_of_kind(DAY, "province")
    person = Person.objects.create(
        code="GD", name="Nguyễn Thị Lan", folded="nguyen thi lan", hired_on=DAY, home_unit_id=province.id
    )
    Post.objects.create(person=person, role="director", unit_id=province.id, from_on=DAY)
    open_desks(DAY, Answer(as_json=False))
    page = Client().get("/dang-nhap/").content.decode()
    assert "mau-director" in page
    assert "14/08/2020" in page
