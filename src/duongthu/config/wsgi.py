"""The WSGI door: ``granian --interface wsgi duongthu.config.wsgi:application``."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from duongthu.config.collector import collect_seldom
from duongthu.config.environment import keep_few_pages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duongthu.config.settings")
application = get_wsgi_application()
keep_few_pages(settings.DATABASES["default"])
collect_seldom()
