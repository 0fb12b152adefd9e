"""Addresses of the driver's own desk."""

from django.urls import path

from duongthu.desks.driving import views

urlpatterns = [
    path("chuyen-cua-toi/", views.show, name="my_trip"),
    path("chuyen-cua-toi/den/", views.call, name="my_trip_call"),
    path("chuyen-cua-toi/nhan-ban-giao/", views.take_over, name="my_trip_take_over"),
]
