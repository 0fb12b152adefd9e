"""The content-security policy: everything comes from this house, nothing inline, no eval."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

RULES = (
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",  # the barcode reader is WebAssembly
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",  # our own hidden frame prints the labels
)
POLICY = "; ".join(RULES)


class CspMiddleware:
    """Puts the policy on each answer that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wraps the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the policy."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response
