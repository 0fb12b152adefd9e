"""Addresses of the shared part."""

from django.urls import include, path

from duongthu.desks.ui import views

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("huong-dan-giao-dien/", views.style_guide, name="style_guide"),
]
