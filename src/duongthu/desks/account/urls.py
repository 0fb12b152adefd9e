"""Addresses of one's own account."""

from django.urls import path

from duongthu.desks.account import mine, second_step, sign_in

urlpatterns = [
    path("dang-nhap/", sign_in.sign_in, name="sign_in"),
    path("dang-nhap/mau/", sign_in.sign_in_as, name="sign_in_as"),
    path("dang-nhap/buoc-hai/", second_step.second_step, name="second_step"),
    path("dang-xuat/", sign_in.sign_out, name="sign_out"),
    path("xac-nhan/", second_step.confirm_again, name="confirm"),
    path("tai-khoan/", mine.account, name="account"),
    path("tai-khoan/mat-khau/", mine.phrase, name="account_phrase"),
    path("tai-khoan/buoc-hai/", mine.factors, name="account_factors"),
    path("tai-khoan/buoc-hai/<int:factor_id>/bo/", mine.end_factor, name="end_factor"),
    path("tai-khoan/dang-nhap/<int:sitting_id>/bo/", mine.end_sitting, name="end_sitting"),
    path("tai-khoan/ma/", mine.issue_token, name="issue_token"),
    path("tai-khoan/ma/<int:token_id>/bo/", mine.end_token, name="end_token"),
    path("tai-khoan/ma/bo-het/", mine.end_tokens, name="end_tokens"),
    path("tai-khoan/noi-lam/", mine.work_at, name="work_at"),
    path("tai-khoan/da-xem/", mine.seen, name="sign_ins_seen"),
]
