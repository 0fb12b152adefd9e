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

        register_section(Section(_("Hôm nay"), "/hom-nay/", "h", order=10))
        register_section(Section(_("Điều hành"), "/dieu-hanh/", "d", order=20))
        register_section(Section(_("Sổ quỹ"), "/so-quy/", "q", order=30))
        register_section(Section(_("Khóa sổ"), "/khoa-so/", "k", order=40))
        register_section(Section(_("Tra cứu"), "/tra-cuu/", "t", order=50))
