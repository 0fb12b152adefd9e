"""Finds things by the code people scan, and takes new ones in."""

from collections.abc import Sequence

from duongthu.acts.api import bulk
from duongthu.mail.models import Thing


def find_things(codes: Sequence[str]) -> dict[str, int]:
    """Ids by code; an unknown code is missing from the result."""
    return dict(bulk.fetch_in("SELECT code, id FROM mail_thing WHERE code IN {values}", sorted(set(codes))))


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
    return dict(Thing.objects.filter(code__in=codes).values_list("code", "kind"))
