"""Completing a name while it is typed: a page like any other, kept for everyone, and in JSON."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases.completion import complete


@require_safe
def completions(request: HttpRequest, kinds: tuple[str, ...]) -> JsonResponse:
    """Records of these kinds of which a name begins with `q`, and how many, in words."""
    found = complete(kinds, request.GET.get("q", ""))
    said = ngettext("%(n)s suggestion.", "%(n)s suggestions.", len(found)) % {"n": len(found)}
    return JsonResponse(
        {
            "said": said if found else _("No suggestion."),
            "found": [
                {"title": one.title, "note": one.note, "token": one.token,
                 "slug": one.entry.slug, "url": one.entry.get_absolute_url()}
                for one in found
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
