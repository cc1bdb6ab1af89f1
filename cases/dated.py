"""What a record stated at the end of a day, or at one revision: for the addresses with `?at=`."""

import datetime
import re

from django.utils import timezone

from cases.models import Entry, Revision
from cases.readable import Reader

NUMBER = re.compile(r"r?([0-9]{1,6})")


class NotADay(Exception):
    """What was given is neither a day nor the number of a revision, or lies in the future."""


def revision_at(entry: Entry, typed: str) -> Revision | None:
    """The revision in force at the end of a day (`2026-11-22`), or of a number (`r3` or `3`).

    None before the first one. Raises NotADay.
    """
    revisions = entry.revisions.order_by("-number")
    if number := NUMBER.fullmatch(typed) if typed.isascii() else None:
        return revisions.filter(number=int(number[1])).first()
    try:
        day = datetime.date.fromisoformat(typed)
    except ValueError:
        raise NotADay from None
    if day.isoformat() != typed or day > timezone.localdate():
        raise NotADay
    return revisions.filter(day__lte=day).first()


def erased_fields(revision: Revision, reader: Reader) -> list[str]:
    """The words for the fields that were erased since: committed to, and no longer there."""
    gone = [name for name in reader.names() if name in revision.commitments]
    return [reader.line(name, None).label for name in gone if name not in revision.snapshot]
