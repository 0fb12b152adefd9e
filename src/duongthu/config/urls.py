"""Addresses of the house: each desk brings its own."""

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [path("", include(f"duongthu.{desk}.urls")) for desk in ("desks.ui",) if find_spec(f"duongthu.{desk}.urls")]
