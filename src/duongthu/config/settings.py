"""Django settings of the house; everything an operator may change comes from ``DUONGTHU_*`` variables.

``DUONGTHU_DATABASE_URL``   ``sqlite:///path/to/file`` (default: a file in the data folder) or ``postgresql://…``
``DUONGTHU_DATA_DIR``       where the embedded database and uploaded files lie (default ``.data``)
``DUONGTHU_SECRET_KEY``     signing key; made once and kept in the data folder when it is not given
``DUONGTHU_HOSTS``          host names served, separated by commas (default: this machine only)
``DUONGTHU_LOG_DIR``        where the request and security logs are written (default: ``logs`` in the data folder)
``DUONGTHU_DEBUG``          ``1`` shows Django's error pages
``DUONGTHU_DEMO``           ``1`` offers the demo's users at sign-in, one click each
``DUONGTHU_HTTPS``          ``1`` behind the front that speaks HTTPS: Secure cookies, HSTS, its word for scheme and address
``DUONGTHU_SECOND_FACTOR_FROM``  from which day on director, accountant, controller, admin need a second factor (at once)
``DUONGTHU_SESSION_IDLE_MINUTES``, ``DUONGTHU_SESSION_HOURS``  when a sign-in ends: unused (30), and at all (12)
``DUONGTHU_DAY_BEGINS``     hour at which the business day begins, 0 (midnight) to 6: work before it is of the day before
``DUONGTHU_BUSINESS_DATE``  serves as of the evening of this day (the demo's), not of today
``DUONGTHU_HOTLINE``        telephone customers may call; ``DUONGTHU_HOTLINE_NAME`` what it is called
``DUONGTHU_RIDES``          routing service for riding times (``osrm+http://…``, ``valhalla+http://…``; default: our own roads)
``DUONGTHU_RIDES_BATCH``    points asked of it at once, to and from (default 50)
``DUONGTHU_NOTICES``        gateway of messages to customers: a folder's path or an ``http(s)://`` address
``DUONGTHU_NOTICES_TOKEN``  bearer token for that address
``DUONGTHU_SEAL_ORIGIN``    name of this post's log in checkpoints, an address without scheme (default: the id of the books)
``DUONGTHU_SEAL_MINUTES``   at most so long after a change a seal is made (default 5, 60 at most)
``DUONGTHU_SEALS_DIR``      where signing key, checkpoints and cosignatures lie (default ``seals`` in the data folder)
"""

from datetime import date
from pathlib import Path

from duongthu.config.environment import (
    data_dir,
    database_from_url,
    day,
    flag,
    hotline,
    number,
    secret_key,
    text,
)
from duongthu.config.logs import logging_settings

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = data_dir()
LOG_DIR = Path(text("DUONGTHU_LOG_DIR", str(DATA_DIR / "logs")))
LOGGING = logging_settings(LOG_DIR)
DEBUG = flag("DUONGTHU_DEBUG")
HTTPS = flag("DUONGTHU_HTTPS")
DEMO = flag("DUONGTHU_DEMO")
DAY_BEGINS = number("DUONGTHU_DAY_BEGINS", 0, most=6, least=0)
BUSINESS_DATE = text("DUONGTHU_BUSINESS_DATE", "")
HOTLINE = hotline()
HOTLINE_NAME = text("DUONGTHU_HOTLINE_NAME", "Đường dây nóng")
RIDES = text("DUONGTHU_RIDES", "")
RIDES_BATCH = number("DUONGTHU_RIDES_BATCH", 50, most=5_000)
NOTICES = text("DUONGTHU_NOTICES", "")
NOTICES_TOKEN = text("DUONGTHU_NOTICES_TOKEN", "")
SEAL_ORIGIN = text("DUONGTHU_SEAL_ORIGIN", "")
SEAL_MINUTES = number("DUONGTHU_SEAL_MINUTES", 5, most=60)
SEALS_DIR = Path(text("DUONGTHU_SEALS_DIR", str(DATA_DIR / "seals")))
SECOND_FACTOR_FROM = day("DUONGTHU_SECOND_FACTOR_FROM", date(2000, 1, 1))
SESSION_IDLE_MINUTES = number("DUONGTHU_SESSION_IDLE_MINUTES", 30, most=24 * 60)
SESSION_HOURS = number("DUONGTHU_SESSION_HOURS", 12, most=7 * 24)
SECRET_KEY = secret_key(DATA_DIR)
ALLOWED_HOSTS = text("DUONGTHU_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

# From the ground up: a room may use only the rooms above it in this list (tests/architecture).
ROOMS = ["acts", "staff", "network", "ledger", "mail", "transport", "rounds", "notices", "closing"]
DESKS = ["desks.ui", "desks", "rest"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    *[
        f"duongthu.{name}"
        for name in (*ROOMS, *DESKS)
        if (PACKAGE / name.replace(".", "/") / "apps.py").exists()
    ],
    "duongthu.config",
]
MIDDLEWARE = [
    "duongthu.config.business_date.BusinessDateMiddleware",
    "duongthu.config.requests.RequestMiddleware",
    "duongthu.desks.ui.csp.CspMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "duongthu.desks.session.SeatMiddleware",
    "duongthu.desks.guarding.GuardMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "duongthu.config.urls"
WSGI_APPLICATION = "duongthu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(
            (PACKAGE / "desks").glob("*/templates")
        ),  # each desk keeps its own; ``ui`` is an application
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csrf",
                "duongthu.desks.ui.shell.shell",
            ],
        },
    },
]

DATABASES = {
    "default": database_from_url(text("DUONGTHU_DATABASE_URL", f"sqlite:///{DATA_DIR / 'duongthu.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
FORMAT_MODULE_PATH = ["duongthu.config.formats"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns where it is missing
WHITENOISE_USE_FINDERS = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("pmtiles", "woff2", "png", "br", "gz")

PASSWORD_HASHERS = ["duongthu.staff.actions.signing_in.KeptHasher"]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/dang-nhap/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    # The front ends TLS on this machine, sets this header itself and drops the client's; nobody else reaches our port.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
