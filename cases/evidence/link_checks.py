"""What is found today where a source was published, beside what was copied there."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max, Q

from cases.models import Capture, DataVersion, LinkCheck, Source

from . import capture_files
from .captures import copy_of, digest_of, keep, sources_with_address, text_of
from .fetch import CAPTURE, CHECK, Fetcher, Page, Stopped, Why
from .page_text import MOST_TEXT

Outcome = LinkCheck.Outcome
GONE = (404, 410)
# After a copy was refused, ours or theirs, it is asked for again only so many days later.
PATIENCE = datetime.timedelta(days=30)


@dataclass
class Found:
    """What one look at a source gave; `sha256` differs from the copy's where bytes do."""

    outcome: Outcome
    reason: str = ""
    status: int = 0
    final_url: str = ""
    sha256: str = ""


def to_archive(day: datetime.date, *, again: bool = False):
    """Sources to copy: without a copy, and not found impossible today or refused of late."""
    sources = sources_with_address()
    if again:
        return sources
    latest = LinkCheck.objects.values("entry").annotate(last=Max("pk")).values("last")
    tried = LinkCheck.objects.filter(pk__in=latest)
    refused = [Outcome.REFUSED, Outcome.OPTED_OUT]
    waiting = tried.filter(Q(day=day) | Q(outcome__in=refused, day__gt=day - PATIENCE))
    same_address = waiting.filter(url=F("entry__source__url"))  # a new address is tried at once
    copied = Capture.objects.filter(url=F("entry__source__url"))
    sources = sources.exclude(pk__in=copied.values("entry"))
    return sources.exclude(pk__in=same_address.values("entry"))


def to_check(day: datetime.date, older_than: int = 0):
    """Sources to look at: not looked at for so many days, 0 for all."""
    fresh = LinkCheck.objects.filter(day__gt=day - datetime.timedelta(days=older_than))
    sources = sources_with_address()
    return sources.exclude(pk__in=fresh.values("entry")) if older_than else sources


def archive(source: Source, fetcher: Fetcher, day: datetime.date, *, again=False) -> Found | None:
    """Copy one source, or note why not; None where another worker was first."""
    try:
        page = fetcher.fetch(source.url, CAPTURE)
        if page.last.status != 200:
            return _note(source, day, _of_status(page))
        if keep(source, page, day, again=again) is None:
            return None
    except Stopped as stopped:
        return _note(source, day, _of_stop(source, stopped, day))
    return _note(source, day, Found(Outcome.SAME, "", 200, page.final_url, digest_of(page)))


def check(source: Source, fetcher: Fetcher, day: datetime.date) -> Found:
    """Look at one source, and note what was found."""
    capture = copy_of(source)
    large = capture is not None and capture.size > CHECK.bytes // 2
    try:
        page = fetcher.fetch(source.url, CAPTURE if large else CHECK)
        found = _compare(page, capture) if page.last.status == 200 else _of_status(page)
    except Stopped as stopped:
        found = _of_stop(source, stopped, day)
    return _note(source, day, found)


def _compare(page: Page, capture: Capture | None) -> Found:
    """Changed when the readable text differs; where there is none, when the bytes do."""
    found = Found(Outcome.SAME, "", 200, page.final_url, digest_of(page))
    if capture is None:
        found.outcome = Outcome.THERE
    elif found.sha256 != capture.sha256:
        before = capture_files.read_text(capture.text_file) if capture.text_file else ""
        now = text_of(page)
        if before and now is None:  # it answers; what it says could not be read this time
            found.outcome = Outcome.THERE
        # A text that was cut cannot say that what was cut is the same.
        elif not before or len(before) >= MOST_TEXT or now != before:
            found.outcome = Outcome.CHANGED
    return found


def _of_status(page: Page) -> Found:
    """404 and 410 say that it is gone; any other error, that it cannot be read today."""
    status = page.last.status
    outcome = Outcome.VANISHED if status in GONE else Outcome.UNREACHABLE
    return Found(outcome, Why.STATUS, status, page.final_url)


def _of_stop(source: Source, stopped: Stopped, day: datetime.date) -> Found:
    if stopped.why == Why.SIZE and copy_of(source):
        return Found(Outcome.THERE, stopped.why)  # it answers, but is too large for a check
    if stopped.is_ours:
        return Found(Outcome.REFUSED, stopped.why)
    if stopped.is_theirs:
        return Found(Outcome.OPTED_OUT, stopped.why)
    if stopped.why == Why.NO_HOST and _had_no_host_before(source, day):
        return Found(Outcome.VANISHED, stopped.why)
    return Found(Outcome.UNREACHABLE, stopped.why)


def _had_no_host_before(source: Source, day: datetime.date) -> bool:
    """True when the name was unknown on an earlier day too: once, the fault may be ours."""
    last = _last_check(source)
    return last is not None and last.reason == Why.NO_HOST and last.since < day


def _last_check(source: Source) -> LinkCheck | None:
    """What was last found at the address that the source has today."""
    checks = LinkCheck.objects.filter(entry=source.entry, url=source.url)
    return checks.order_by("-pk").first()


def _note(source: Source, day: datetime.date, found: Found) -> Found:
    """Keep what was found: a new row where it differs, else the last row reaches to this day."""
    with transaction.atomic():
        DataVersion.advance()
        last = _last_check(source)
        told = {**vars(found), "url": source.url}
        if last and all(getattr(last, name) == value for name, value in told.items()):
            LinkCheck.objects.filter(pk=last.pk).update(day=max(day, last.day))
        else:
            since = last.since if last and last.outcome == found.outcome else day
            LinkCheck.objects.create(entry=source.entry, since=since, day=day, **told)
    return found
