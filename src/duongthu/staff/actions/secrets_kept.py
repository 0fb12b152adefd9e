"""Secrets that must be read again (keys of code generators), kept encrypted under the installation's signing key."""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet
from django.conf import settings


def _box() -> Fernet:
    key = sha256(b"duongthu.staff.second_factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def sealed(secret: str) -> str:
    """The secret as it is kept."""
    return _box().encrypt(secret.encode()).decode()


def opened(kept: str) -> str:
    """The secret again.

    Raises:
        cryptography.fernet.InvalidToken: it was kept under another signing key.
    """
    return _box().decrypt(kept.encode()).decode()
