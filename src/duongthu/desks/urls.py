"""Addresses of the desks: each desk keeps its own."""

from django.urls import include, path

DESKS = (
    "home",
    "account",
    "people",
    "tracking",
    "items",
    "bags",
    "driving",
    "control",
    "rounds",
    "mail_routes",
    "notices",
    "day_book",
    "till",
    "closing",
    "approvals",
)
"""A folder each; none of them imports another (``tests/architecture/test_desks.py``)."""
urlpatterns = [path("", include(f"duongthu.desks.{name}.urls")) for name in DESKS]
