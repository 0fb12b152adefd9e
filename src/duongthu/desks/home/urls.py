"""Addresses of the first page."""

from django.urls import path

from duongthu.desks.home import views

urlpatterns = [
    path("", views.door),
    path("hom-nay/", views.my_day, name="home"),
]
