"""The steps that every contribution takes: the form, the preview, the receipt."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.evidence.storage import NoSpace
from cases.forms.contribution import Contribution
from cases.forms.one_more import MORE
from cases.forms.steps import (
    ON_ONE_PAGE,
    READ_AGAIN,
    SHOWN,
    STEP,
    errors_on,
    place_of,
    steps_of,
    titles_of,
    walks,
)
from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.moderation import (
    arrive,
    dialogue,
    form_tokens,
    questions,
    receipts,
    submit,
    throttle,
)
from cases.moderation.duplicates import possible_duplicates
from cases.moderation.half_typed import TELLING
from cases.moderation.manner import ANSWER, TRAP, UNASKED, manner_of, question_to_ask
from cases.readable import Line, Reader

# What a page sends that the next page does not carry on as typed.
NOT_TYPED = ("action", "use", STEP, SHOWN, MORE, "token", "base_number", ANSWER,
             UNASKED)  # fmt: skip
RETRY_AFTER = "3600"  # seconds: a full disk is seen to by a person


@dataclass(frozen=True)
class Shown:
    """What a page says beside the contribution itself."""

    notice: str = ""
    left: Iterable[Line] = ()  # what could not be carried to the record
    status: int = 200
    done: bool = False  # the notice says that something went well


def answer(
    request: HttpRequest, contribution: Contribution, corrected: Submission | None = None
) -> HttpResponse:
    """Errors, the form again, the preview, or the receipt.

    `corrected` is the contribution that this one takes the place of, under its receipt.
    """
    action = request.POST.get("action")
    if action == "edit" or (MORE in request.POST and not action):
        return show_form(request, contribution)
    if not contribution.is_valid():
        return show_form(request, contribution, errors=errors_on(steps_of(contribution)))
    if action == "send":
        return _send(request, contribution, corrected)
    return show_preview(request, contribution)


def show_form(
    request, contribution: Contribution, errors=(), shown: Shown | None = None
) -> HttpResponse:
    """The whole form on one page, with what was typed."""
    shown = shown or Shown()
    context = form_context(request, contribution, errors) | {
        "steps": steps_of(contribution),
        "notice": shown.notice,
        "left": shown.left,
        "titles": ON_ONE_PAGE,
        "number": 1,
    }
    status = 422 if errors else shown.status
    return render(request, "contribute/form.html", context, status=status)


def form_context(request, contribution: Contribution, errors) -> dict:
    """What the whole form and each of its steps need."""
    return {
        "contribution": contribution,
        "kind": contribution.kind,
        "errors": errors,
        "more": request.POST.get(MORE, ""),
        "code": request.POST.get("code", "")[:80],
        "trap": TRAP,
        "trapped": request.POST.get(TRAP, "")[:200],
        "token": _token(request),
        "telling": " ".join(TELLING),
        "section": "contribute",
    }


def show_preview(
    request, contribution: Contribution, shown: Shown | None = None, new_token: bool = False
) -> HttpResponse:
    """What will be public, what it may repeat, and the question when many are sending."""
    shown = shown or Shown()
    proposals = contribution.proposals()
    token = form_tokens.issue() if new_token else _token(request)
    key = throttle.key_of(request)
    in_steps = walks(contribution, request.POST)
    context = {
        "parts": _parts(contribution, proposals),
        "kind": contribution.kind,
        "in_steps": in_steps,
        "titles": titles_of(contribution.kind) if in_steps else ON_ONE_PAGE,
        "number": READ_AGAIN if in_steps else 2,
        "about": contribution.about,
        "delay": dict(contribution.about.fields["delay_weeks"].choices).get(
            contribution.about.cleaned_data["delay_weeks"] or "0"
        ),
        "duplicates": possible_duplicates(proposals),
        "left": shown.left,
        "typed": _typed(contribution.about.data),
        "token": token,
        "question": question_to_ask(token, key),
        "unasked": questions.unasked(token),
        "correcting": bool(request.POST.get("code")),
        "base_number": contribution.base_number,
        "notice": shown.notice,
        "done": shown.done,
        "section": "contribute",
    }
    return render(request, "contribute/preview.html", context, status=shown.status)


def _parts(contribution: Contribution, proposals) -> list[dict]:
    """Each record of the contribution in words, each line with where it is asked."""
    declared = {n: proposal.title for n, proposal in enumerate(proposals)}
    parts = []
    for position, proposal in enumerate(proposals):
        kind = KINDS[proposal.kind]
        main = contribution.main if position == contribution.position else None
        lines = Reader(kind, proposal.data, declared=declared).lines(proposal.data)
        lines = [(line, *place_of(kind, main, line.name)) for line in lines]
        parts.append({"kind": kind, "proposal": proposal, "lines": lines})
    return parts


def _send(request, contribution: Contribution, corrected: Submission | None) -> HttpResponse:
    token, key = request.POST.get("token", ""), throttle.key_of(request)
    if form_tokens.age_of(token) in (form_tokens.Age.EXPIRED, form_tokens.Age.FORGED):
        notice = _("This form had expired. Nothing is lost: check it and send it again.")
        return show_preview(request, contribution, Shown(notice), new_token=True)
    proposals, about = contribution.proposals(), contribution.about.cleaned_data
    manner = manner_of(request.POST, key)
    try:
        if corrected:
            arrive.correct(corrected, proposals, about, manner, key)
            return given(request, corrected, request.POST.get("code", ""), corrected=True)
        submission = arrive.receive(proposals, token, about, manner, key)
    except submit.Replayed:
        notice = _("You already sent this form with other content. Send again to add this as well.")
        return show_preview(request, contribution, Shown(notice), new_token=True)
    except dialogue.AlreadyDecided:
        notice = _("This contribution was decided meanwhile. Send yours as a new one.")
        return show_preview(request, contribution, Shown(notice, status=409))
    except dialogue.TooMany:
        notice = _("There are too many corrections here. Send a new contribution instead.")
        return show_preview(request, contribution, Shown(notice, status=422))
    except NoSpace:
        notice = _("This site has no room left for now, and nothing was kept. Save your text "
                   "and send it again later.")  # fmt: skip
        response = show_preview(request, contribution, Shown(notice, status=503))
        response.headers["Retry-After"] = RETRY_AFTER
        return response
    return given(request, submission, receipts.code_for(token))


def given(request, submission: Submission, code: str, corrected: bool = False) -> HttpResponse:
    """The receipt: what was sent is on the disk."""
    context = {
        "submission": submission,
        "code": receipts.in_groups(code),
        "corrected": corrected,
        "section": "contribute",
    }
    return render(request, "contribute/receipt_given.html", context)


def _token(request) -> str:
    """The token of the form being filled in, or a new one."""
    sent = request.POST.get("token", "")
    known = form_tokens.age_of(sent) in (form_tokens.Age.GOOD, form_tokens.Age.HASTY)
    return sent if known else form_tokens.issue()


def _typed(data) -> list[tuple[str, str]]:
    """Everything typed, to be carried by the next page."""
    return [
        (name, value) for name, values in data.lists() if name not in NOT_TYPED for value in values
    ]
