"""Addresses of the close of the day."""

from django.urls import path

from duongthu.desks.closing import views

urlpatterns = [
    path("khoa-so/", views.board, name="close"),
    path("khoa-so/xem-truoc/", views.preview, name="close_preview"),
    path("khoa-so/khoa/", views.close_unit, name="close_unit"),
]
