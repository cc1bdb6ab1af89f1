"""What a black-box test may know of this instance, in one JSON document."""

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from cases.exchange.testers import description


@require_safe
def testers_json(request: HttpRequest) -> JsonResponse:
    """Only on a local instance, or where TESTERS_PAGE is on."""
    if not settings.TESTERS_PAGE:
        raise Http404
    return JsonResponse(description(), json_dumps_params={"indent": 1, "ensure_ascii": False})
