"""Finds things by the code people scan, and takes new ones in; the types under which acts name them."""

from collections.abc import Sequence
from typing import Annotated

from duongthu.acts.api import Call, Named, Reference, bulk
from duongthu.mail.models import PostalObject
from duongthu.mail.rules.partners import partner


def _known_partners(_call: Call, named: Sequence[Named]) -> None:
    for one in named:
        partner(one.value, field=one.field)


ThingCode = Annotated[str, Reference("thing")]
"""Number of an item, bag or pouch as read; looked up with its lock, answered by row."""
CommuneCode = Annotated[str, Reference("commune")]
"""Code of a commune; one of before a merger counts as its successor."""
ProvinceCode = Annotated[str, Reference("province")]
"""Code of a province another operator carries to; looked up with the price, answered by row."""
PartnerCode = Annotated[str, Reference("partner", _known_partners, nobody=("",))]
"""Code of an operator this post works with."""


def find_items(codes: Sequence[str]) -> dict[str, int]:
    """Ids by code of the items among them: bags and pouches have acts of their own."""
    sql = "SELECT code, id FROM mail_thing WHERE kind = %s AND code IN {values}"
    return dict(bulk.fetch_in(sql, sorted(set(codes)), [PostalObject.ITEM]))


def find_things(codes: Sequence[str]) -> dict[str, int]:
    """Ids by code; an unknown code is missing from the result."""
    return dict(bulk.fetch_in("SELECT code, id FROM mail_thing WHERE code IN {values}", sorted(set(codes))))


def void_items(codes: Sequence[str]) -> dict[str, int]:
    """Ids by code of items whose taking in was undone: their numbers may be taken in again."""
    rows = bulk.fetch_in(
        "SELECT t.code, t.id FROM mail_thing t JOIN mail_custody c ON c.thing_id = t.id "
        "WHERE t.kind = 'item' AND c.state = 'void' AND t.code IN {values}",
        sorted(set(codes)),
    )
    return dict(rows)


def new_things(kind: str, codes: Sequence[str]) -> dict[str, int]:
    """Take things in under codes nobody else has; gives their ids.

    Raises:
        IntegrityError: a code was given before (check first with ``find_things``).
    """
    first = bulk.allocate("mail_thing", "id", len(codes)) if codes else 0
    bulk.insert_rows(
        "mail_thing", ("id", "kind", "code"), [(first + n, kind, code) for n, code in enumerate(codes)]
    )
    return {code: first + n for n, code in enumerate(codes)}


def kind_of(codes: Sequence[str]) -> dict[str, str]:
    """Kinds by code."""
    return dict(PostalObject.objects.filter(code__in=codes).values_list("code", "kind"))
