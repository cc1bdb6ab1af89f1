"""Who publishes, what is kept, how decisions are made."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

PAGES = {
    "register": _("This register"),
    "legal": _("Legal notice"),
    "privacy": _("Privacy"),
    "charter": _("What belongs here"),
    "sent": _("What becomes of what you send"),
    "moderation": _("How we decide"),
    "reply": _("Correct, reply, report"),
    "accessibility": _("Accessibility"),
    "data": _("Data"),
}


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the pages about the register."""
    if slug not in PAGES:
        raise Http404
    if slug == "data":  # it has an address of its own
        return redirect("data", permanent=True)
    context = {
        "title": PAGES[slug],
        "pages": PAGES.items(),
        "slug": slug,
        "publisher": settings.PUBLISHER,
        "keep": {
            "spam": settings.KEEP_SPAM.days,
            "turned_down": settings.KEEP_TURNED_DOWN.days,
            "notes": settings.KEEP_NOTES.days,
        },  # fmt: skip
        "section": "about",
    }
    return render(request, f"about/{slug}.html", context)
