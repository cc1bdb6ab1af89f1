"""The map: a page drawn on the server, and the same points as data for its script."""

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from cases.atlas.asking import Asked, BadBox, read, read_box
from cases.atlas.page import features, page_of
from cases.models import DataVersion

from .guards import dear

COMPACT = {"ensure_ascii": False, "separators": (",", ":")}


@require_safe
@dear
def page(request: HttpRequest) -> HttpResponse:
    """The map of deployments or cameras, with the filters of their lists."""
    asked, tiles = read(request.GET), settings.MAP_TILES
    if tiles and not asked.without_tiles:  # pictures from one host more, on this page alone
        return csp_update({"img-src": [tiles.origin]})(_drawn)(request, asked)
    return _drawn(request, asked)


def _drawn(request: HttpRequest, asked: Asked) -> HttpResponse:
    context = {"page": page_of(asked), "asked": asked, "tiles": settings.MAP_TILES}
    return render(request, "map/map.html", context, status=400 if asked.problems else 200)


def _version(request: HttpRequest) -> str:
    """What the data of an address is a function of, beside the address."""
    return f'"{DataVersion.current()}"'


@require_safe
@condition(etag_func=_version)
@dear
def as_geojson(request: HttpRequest) -> HttpResponse:
    """The points of `?box=west,south,east,north`, gathered, with the same filters."""
    asked = read(request.GET)
    try:
        box = read_box(request.GET.get("box", ""))
    except BadBox:
        problem = _("The box is written west,south,east,north in degrees, such as 5,45,6,46.")
        return JsonResponse({"error": problem}, status=400)
    response = JsonResponse(features(asked, box), content_type="application/geo+json",
                            json_dumps_params=COMPACT)  # fmt: skip
    response.headers["Cache-Control"] = "public, no-cache"  # kept, and asked again each time
    return response
