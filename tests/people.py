"""People and units that acts name: rows with the numbers tests speak of."""

from datetime import date

from duongthu.network.models import Placement, Revision, Unit
from duongthu.staff.models import Person, Post

SINCE = date(2015, 1, 1)


def in_post(person_id: int, role: str, unit_id: int) -> int:
    """Somebody of that number who holds the role at the unit since 2015; gives the number."""
    person, _ = Person.objects.get_or_create(
        pk=person_id,
        defaults={
            "code": f"T{person_id}",
            "name": f"Trần Thị {person_id}",
            "folded": "tran thi",
            "hired_on": SINCE,
        },
    )
    Post.objects.get_or_create(person=person, role=role, unit_id=unit_id, from_on=SINCE)
    return person_id


def open_units(*unit_ids: int) -> None:
    """Bare units of these numbers, open since 2015, the first above the others."""
    for unit_id in unit_ids:
        unit, made = Unit.objects.get_or_create(pk=unit_id, defaults={"code": f"DV{unit_id}"})
        if made:
            top = unit_id == unit_ids[0]
            parent = None if top else Unit.objects.get(pk=unit_ids[0])
            Placement.objects.create(
                unit=unit, from_on=SINCE, name=f"Đơn vị {unit_id}", folded=f"don vi {unit_id}", parent=parent,
                kind="province" if top else "district",
            )  # fmt: skip
    Revision.objects.all().delete()


def out_of_post(person_id: int) -> None:
    """Somebody holds no post any more."""
    Post.objects.filter(person_id=person_id).delete()
