"""Addresses of the people desk."""

from django.urls import path

from duongthu.desks.people import security, staff_list, views

urlpatterns = [
    path("nhan-su/", views.listed, name="people"),
    path("nhan-su/moi/", views.hire, name="hire"),
    path("nhan-su-danh-sach/", staff_list.staff_list, name="staff_list"),
    path("nhan-su/<str:code>/", views.one, name="person"),
    path("nhan-su/<str:code>/<str:control>/", views.act, name="person_act"),
    path("an-ninh/", security.log, name="security"),
    path("nguong/", views.thresholds, name="thresholds"),
    path("nguong/lap/", views.propose_threshold, name="propose_threshold"),
]
