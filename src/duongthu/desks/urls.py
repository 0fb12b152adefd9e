"""Addresses of the desks."""

from django.urls import path

from duongthu.desks import cash, control, home, items, public, session

urlpatterns = [
    path("", home.door),
    path("hom-nay/", home.my_day, name="home"),
    path("dang-nhap/", session.sign_in, name="sign_in"),
    path("dang-nhap/mau/", session.sign_in_as, name="sign_in_as"),
    path("dang-xuat/", session.sign_out, name="sign_out"),
    path("tra-cuu/", public.track, name="track"),
    path("buu-gui/<str:code>/", items.show, name="item"),
    path("dieu-hanh/", control.room, name="control"),
    path("dieu-hanh/xa.json", control.areas),
    path("dieu-hanh/duong.json", control.lines),
    path("dieu-hanh/don-vi.json", control.points),
    path("so-quy/", cash.daybook, name="daybook"),
    path("so-quy/nghiep-vu/<int:act_id>/", cash.act_page, name="act"),
    path("khoa-so/", cash.close_of_day, name="close"),
    path("khoa-so/khoa/", cash.close_unit, name="close_unit"),
]
