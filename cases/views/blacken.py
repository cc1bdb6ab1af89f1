"""Moderators black out parts of a public file: squares of a page, words on all pages."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import history
from cases.evidence.grid import Grid
from cases.evidence.limits import Refused
from cases.forms.files import BlackWordsForm
from cases.models import DocumentPage, SourceFile
from cases.moderation import blacken, masking
from cases.moderation.attachments import Changed
from cases.moderation.roles import allowed

from .receipt_files import WITH_PICTURE


@allowed("files")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def public_file(request: HttpRequest, slug: str, key) -> HttpResponse:
    """A public file under the grid. What is sent replaces it, through the door."""
    file = _file(slug, key)
    form, problem, status = words_form(request), "", 200
    if request.method == "POST":
        try:
            problem, status = _act(request, file, form)
        except Changed:
            problem, status = _("This file changed meanwhile. Look at it again."), 409
        except (blacken.CannotBlacken, history.Refused) as refused:
            problem, status = str(refused), 422
        except Refused as refused:
            problem, status = str(refused), 503
        if not problem:
            return redirect(
                shown(reverse("moderation-blacken", args=[slug, key]), request, pages_of(file))
            )
        file = _file(slug, key)
    context = {
        "entry": file.source.entry, "file": file, "blackening": form, "problem": problem,
        "moderator": request.user, "messages": messages.get_messages(request),
        "section": "moderation", "pages": pages_of(file),
    }  # fmt: skip
    try:
        context["masking"] = under_grid(file, request)
    except (Refused, FileNotFoundError):
        context["problem"] = problem or _(
            "The picture cannot be shown at this moment. It is kept: open this page again later."
        )
    response = render(request, "moderation/blacken.html", context, status=status)
    if context.get("masking"):
        response._csp_update = WITH_PICTURE
    return response


def under_grid(file, request) -> masking.Masking:
    """The page or the picture that the address, or what was sent, asks for."""
    asked = request.POST if request.method == "POST" else request.GET
    part = asked.get("part", "")
    if file.name.endswith(".pdf"):
        return masking.page_under_grid(file, page_asked(asked, pages_of(file)), part)
    return masking.picture_under_grid(file, part)


def page_asked(asked, pages: int | None) -> int:
    """The page of a document that a form or an address names; the nearest that there is."""
    typed = asked.get("page", "")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
    return max(1, min(number, pages or 1))


def words_form(request) -> BlackWordsForm:
    """The form of words, with what was typed in it."""
    sent = request.method == "POST" and request.POST.get("action") == "words"
    return BlackWordsForm(request.POST if sent else None, use_required_attribute=False)


def pages_of(file) -> int:
    """How many pages a file has; 0 for a picture."""
    return file.pages or DocumentPage.objects.filter(name=file.name).count()


def made_of(request, file, form: BlackWordsForm) -> blacken.Blackened | None:
    """The file with what was sent blacked out; nothing where there is nothing to do."""
    data, ticked = request.POST, request.POST.getlist("square")
    if data.get("name", "") != file.name:
        raise Changed
    try:
        if form.is_bound and file.name.endswith(".pdf"):
            return blacken.words(file, form.cleaned_data["words"]) if form.is_valid() else None
        if not ticked and "zoom" in data:
            return None
        page = page_asked(data, pages_of(file))
        return blacken.squares(file, page, data.get("part", ""), ticked)
    except FileNotFoundError:  # taken away at this moment
        raise Changed from None


def shown(address: str, request, pages: int | None) -> str:
    """The address of the page and the part that is to be seen next."""
    part = request.POST.get("zoom", request.POST.get("part", ""))[:3]
    asked = [f"page={page_asked(request.POST, pages)}"] if pages else []
    asked += [f"part={part}"] if Grid.of(1, 1, part).part else []
    return f"{address}?{'&'.join(asked)}" if asked else address


def _act(request, file: SourceFile, form: BlackWordsForm) -> tuple[str, int]:
    """Do what the page asks; what is wrong in words, and the status."""
    made = made_of(request, file, form)
    if form.errors:
        return _("Correct the fields marked below."), 422
    if made:
        blacken.in_public(file, request.POST["name"], made, request.user)
        for line in made.in_words():
            messages.success(request, line)
    return "", 200


def _file(slug: str, key) -> SourceFile:
    """The file of a live source with this key; Http404 for anything else."""
    rows = SourceFile.objects.filter(
        key=key, source__entry__slug=slug, source__entry__withdrawn_on=None,
        source__entry__merged_into=None,
    )  # fmt: skip
    file = rows.select_related("source__entry").first()
    if file is None:
        raise Http404
    return file
