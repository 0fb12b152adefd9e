"""Every address of the house with whom it is for, read off the address book: for the reference page and the tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from duongthu.kernel.doors import Audience, audience_of


@dataclass(frozen=True, slots=True)
class Page:
    """One address: its route as the address book writes it, its view, and for whom it is (None: nobody said)."""

    route: str
    view: Callable[..., Any]
    audience: Audience | None


def all_pages() -> list[Page]:
    """Every address, in the order they are tried."""
    return list(_pages(get_resolver(), ""))


def _pages(resolver: URLResolver, prefix: str) -> Iterator[Page]:
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _pages(one, route)
        elif isinstance(one, URLPattern):
            yield Page(route, one.callback, audience_of(one.callback))
