"""The scan field: whatever is scanned or typed at a desk opens its page; a wrong number is refused by name."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from duongthu.desks import audiences
from duongthu.desks.items.bag import bag_within_reach
from duongthu.kernel import s10
from duongthu.kernel.doors import open_to
from duongthu.kernel.refusal import Refusal

if TYPE_CHECKING:
    from duongthu.desks.session import SeatedRequest

LONGEST = 40


@require_GET
@open_to(audiences.SCANS)
def scanned(request: HttpRequest) -> HttpResponse:
    """``/quet/?so=``: to the bag or the item; a changed digit does not get past the check digit (422)."""
    asked = "".join(request.GET.get("so", "").split()).upper()[:LONGEST]
    if not asked:
        return redirect("home")
    if bag_within_reach(cast("SeatedRequest", request).actor, asked):
        return redirect("bag", asked)
    try:
        return redirect("item", s10.parse(asked).code)
    except Refusal as refusal:
        page = {"asked": asked, "refusal": refusal}
        return render(request, "desks/scanned.html", page, status=422)
