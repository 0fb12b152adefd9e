"""The sealed log for witnesses: checkpoint and tiles to read (c2sp.org/tlog-tiles), cosigned checkpoints to hand in.

Public: hashes tell nothing of the rows, and a cosignature proves itself. Entry bundles are not served.
"""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from duongthu.acts.api import published, take_cosigned
from duongthu.kernel.doors import PUBLIC, open_to
from duongthu.kernel.refusal import Refusal

IMMUTABLE = "public, max-age=31536000, immutable"


@require_GET
@open_to(PUBLIC)
def read(request: HttpRequest, path: str) -> HttpResponse:
    """The checkpoint or a tile."""
    content = published(path)
    if content is None:
        raise Http404
    note = path == "checkpoint"
    answer = HttpResponse(content, "text/plain; charset=utf-8" if note else "application/octet-stream")
    answer["Cache-Control"] = "no-store" if note else IMMUTABLE
    return answer


@csrf_exempt
@require_POST
@open_to(PUBLIC)
def hand_in(request: HttpRequest) -> HttpResponse:
    """Take in a checkpoint of ours that a known witness cosigned."""
    try:
        kept = take_cosigned(request.body.decode("utf-8", "replace"))
    except Refusal as refusal:
        return JsonResponse(refusal.as_dict(), status=422)
    return JsonResponse({"size": kept.checkpoint.size, "witnesses": list(kept.witnesses)})
