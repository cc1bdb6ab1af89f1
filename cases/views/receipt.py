"""Following a contribution with its receipt code alone. The code is posted, never in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.models import Entry
from cases.moderation import receipts


@csrf_exempt  # reading with a secret code changes nothing
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Ask for the code; then show the state, the reason and the published records."""
    if request.method != "POST":
        return render(request, "contribute/receipt.html", {"section": "receipt"})
    typed = request.POST.get("code", "")
    submission = receipts.find(typed)
    if submission is None:
        error = _(
            "No contribution has this code. Check each letter; a lost code cannot be found again."
        )
        context = {"error": error, "typed": typed[:80], "section": "receipt"}
        return render(request, "contribute/receipt.html", context, status=404)
    context = {
        "submission": submission,
        "published": published_records(submission),
        "messages_sent": submission.messages.all(),
        "section": "receipt",
    }
    return render(request, "contribute/receipt.html", context)


def published_records(submission: Submission) -> list[Entry]:
    """The public records that an accepted contribution made or changed."""
    changes = [change for change in submission.changes.all() if change.result]
    entries = Entry.objects.live().filter(slug__in=[change.result for change in changes])
    wanted = {(change.kind, change.result) for change in changes if change.kind in KINDS}
    return [entry for entry in entries if (entry.kind, entry.slug) in wanted]
