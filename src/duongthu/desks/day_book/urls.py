"""Addresses of the day book."""

from django.urls import path

from duongthu.desks.day_book import views

urlpatterns = [
    path("so-quy/", views.daybook, name="daybook"),
    path("so-quy/nghiep-vu/<int:act_id>/", views.act_page, name="act"),
    path("so-quy/nghiep-vu/<int:act_id>/huy/", views.undo_act, name="undo_act"),
]
