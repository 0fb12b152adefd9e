"""The WSGI door: ``granian --interface wsgi duongthu.config.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duongthu.config.settings")
application = get_wsgi_application()
