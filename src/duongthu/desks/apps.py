"""The Django application of the desks: screens cut by who sits there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesksConfig(AppConfig):
    """Desks (floor 10)."""

    name = "duongthu.desks"
    label = "desks"

    def ready(self) -> None:
        """Put the sections into the navigation."""
        from duongthu.desks.ui.shell import Section, register_section
        from duongthu.staff.api import Role

        register_section(Section(_("Hôm nay"), "/hom-nay/", "H", order=10))
        mine = frozenset({Role.COURIER})
        register_section(Section(_("Tuyến của tôi"), "/tuyen-cua-toi/", "B", mine, order=12))
        register_section(Section(_("Điều hành"), "/dieu-hanh/", "D", order=20))
        register_section(Section(_("Tuyến phát"), "/dieu-hanh/tuyen-phat/", "P", order=22))
        register_section(Section(_("Sổ quỹ"), "/so-quy/", "Q", order=30))
        register_section(Section(_("Chờ duyệt"), "/cho-duyet/", "C", order=25))
        register_section(Section(_("Khóa sổ"), "/khoa-so/", "K", order=40))
        register_section(Section(_("Tra cứu"), "/tra-cuu/", "T", order=50))
