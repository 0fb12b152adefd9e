"""The WSGI door: ``granian --interface wsgi duongthu.config.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

from duongthu.config.collector import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duongthu.config.settings")
application = get_wsgi_application()
collect_seldom()
