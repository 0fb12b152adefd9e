"""Settings of the test suite: the house's own, with plain static files and fast pass phrases."""

import os
import tempfile
from datetime import date

os.environ.setdefault("DUONGTHU_SECRET_KEY", "only-for-tests")
os.environ.setdefault("DUONGTHU_DATA_DIR", tempfile.mkdtemp(prefix="duongthu-test-"))

from duongthu.config.settings import *

SECOND_FACTOR_FROM = date(2100, 1, 1)  # tests about it set another day
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, as in production: threads of a test wait for each other instead of failing at once
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
