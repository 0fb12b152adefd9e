"""The Django application of the shared part of all desks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Templates, static files and translations of the shared part."""

    name = "duongthu.desks.ui"
    label = "desks_ui"
    verbose_name = _("Giao diện chung")
