"""Files of a contribution, for moderators: blurred until opened on purpose, masked, refused."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.evidence import sandbox, storage
from cases.evidence.grid import Grid
from cases.evidence.limits import Refused
from cases.evidence.types import Type
from cases.forms.files import CaptionForm, RefuseFileForm
from cases.intake.models import Attachment
from cases.moderation import attachments, blacken
from cases.moderation.decide import AlreadyDecided
from cases.moderation.roles import allowed, may_decide

from .blacken import made_of, pages_of, shown, under_grid, words_form
from .files import POLICY, served
from .receipt_files import WITH_PICTURE

BLURRED_SIDE = 160
UNCACHED = "no-store, private"


@allowed("files")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_file(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """One file, opened on purpose: black it out, correct its caption, refuse it, undo that."""
    attachment = _attachment(pk, position)
    forms = {
        "captioning": CaptionForm(initial={"caption": attachment.caption}),
        "refusing": RefuseFileForm(use_required_attribute=False),
        "blackening": words_form(request),
    }
    problem, status = "", 200
    if request.method == "POST":
        if not may_decide(request.user, attachment.submission):
            raise PermissionDenied
        try:
            problem = _act(request, attachment, forms)
            status = 422
        except AlreadyDecided:
            problem, status = (
                _("This contribution was decided, or changed, since you opened it."),
                409,
            )
        except attachments.Changed:
            problem, status = _("This file changed meanwhile. Look at it again."), 409
        except blacken.CannotBlacken as refused:
            problem, status = str(refused), 422
        except Refused as refused:
            problem, status = str(refused), 503
        if not problem:
            address = reverse("moderation-file", args=[pk, position])
            return redirect(shown(address, request, pages_of(attachment)))
        attachment = _attachment(pk, position)
    return _show(request, attachment, forms, problem, status)


@allowed("files")
@require_safe
def review_file_raw(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """The cleaned file itself, kept by no cache; one that was refused is not shown again."""
    attachment = _attachment(pk, position)
    if attachment.state == Attachment.State.REFUSED:
        raise Http404
    kind = Type(attachment.type)
    filename = f"contribution-{pk}-{position}{kind.extension}"
    return served(request, storage.open_file, attachment.name, kind, filename, UNCACHED)


@allowed("files")
@require_safe
def review_file_blurred(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """A small preview in which nobody can be recognised."""
    attachment = _attachment(pk, position)
    if attachment.type == "pdf" or attachment.state == Attachment.State.REFUSED:
        raise Http404
    try:
        small = sandbox.preview(storage.read(attachment.name), BLURRED_SIDE, blurred=True)
    except (Refused, FileNotFoundError):
        raise Http404 from None
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": UNCACHED}
    return HttpResponse(small.data, content_type=Type.JPEG.content_type, headers=headers)


@allowed("read")
@never_cache
@require_safe
def illegal(request: HttpRequest) -> HttpResponse:
    """What to do with an illegal image."""
    context = {"moderator": request.user, "section": "moderation"}
    return render(request, "moderation/illegal.html", context)


def _attachment(pk: int, position: int) -> Attachment:
    files = Attachment.objects.select_related("submission")
    return get_object_or_404(files, submission=pk, position=position)


def _act(request, attachment: Attachment, forms: dict) -> str:
    """Do what the page asks; what is missing, in words."""
    action, data, ticked = request.POST.get("action"), request.POST, request.POST.getlist("square")
    if action == "caption":
        forms["captioning"] = form = CaptionForm(data)
        if not form.is_valid():
            return _("Correct the fields marked below.")
        attachments.describe(attachment, request.user, form.cleaned_data["caption"])
        messages.success(request, _("The caption is changed."))
    elif action == "refuse":
        forms["refusing"] = form = RefuseFileForm(data, use_required_attribute=False)
        if not form.is_valid():
            return _("Correct the fields marked below.")
        attachments.refuse(attachment, request.user, form.cleaned_data["reason"])
        messages.success(request, _("The file is refused; the reason stands under the receipt."))
    elif action == "reinstate":
        attachments.reinstate(attachment, request.user)
        messages.success(request, _("The file is no longer refused."))
    elif attachment.type == "pdf":
        return _blacken(request, attachment, forms)
    elif ticked:
        _mask(request, attachment, ticked)
    elif action == "mask":
        return _("Tick at least one square.")
    return ""


def _blacken(request, attachment: Attachment, forms: dict) -> str:
    """Black out squares of one page of a PDF, or words on all of them."""
    made = made_of(request, attachment, forms["blackening"])
    if forms["blackening"].errors:
        return _("Correct the fields marked below.")
    if made:
        blacken.in_attachment(attachment, request.POST["name"], made, request.user)
        for line in made.in_words():
            messages.success(request, line)
    return ""


def _mask(request, attachment: Attachment, ticked: list[str]) -> None:
    data = request.POST
    grid = Grid.of(attachment.width, attachment.height, data.get("part", ""))
    count = attachments.mask(attachment, data.get("name", ""), grid, ticked, request.user)
    text = ngettext(
        "%(n)d square is black now, in the file itself.",
        "%(n)d squares are black now, in the file itself.", count,
    )  # fmt: skip
    messages.success(request, text % {"n": count})


def _show(request, attachment: Attachment, forms: dict, problem: str, status: int) -> HttpResponse:
    context = {
        "attachment": attachment,
        "submission": attachment.submission,
        "problem": problem,
        "moderator": request.user,
        "messages": messages.get_messages(request),
        "section": "moderation",
        "pages": pages_of(attachment),
        **forms,
    }
    context["is_closed"] = "closed" in request.GET  # to refuse it without looking at it
    try:
        if not context["is_closed"] and attachment.state == Attachment.State.RECEIVED:
            context["masking"] = under_grid(attachment, request)
    except (Refused, FileNotFoundError):
        context["problem"] = problem or _(
            "The picture cannot be shown at this moment. It is kept: open this page again later."
        )
    response = render(request, "moderation/file.html", context, status=status)
    if context.get("masking"):
        response._csp_update = WITH_PICTURE
    return response
