"""Files under a receipt, with its code alone: one at a time, never kept as they were sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cases.evidence.grid import Grid
from cases.evidence.limits import MEGABYTE, Refused
from cases.forms.files import UploadForm
from cases.intake.models import Attachment, Submission
from cases.moderation import attachments, receipts
from cases.moderation.decide import AlreadyDecided
from cases.moderation.masking import masking_of

from .receipt import with_submission

# Up to here a request is read, so that a file that is too large is refused with all else kept.
MOST_READ = 80 * MEGABYTE
RETRY_AFTER = {"busy": 60, "no_room": 24 * 3600}  # seconds
WITH_PICTURE = {"img-src": ["data:"]}


@csrf_exempt  # whoever holds the secret code may act: no cookie gives authority to forge
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_files(request: HttpRequest) -> HttpResponse:
    """Add a file, look at it under the grid, black out squares, take it back."""
    if request.method != "POST":
        return redirect("receipt")
    if _length(request) > MOST_READ:
        return render(request, "413.html", {"section": "receipt"}, status=413)
    return _files_of(request)


@with_submission
def _files_of(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The files under the code that was posted."""
    answer = {"status": 200}
    try:
        _act(request, submission, answer)
    except AlreadyDecided:
        submission.refresh_from_db()
        answer |= {"problem": _("This contribution was decided meanwhile."),
                   "status": 409}  # fmt: skip
    except attachments.Changed:
        answer |= {"problem": _("This file changed meanwhile. Look at it again."), "status": 409}
    except Refused as refused:
        answer |= {"problem": str(refused), "status": 503}
    return _show(request, submission, answer)


def _act(request, submission: Submission, answer: dict) -> None:
    """Do what the page asks; `answer` collects what to show."""
    action, data = request.POST.get("action", ""), request.POST
    if action == "add":
        _add(request, submission, answer)
    elif action == "remove":
        attachments.remove(submission, _number(data.get("file")))
        answer["notice"] = _("The file is erased.")
    elif action in ("mask", "show") or "zoom" in data:
        attachment = submission.attachments.filter(position=_number(data.get("file"))).first()
        if attachment is None:
            raise attachments.Changed
        answer["shown"], answer["part"] = attachment, data.get("zoom", data.get("part", ""))
        ticked = data.getlist("square")
        if action == "mask" and not ticked:
            answer |= {"problem": _("Tick at least one square."), "status": 422}
        elif ticked:
            answer["notice"] = _mask(attachment, data, ticked)


def _add(request, submission: Submission, answer: dict) -> None:
    form = UploadForm(request.POST, request.FILES, use_required_attribute=False)
    answer["form"] = form
    if not form.is_valid():
        answer["status"] = 413 if form.too_large else 422
        return
    try:
        data = form.cleaned_data["file"].read()
        attachment, is_new = attachments.add(submission, data, form.cleaned_data["caption"])
    except Refused as refused:
        form.add_error("file", [refused.reason, refused.advice])
        answer["status"] = 503 if refused.code in RETRY_AFTER else 422
        answer["retry"] = RETRY_AFTER.get(refused.code)
        return
    del answer["form"]
    answer |= {"shown": attachment, "added": is_new, "sent": True}


def _mask(attachment: Attachment, data, ticked: list[str]) -> str:
    grid = Grid.of(attachment.width, attachment.height, data.get("part", ""))
    count = attachments.mask(attachment, data.get("name", ""), grid, ticked)
    return ngettext(
        "%(n)d square is black now, in the file itself.",
        "%(n)d squares are black now, in the file itself.", count,
    ) % {"n": count}  # fmt: skip


def _show(request, submission: Submission, answer: dict) -> HttpResponse:
    code = receipts.normalise(request.POST.get("code", ""))
    shown = answer.get("shown")
    if shown and submission.is_open:
        try:
            answer["masking"] = masking_of(shown, answer.get("part", ""))
        except (Refused, FileNotFoundError):
            answer.setdefault(
                "problem",
                _(
                    "The picture cannot be shown at this moment. It is kept: open "
                    "this page again later."
                ),
            )
    context = {
        "submission": submission,
        "code": " ".join(code[i : i + 4] for i in range(0, len(code), 4)),
        "section": "receipt",
        **answer,
    }
    response = render(request, "contribute/files.html", context, status=answer["status"])
    if answer.get("masking"):
        response._csp_update = WITH_PICTURE  # what csp.decorators.csp_update sets, here alone
    if answer["status"] == 503:
        response.headers["Retry-After"] = str(answer.get("retry") or RETRY_AFTER["busy"])
    return response


def _length(request) -> int:
    """How much is sent, as the request says; what says nothing sends nothing."""
    sent = request.headers.get("Content-Length") or ""
    return int(sent) if sent.isascii() and sent.isdecimal() else 0


def _number(sent) -> int:
    return int(sent) if sent and sent.isascii() and sent.isdecimal() and len(sent) < 5 else 0
