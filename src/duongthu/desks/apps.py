"""The Django application of the desks: screens cut by who sits there."""

from django.apps import AppConfig
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DesksConfig(AppConfig):
    """Desks (floor 10)."""

    name = "duongthu.desks"
    label = "desks"

    def ready(self) -> None:
        """Put the sections into the navigation."""
        from duongthu.desks import audiences
        from duongthu.desks.ui.shell import Section, register_section
        from duongthu.kernel.doors import Audience, holders
        from duongthu.staff.api import Role

        def section(label: Promise, href: str, key: str, order: int, audience: Audience) -> None:
            register_section(Section(label, href, key, audience.roles, order))

        section(_("Hôm nay"), "/hom-nay/", "H", 10, audiences.DAY)
        section(_("Tuyến của tôi"), "/tuyen-cua-toi/", "B", 12, audiences.MY_ROUND)
        section(_("Chuyến của tôi"), "/chuyen-cua-toi/", "X", 13, audiences.DRIVE)
        section(_("Đóng túi"), "/dong-tui/", "O", 15, audiences.TAKE_BAGS)
        section(_("Túi thư"), "/tui-thu/", "U", 14, audiences.BAG_HANDS)
        section(_("Điều hành"), "/dieu-hanh/", "D", 20, audiences.CONTROL)
        section(_("Tuyến phát"), "/dieu-hanh/tuyen-phat/", "P", 22, audiences.ROUNDS)
        section(_("Chờ duyệt"), "/cho-duyet/", "C", 25, audiences.PROPOSALS)
        section(_("Quỹ của tôi"), "/quy/", "M", 28, audiences.CASH)
        section(_("Sổ quỹ"), "/so-quy/", "Q", 30, audiences.BOOKS)
        section(_("Khóa sổ"), "/khoa-so/", "K", 40, audiences.BOOKS)
        section(_("Nhân sự"), "/nhan-su/", "N", 45, audiences.PEOPLE)
        watching = holders("giám sát", {Role.AUDITOR})
        section(_("An ninh"), "/an-ninh/", "A", 46, watching)
        searching = holders("không có trang điều hành", audiences.DAY.roles - audiences.CONTROL.roles)
        section(_("Tra cứu"), "/tra-cuu/", "T", 50, searching)
