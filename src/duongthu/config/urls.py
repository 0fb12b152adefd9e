"""Addresses of the house: each desk brings its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "", include("duongthu.rest.urls")
    ),  # first: a machine's act need not be held against every page's address
    path("", include("duongthu.desks.ui.urls")),
    path("", include("duongthu.desks.urls")),
]

handler500 = "duongthu.config.requests.server_error"
