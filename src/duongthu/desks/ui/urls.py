"""Addresses of the shared part."""

from django.urls import path
from django.views.i18n import set_language

from duongthu.desks.ui import views
from duongthu.kernel.doors import PUBLIC, open_to

urlpatterns = [
    path("i18n/setlang/", open_to(PUBLIC)(set_language), name="set_language"),
    path("huong-dan-giao-dien/", views.style_guide, name="style_guide"),
]
