"""Names of acts, parameters, kinds of money and statuses in words; translated when they are shown."""

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duongthu.ledger.api import purpose_of

ACT_TITLES = {
    "acts.adopt_masters": _("Nhận dữ liệu nền vào sổ niêm phong"),
    "acts.approve": _("Duyệt đề nghị"),
    "acts.reject": _("Không duyệt đề nghị"),
    "acts.set_threshold": _("Đặt ngưỡng phải duyệt"),
    "acts.undo": _("Hủy cả một nghiệp vụ"),
    "closing.close_day": _("Khóa sổ ngày của đơn vị"),
    "closing.close_month": _("Khóa sổ tháng"),
    "ledger.accept_shortage": _("Nhận trách nhiệm tiền thiếu"),
    "ledger.bank_cash": _("Nộp tiền mặt vào ngân hàng"),
    "ledger.call_off_cash": _("Rút lại hoặc từ chối khoản chuyển quỹ"),
    "ledger.charge_shortage": _("Quy trách nhiệm tiền thiếu"),
    "ledger.close_till": _("Đóng ca quỹ"),
    "ledger.count_till": _("Kiểm quỹ"),
    "ledger.courier_pays_in": _("Bưu tá nộp tiền"),
    "ledger.expire_holds": _("Giải tỏa các khoản giữ chỗ quá hạn"),
    "ledger.give_cash": _("Giao tiền sang quỹ khác"),
    "ledger.give_pouch": _("Giao túi tiền"),
    "ledger.open_till": _("Mở ca quỹ"),
    "ledger.post_paper": _("Ghi sổ theo chứng từ"),
    "ledger.redirect_pouch": _("Chuyển hướng túi tiền"),
    "ledger.repay_shortage": _("Nộp bù tiền thiếu"),
    "ledger.supply_tills": _("Lập quỹ cho đơn vị"),
    "ledger.take_back_pouch": _("Nhận lại túi tiền đã giao"),
    "ledger.take_cash": _("Nhận tiền chuyển quỹ"),
    "ledger.take_differing_pouch": _("Nhận túi tiền có chênh lệch"),
    "ledger.take_over_till": _("Tiếp quản quỹ của người vắng mặt"),
    "ledger.take_pouch": _("Nhận túi tiền"),
    "ledger.withdraw_cash": _("Rút tiền ngân hàng về két"),
    "mail.accept_items": _("Nhận gửi"),
    "mail.bring_back": _("Bưu tá trả bưu gửi về"),
    "mail.cancel_delivery": _("Hủy báo phát"),
    "mail.deliver_at_counter": _("Phát tại quầy"),
    "mail.find": _("Tìm thấy bưu gửi báo thiếu"),
    "mail.forward": _("Chuyển tiếp bưu gửi"),
    "mail.give_back": _("Trả bưu gửi cho người gửi"),
    "mail.hand_to_partner": _("Giao bưu gửi cho bưu chính khác"),
    "mail.hold": _("Lưu bưu gửi tại bưu cục"),
    "mail.keep_here": _("Nhận bưu gửi để phát tại đơn vị"),
    "mail.load_tariffs": _("Nạp bảng cước"),
    "mail.partner_news": _("Ghi tin của bưu chính khác"),
    "mail.recall": _("Rút bưu gửi"),
    "mail.report": _("Báo phát"),
    "mail.return_to_sender": _("Chuyển hoàn"),
    "mail.take_from_partner": _("Nhận bưu gửi từ bưu chính khác"),
    "mail.write_off": _("Xác nhận bưu gửi thất lạc"),
    "network.import_units": _("Nhập danh sách đơn vị"),
    "network.load_communes": _("Nạp danh mục xã, phường"),
    "network.load_province": _("Nạp mạng lưới của tỉnh"),
    "network.look_beyond_reach": _("Xem ngoài phạm vi được giao"),
    "network.move_unit": _("Chuyển đơn vị sang cấp trên khác"),
    "notices.note_attempt": _("Ghi kết quả gửi tin báo"),
    "notices.send_again": _("Gửi lại tin báo"),
    "notices.take_due": _("Lấy tin báo đến hạn gửi"),
    "rounds.add_tasks": _("Ghi việc cho bưu tá"),
    "rounds.close": _("Kết thúc tuyến phát"),
    "rounds.give_over": _("Bưu tá giao chuyển tay"),
    "rounds.load": _("Giao bưu gửi cho bưu tá"),
    "rounds.move_stops": _("Chuyển điểm phát sang tuyến khác"),
    "rounds.plan": _("Lập tuyến phát"),
    "rounds.publish": _("Ban hành phương án tuyến phát"),
    "rounds.replan": _("Lập lại tuyến giữa ca"),
    "rounds.report_task": _("Báo kết quả từ tuyến phát"),
    "rounds.resequence": _("Bưu tá tự xếp thứ tự"),
    "rounds.set_figure": _("Đặt định mức lập tuyến"),
    "rounds.take_over": _("Bưu tá nhận chuyển tay"),
    "staff.add_passkey": _("Thêm khóa bảo mật"),
    "staff.add_totp": _("Thêm ứng dụng tạo mã"),
    "staff.assign_post": _("Phân công vị trí"),
    "staff.change_pass_phrase": _("Đổi mật khẩu"),
    "staff.end_post": _("Kết thúc vị trí"),
    "staff.end_second_factor": _("Bỏ một cách xác nhận bước hai"),
    "staff.end_sitting": _("Kết thúc một lần đăng nhập"),
    "staff.end_token": _("Thu hồi một mã truy cập"),
    "staff.end_tokens": _("Thu hồi mã truy cập"),
    "staff.grant_power": _("Trao chức danh có quyền lớn"),
    "staff.hire": _("Tuyển nhân viên"),
    "staff.issue_token": _("Cấp mã truy cập"),
    "staff.move_home": _("Đổi đơn vị chính"),
    "staff.open_sign_in": _("Mở tài khoản đăng nhập"),
    "staff.permit_reset": _("Cho phép đặt lại mật khẩu"),
    "staff.register_device": _("Đăng ký thiết bị"),
    "staff.remove_second_factors": _("Gỡ bước hai của người bị mất"),
    "staff.reset_pass_phrase": _("Đặt lại mật khẩu"),
    "staff.take_on": _("Nhận danh sách nhân viên"),
    "transport.adopt_routes": _("Áp dụng phương án đường thư"),
    "transport.call_at_stop": _("Xe đến điểm dừng"),
    "transport.choose_alternative": _("Quyết định cho chuyến quá giờ"),
    "transport.close_bag": _("Niêm phong túi"),
    "transport.close_dispatch": _("Đóng chuyến thư"),
    "transport.open_bag": _("Mở túi mới"),
    "transport.open_received_bag": _("Mở túi nhận đến"),
    "transport.pack_bag": _("Đóng và niêm phong túi"),
    "transport.propose_routes": _("Lập phương án đường thư"),
    "transport.put_in_bag": _("Đóng bưu gửi vào túi"),
    "transport.reopen_bag": _("Mở lại túi chưa đi"),
    "transport.take_out_of_bag": _("Lấy bưu gửi khỏi túi"),
}
PARAM_TITLES = {
    "act_id": _("Nghiệp vụ số"),
    "amount_dong": _("Số tiền"),
    "bounds": _("Các bậc"),
    "code": _("Bưu gửi"),
    "courier_id": _("Bưu tá"),
    "from_on": _("Kể từ ngày"),
    "key": _("Loại việc"),
    "lines": _("Các dòng"),
    "notes": _("Mệnh giá"),
    "paper": _("Chứng từ ngân hàng"),
    "parent_id": _("Đơn vị cấp trên mới"),
    "person_code": _("Nhân viên"),
    "person_id": _("Người"),
    "pouch": _("Túi tiền"),
    "purpose": _("Mục đích"),
    "reason": _("Lý do"),
    "role": _("Chức danh"),
    "source": _("Nguồn"),
    "till": _("Quỹ"),
    "title": _("Nội dung"),
    "to_unit_id": _("Đơn vị đến"),
    "unit_id": _("Đơn vị"),
    "until_on": _("Đến hết ngày trước"),
    "valid_from": _("Hiệu lực từ ngày"),
}
OUTCOME_TITLES = {
    "done": _("đã thực hiện"),
    "refused": _("bị từ chối"),
    "proposed": _("chờ duyệt"),
}
PROPOSAL_TITLES = {
    "open": pgettext_lazy("đề nghị", "Chờ duyệt"),
    "done": pgettext_lazy("đề nghị", "Đã duyệt và thực hiện"),
    "rejected": pgettext_lazy("đề nghị", "Không được duyệt"),
}


THRESHOLD_TITLES = {
    "acts.thresholds": _("Đặt ngưỡng phải duyệt"),
    "staff.power": _("Trao quyền và gỡ bước hai"),
}


def act_title(name: str) -> str:
    """An act (or a kind of threshold that several acts share) in words, or its code when nobody has named it."""
    return str((ACT_TITLES | THRESHOLD_TITLES).get(name, name))


def kind_title(kind: str) -> str:
    """The purpose of a transfer in words, or its code where the table no longer has it."""
    purpose = purpose_of(kind)
    return translated(purpose.title) if purpose else kind
