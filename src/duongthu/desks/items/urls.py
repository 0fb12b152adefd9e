"""Addresses of items, bags and labels."""

from django.urls import path

from duongthu.desks.items import bag, doing, held, item, labels, scan

urlpatterns = [
    path("buu-gui/<str:code>/", item.show, name="item"),
    path("buu-gui/<str:code>/nhan.pdf", labels.of_item, name="item_labels"),
    path("buu-gui/<str:code>/lam/<str:control>/", doing.act, name="item_act"),
    path("tui/<str:code>/", bag.show, name="bag"),
    path("tui/<str:code>/nhan.pdf", labels.of_bag, name="bag_labels"),
    path("luu-qua-han/", held.show, name="held"),
    path("luu-qua-han/chuyen-hoan/", held.send_back, name="held_return"),
    path("quet/", scan.scanned, name="scan"),
    path("so-quy/nghiep-vu/<int:act_id>/nhan.pdf", labels.of_act, name="act_labels"),
]
