"""Opening and closing the readable copy of a source. Who did it is for moderators alone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.evidence import capture_files
from cases.evidence.captures import excerpt_of
from cases.intake.models import CaptureOpening
from cases.legal_basis import basis_of
from cases.models import Capture, DataVersion, LegalBasis

from . import audit


class CannotOpen(Exception):
    """A copy that stays closed; the message says why."""


def ready(capture: Capture) -> Capture:
    """The capture with its legal basis as the source states it today."""
    source = getattr(capture.entry, "source", None)
    if source is not None:
        capture.legal_basis = basis_of(source)
    return capture


def why_closed(capture: Capture) -> str:
    """Why this copy cannot be opened; empty when it can."""
    if not capture.entry.is_live:
        return _("The source was withdrawn or merged.")
    if capture.legal_basis == LegalBasis.PRIVATE:
        return _(
            "Press and publications stay closed: the copy is a private one, kept as evidence. "
            "If the source is an official act or under an open licence, correct its kind or its "
            "licence first."
        )
    if not capture.text_file:
        return _("No text could be read from this copy.")
    return ""


def original_text(capture: Capture) -> str:
    """The text as it was captured; empty where there is none."""
    return capture_files.read_text(capture.text_file) if capture.text_file else ""


def open_capture(pk: int, user, text: str) -> Capture:
    """Publish this text of a copy. Raises CannotOpen, or Capture.DoesNotExist once erased."""
    with transaction.atomic():
        DataVersion.advance()
        capture = ready(Capture.objects.select_for_update().select_related("entry").get(pk=pk))
        if problem := why_closed(capture):
            raise CannotOpen(problem)
        text = text.replace("\r\n", "\n").strip()
        if not text:
            raise CannotOpen(_("Nothing is left to publish."))
        capture.masked = text != original_text(capture)
        capture.published_text, capture.excerpt = text, excerpt_of(text)
        capture.opened_on = timezone.localdate()
        capture.save(update_fields=["legal_basis", "masked", "published_text", "excerpt",
                                    "opened_on"])  # fmt: skip
        _log(capture, user, opened=True)
    return capture


def close_capture(pk: int, user) -> Capture:
    """Take the text of a copy off the site. Raises Capture.DoesNotExist once erased.

    The excerpt stays as it was published: what was masked in it must not come back.
    """
    with transaction.atomic():
        DataVersion.advance()
        capture = Capture.objects.select_for_update().select_related("entry").get(pk=pk)
        if capture.opened_on:
            capture.opened_on, capture.published_text = None, ""
            capture.save(update_fields=["opened_on", "published_text"])
            _log(capture, user, opened=False)
    return capture


def acts_on(capture: Capture):
    """Who opened and closed it, newest first."""
    return CaptureOpening.objects.filter(capture=capture.pk)


def _log(capture: Capture, user, *, opened: bool) -> None:
    CaptureOpening.objects.create(capture=capture.pk, day=timezone.localdate(), who=user.username,
                                  opened=opened, masked=opened and capture.masked)  # fmt: skip
    what = "capture-opened" if opened else "capture-closed"
    detail = capture.get_legal_basis_display() if opened else ""
    audit.write(user, what, f"{capture.entry.reference}/{capture.number}", str(detail))
