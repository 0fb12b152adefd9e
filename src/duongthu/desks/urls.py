"""Addresses of the desks."""

from django.urls import path

from duongthu.desks import approvals, bags, cash, closing, control, home, items, public, scan, session
from duongthu.desks.board import changes, maps, plans, rounds, sheet
from duongthu.desks.labels import views as labels

urlpatterns = [
    path("", home.door),
    path("hom-nay/", home.my_day, name="home"),
    path("dang-nhap/", session.sign_in, name="sign_in"),
    path("dang-nhap/mau/", session.sign_in_as, name="sign_in_as"),
    path("dang-xuat/", session.sign_out, name="sign_out"),
    path("tra-cuu/", public.track, name="track"),
    path("buu-gui/<str:code>/", items.show, name="item"),
    path("buu-gui/<str:code>/nhan.pdf", labels.of_item, name="item_labels"),
    path("tui/<str:code>/", bags.show, name="bag"),
    path("tui/<str:code>/nhan.pdf", labels.of_bag, name="bag_labels"),
    path("quet/", scan.scanned, name="scan"),
    path("dieu-hanh/", control.room, name="control"),
    path("dieu-hanh/xa.json", control.areas),
    path("dieu-hanh/duong.json", control.lines),
    path("dieu-hanh/don-vi.json", control.points),
    path("dieu-hanh/tuyen-phat/", rounds.board, name="rounds"),
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
    path("dieu-hanh/tuyen-phat/<str:code>/duong.json", sheet.line),
    path("dieu-hanh/tuyen-phat/<str:code>/diem.json", sheet.points),
    path("dieu-hanh/tuyen-phat/<str:code>/chuyen/", changes.move, name="round_move"),
    path("so-quy/", cash.daybook, name="daybook"),
    path("so-quy/nghiep-vu/<int:act_id>/", cash.act_page, name="act"),
    path("so-quy/nghiep-vu/<int:act_id>/nhan.pdf", labels.of_act, name="act_labels"),
    path("khoa-so/", closing.board, name="close"),
    path("khoa-so/xem-truoc/", closing.preview, name="close_preview"),
    path("khoa-so/khoa/", closing.close_unit, name="close_unit"),
    path("cho-duyet/", approvals.waiting, name="approvals"),
    path("cho-duyet/<int:proposal_id>/", approvals.one, name="proposal"),
    path("cho-duyet/<int:proposal_id>/duyet/", approvals.approve, name="approve"),
    path("cho-duyet/<int:proposal_id>/khong/", approvals.reject, name="reject"),
]
