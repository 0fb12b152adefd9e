"""Addresses of bags that change hands."""

from django.urls import path

from duongthu.desks.bags import openings, packing, views

urlpatterns = [
    path("dong-tui/", packing.show, name="packing"),
    path("dong-tui/niem-phong/", packing.pack, name="bag_pack"),
    path("dong-tui/chuyen-thu/", packing.dispatch, name="bag_dispatch"),
    path("tui-thu/", views.show, name="bags"),
    path("tui-thu/nhan/", views.receive, name="bags_receive"),
    path("tui-thu/mo/", openings.open_bag, name="bag_open"),
    path("tui-thu/dem-lai/", openings.count_again, name="bag_count_again"),
    path("tui-thu/giao/", views.put_down, name="bag_put_down"),
    path("tui-thu/ghi-mat/", views.give_up, name="bag_give_up"),
]
