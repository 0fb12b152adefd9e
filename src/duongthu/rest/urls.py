"""Addresses of the room."""

from django.urls import path

from duongthu.rest import log, reading, views
from duongthu.rest.openapi import openapi

urlpatterns = [
    path("api/v1/acts/<str:act>", views.carry_out),
    path("api/v1/queries/<str:query>", reading.read),
    path("api/v1/openapi.json", openapi),
    path("api/v1/log/cosigned", log.hand_in),
    path("api/v1/log/<path:path>", log.read),
]
