"""Addresses of the control room."""

from django.urls import path

from duongthu.desks.control import trips, views

urlpatterns = [
    path("dieu-hanh/", views.room, name="control"),
    path("dieu-hanh/xa.json", views.areas),
    path("dieu-hanh/duong.json", views.lines),
    path("dieu-hanh/don-vi.json", views.points),
    path("dieu-hanh/chuyen/", trips.one, name="trip"),
]
