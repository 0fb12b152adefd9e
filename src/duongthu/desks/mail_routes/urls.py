"""Addresses of mail routes."""

from django.urls import path

from duongthu.desks.mail_routes import late, shown, views

urlpatterns = [
    path("dieu-hanh/chuyen-tre/", late.show, name="late_trip"),
    path("dieu-hanh/chuyen-tre/quyet-dinh/", late.choose, name="choose_late_trip"),
    path("dieu-hanh/duong-thu/", views.timetable, name="mail_routes"),
    path("dieu-hanh/duong-thu/lap/", views.propose, name="propose_mail_routes"),
    path("dieu-hanh/duong-thu/<str:code>/", views.proposal, name="mail_route_proposal"),
    path("dieu-hanh/duong-thu/<str:code>/ap-dung/", views.adopt, name="adopt_mail_routes"),
    path("dieu-hanh/duong-thu/<str:code>/diem.json", shown.points, name="mail_route_points"),
    path("dieu-hanh/duong-thu/<str:code>/tuyen.json", shown.lines, name="mail_route_lines"),
]
