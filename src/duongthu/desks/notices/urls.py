"""Addresses of messages to customers."""

from django.urls import path

from duongthu.desks.notices import views

urlpatterns = [
    path("dieu-hanh/tin-bao/", views.board, name="notices"),
    path("dieu-hanh/tin-bao/gui-lai/", views.send_again, name="send_notice_again"),
]
