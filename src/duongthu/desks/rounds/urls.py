"""Addresses of couriers' rounds."""

from django.urls import path

from duongthu.desks.rounds import board, changes, courier, maps, plans, sheet

urlpatterns = [
    path("dieu-hanh/tuyen-phat/", board.board, name="rounds"),
    path("dieu-hanh/tuyen-phat/xa.json", maps.areas),
    path("dieu-hanh/tuyen-phat/tuyen.json", maps.lines),
    path("dieu-hanh/tuyen-phat/diem.json", maps.points),
    path("dieu-hanh/tuyen-phat/lap/", plans.ask, name="rounds_plan_new"),
    path("dieu-hanh/tuyen-phat/lap/nhap/", plans.draw, name="rounds_draw"),
    path("dieu-hanh/tuyen-phat/lap-lai/", changes.ask_replan, name="rounds_ask_replan"),
    path("dieu-hanh/tuyen-phat/lap-lai/xem/", changes.replan, name="rounds_replan"),
    path("dieu-hanh/tuyen-phat/phuong-an/<str:code>/", plans.show, name="rounds_plan"),
    path("dieu-hanh/tuyen-phat/phuong-an/<str:code>/ban-hanh/", plans.publish, name="rounds_publish"),
    path("dieu-hanh/tuyen-phat/<str:code>/", sheet.show, name="round"),
    path("tuyen-cua-toi/", courier.my_round, name="my_round"),
    path("tuyen-cua-toi/nhan/", courier.take, name="my_round_take"),
    path("dieu-hanh/tuyen-phat/<str:code>/ban-ke/", courier.sheet, name="round_sheet"),
    path("dieu-hanh/tuyen-phat/<str:code>/duong.json", sheet.line),
    path("dieu-hanh/tuyen-phat/<str:code>/diem.json", sheet.points),
    path("dieu-hanh/tuyen-phat/<str:code>/chuyen/", changes.move, name="round_move"),
]
