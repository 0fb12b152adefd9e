"""Addresses of the public's page."""

from django.urls import path

from duongthu.desks.tracking import views

urlpatterns = [
    path("tra-cuu/", views.track, name="track"),
]
