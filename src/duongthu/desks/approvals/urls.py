"""Addresses of the second pair of eyes."""

from django.urls import path

from duongthu.desks.approvals import views

urlpatterns = [
    path("cho-duyet/", views.waiting, name="approvals"),
    path("cho-duyet/<int:proposal_id>/", views.one, name="proposal"),
    path("cho-duyet/<int:proposal_id>/duyet/", views.approve, name="approve"),
    path("cho-duyet/<int:proposal_id>/khong/", views.reject, name="reject"),
]
