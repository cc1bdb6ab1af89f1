"""Two people erase: one asks, after seeing every place; another confirms. It cannot be undone.

An administrator who is alone may erase at once; somebody else then looks at it.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.intake.models import ErasureRequest
from cases.models import DataVersion, Entry

from . import audit
from .erase import erase
from .to_erase import CannotErase, target_of

State = ErasureRequest.State


def ask(entry: Entry, moderator, **asked) -> ErasureRequest:
    """Keep a request for a second person; `asked` are its columns. Raises CannotErase."""
    with transaction.atomic():
        target_of(entry, asked["path"])
        request = ErasureRequest.objects.create(
            record=entry.reference, moderator=moderator, day=timezone.localdate(), **asked
        )
        audit.write(moderator, "ask erasure", entry.reference, asked["path"][:200])
        return request


def confirm(request: ErasureRequest, moderator) -> None:
    """A second person erases what the first one asked for. Raises CannotErase or Refused."""
    with transaction.atomic():
        DataVersion.advance()
        others = ErasureRequest.objects.exclude(moderator=moderator)
        if not _move(others, request, State.DONE, moderator):
            raise CannotErase(_("Somebody else than the person who asked confirms, once."))
        _carry_out(request, moderator)


def erase_alone(entry: Entry, moderator, **asked) -> ErasureRequest:
    """One administrator erases at once. Raises CannotErase or Refused."""
    with transaction.atomic():
        DataVersion.advance()
        request = ask(entry, moderator, alone=True, state=State.DONE, **asked)
        _carry_out(request, moderator)
        return request


def drop(request: ErasureRequest, moderator) -> None:
    """It is not erased: whoever asked takes it back, or somebody else turns it down."""
    with transaction.atomic():
        if _move(ErasureRequest.objects.all(), request, State.DROPPED, moderator):
            audit.write(moderator, "drop erasure", request.record)


def see(request: ErasureRequest, moderator) -> None:
    """A second pair of eyes, afterwards, on what one administrator erased alone."""
    with transaction.atomic():
        alone = ErasureRequest.objects.filter(pk=request.pk, alone=True, seen_on=None)
        seen = alone.exclude(moderator=moderator).update(
            seen_by=moderator, seen_on=timezone.localdate()
        )
        if not seen:
            raise CannotErase(_("Somebody else than the person who erased looks at it, once."))
        audit.write(moderator, "see erasure", request.record)


def _move(requests, request: ErasureRequest, state: str, moderator) -> bool:
    """One UPDATE that only one of two people can win."""
    asked = requests.filter(pk=request.pk, state=State.ASKED)
    return bool(asked.update(state=state, seen_by=moderator, seen_on=timezone.localdate()))


def _carry_out(request: ErasureRequest, moderator) -> None:
    kind, slug = request.record.split("/", 1)
    erase(
        Entry.objects.get(kind=kind, slug=slug), request.path, moderator, request.reason,
        request.ground, request.neutral, request.first, request.last,
    )  # fmt: skip
