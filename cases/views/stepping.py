"""A new record asked step by step: each page carries all that was typed, and nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from cases.forms.contribution import Contribution
from cases.forms.one_more import MORE
from cases.forms.steps import (
    READ_AGAIN,
    Step,
    carried,
    steps_of,
    titles_of,
    wanted_step,
)
from cases.moderation.manner import TRAP

from . import sending


def answer(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    """The step asked for, or the first before it in which something is to correct."""
    steps, data = steps_of(contribution), request.POST
    if MORE in data:
        wanted = min(wanted_step({"step": data.get("shown", "")}), len(steps))
        return show(request, contribution, steps[wanted - 1])
    wanted = wanted_step(data)
    contribution.is_valid()
    for step in steps[: wanted - 1]:
        if errors := step.errors():
            return show(request, contribution, step, errors)
    if wanted == READ_AGAIN:
        return kept_by_the_browser(sending.show_preview(request, contribution))
    return show(request, contribution, steps[wanted - 1])


def show(
    request: HttpRequest, contribution: Contribution, step: Step, errors: list | None = None
) -> HttpResponse:
    """One step, with what the others hold."""
    carries = carried(contribution, step)
    context = sending.form_context(request, contribution, errors or []) | {
        "step": step,
        "in_step": True,
        "titles": titles_of(contribution.kind),
        "number": step.number,
        "carried": [(name, value) for name, value in carries if name not in NOT_CARRIED],
    }
    status = 422 if errors else 200
    return kept_by_the_browser(render(request, "contribute/step.html", context, status=status))


NOT_CARRIED = (*sending.NOT_TYPED, TRAP, "code")  # these have an input of their own on the page


def kept_by_the_browser(response: HttpResponse) -> HttpResponse:
    """The browser's own Back shows the page again, as typed, instead of asking to send again.

    Nobody between the two may keep it (see docs/decisions/0014).
    """
    patch_cache_control(response, private=True, max_age=0)
    return response
