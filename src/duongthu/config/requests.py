"""Around every request: its number, a line in the log, and errors in the shape the asker can read.

People get pages, machines (``/api/``) get JSON with a stable code, whatever went wrong and wherever: an unknown address,
a wrong method, a cross-site form, a broken request, a fault of ours, a database that does not answer.
"""

import logging
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from duongthu.kernel import clock
from duongthu.kernel.ids import IdMaker
from duongthu.kernel.once import asking_once
from duongthu.kernel.trace import REQUEST_ID, Trace, current, tracing
from duongthu.staff.api import SecurityEvent, note_security

API = "/api/"
RETRY_SECONDS = 5
READS = {"GET", "HEAD"}
WRONG = 400  # from here on an answer is an error
MESSAGES = {
    400: ("http.bad_request", "Yêu cầu không đọc được."),
    403: ("http.forbidden", "Yêu cầu bị từ chối."),
    404: ("http.not_found", "Không có địa chỉ này."),
    405: ("http.method_not_allowed", "Địa chỉ này không nhận phương thức {method}."),
    413: ("http.too_large", "Yêu cầu quá lớn."),
    500: ("http.error", "Máy chủ gặp lỗi; lỗi đã được ghi lại với mã yêu cầu {request_id}."),
    503: ("http.unavailable", "Cơ sở dữ liệu đang bận hoặc không trả lời; hãy gửi lại sau {seconds} giây."),
}
logger = logging.getLogger("duongthu.request")
_ids = IdMaker()


class RequestMiddleware:
    """The outermost layer; gives each request its number and sees each answer last."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with ``X-Request-ID``."""
        began = time.perf_counter()
        with tracing(Trace(_request_id(request), address_of(request))) as trace:
            with asking_once() if request.method in READS else nullcontext():
                response = _broken(request) or self._get_response(request)
            if request.path.startswith(API) and response.status_code >= WRONG and not _is_json(response):
                response = _as_json(request, response)
            response.headers["X-Request-ID"] = trace.request_id
            _log(request, response, time.perf_counter() - began)
            return response


def _request_id(request: HttpRequest) -> str:
    """The sender's own number if it is one, else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if REQUEST_ID.fullmatch(given) else str(_ids.make(clock.now()))


def address_of(request: HttpRequest) -> str:
    """Where the request came from: behind the front, what the front says; never what a stranger says."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if settings.HTTPS and told and direct in {"127.0.0.1", "::1", ""} else direct


def _broken(request: HttpRequest) -> HttpResponse | None:
    """No text column takes a NUL, and no honest address or query holds one."""
    if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return HttpResponse(render_to_string("400.html"), status=400)
    return None


def _is_json(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("application/json")


def _as_json(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    status = response.status_code
    code, sentence = MESSAGES.get(status, (f"http.status_{status}", "Yêu cầu không thực hiện được."))
    method, number = request.method or "", current().request_id
    message = sentence.format(method=method, request_id=number, seconds=RETRY_SECONDS)
    told = {"code": code, "message": message, "field": "", "row": None, "details": {"request_id": number}}
    answer = JsonResponse(told, status=status)
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            answer.headers[name] = response.headers[name]
    return answer


def _log(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """One line a request; the query is left out, for it holds what people look for."""
    actor = getattr(request, "actor", None)
    logger.info(
        "request",
        extra={
            "method": request.method, "path": request.path[:200], "status": response.status_code,
            "milliseconds": round(seconds * 1000, 1), "person_id": actor.person_id if actor else 0,
        },
    )  # fmt: skip


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of faults: 503 where the database is away or busy, else 500; both are noted."""
    error = sys.exc_info()[1]
    away = isinstance(error, OperationalError | InterfaceError)
    status = 503 if away else 500
    name = type(error).__name__ if error else "error"
    try:
        note_security(SecurityEvent.Kind.ERROR, detail=f"{status} {name} {request.method} {request.path}")
    except DatabaseError:
        logger.warning("not noted in the database", extra={"path": request.path[:200], "error": name})
    page = {"request_id": current().request_id, "seconds": RETRY_SECONDS}
    response = HttpResponse(render_to_string(f"{status}.html", page), status=status)
    if away:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
