"""Numbers read into a form: each a scan whose key follows from the form's command, so that a double click is one scan."""

from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest

from duongthu.desks import page_query
from duongthu.mail.api import Scan


def scans_of(request: HttpRequest) -> list[Scan]:
    """One scan for each number typed, read or ticked, in that order."""
    command = page_query.identifier(request)
    read = dict.fromkeys([*request.POST.get("scanned", "").upper().split(), *request.POST.getlist("codes")])
    return [
        Scan(UUID(bytes=sha256(f"{command}/{code}".encode()).digest()[:16], version=4), code) for code in read
    ]
