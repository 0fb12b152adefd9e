"""Addresses of the room."""

from django.urls import path

from duongthu.rest import views

urlpatterns = [
    path("api/v1/acts/<str:act>", views.carry_out),
    path("api/v1/openapi.json", views.openapi),
]
