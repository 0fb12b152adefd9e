"""Addresses of the till."""

from django.urls import path

from duongthu.desks.till import views

urlpatterns = [
    path("quy/", views.show, name="my_cash"),
    path("quy/<str:control>/", views.act, name="my_cash_act"),
]
