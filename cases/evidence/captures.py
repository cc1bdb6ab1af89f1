"""Copies of sources: taking one, erasing them, proving that their files are whole."""

import datetime
import hashlib
from collections.abc import Iterator

from django.db import transaction

from cases.legal_basis import basis_of
from cases.models import Capture, DataVersion, Entry, Source
from cases.moderation.personal import traces_of_people
from cases.text import summarise

from . import capture_files, sandbox
from .fetch import Page, Stopped, Why
from .limits import Refused

KEPT_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
READ_TYPES = KEPT_TYPES[:3]
MOST_READ = 10_000_000  # bytes of a page whose text is read
EXCERPT = 300
BEGINNING = 2_000  # characters of which the excerpt is made


def sources_with_address():
    """Sources that can be read on the web: neither merged nor withdrawn, in the order of entry."""
    live = Source.objects.filter(entry__merged_into=None, entry__withdrawn_on=None)
    return live.exclude(url="").select_related("entry", "kind__term").order_by("pk")


def copy_of(source: Source) -> Capture | None:
    """The last copy of a source at the address that it has today."""
    copies = Capture.objects.filter(entry=source.entry, url=source.url)
    return copies.order_by("-number").first()


def keep(source: Source, page: Page, day: datetime.date, *, again: bool = False) -> Capture | None:
    """Store a page as a copy of this source; None where another worker was first.

    The files are on the disk before the row that names them, both under the lock that orders
    public changes, so that nobody takes them for orphans meanwhile. Raises Stopped for a type
    that is not kept, storage.NoSpace on a full disk.
    """
    last = page.last
    if last.content_type not in KEPT_TYPES:
        raise Stopped(Why.TYPE, last.content_type)
    text = text_of(page) or ""
    warc = capture_files.warc_of(page, day.isoformat())
    with transaction.atomic():
        DataVersion.advance()
        before = copy_of(source)
        if before and (not again or (before.day, before.sha256) == (day, digest_of(page))):
            return None
        if not sources_with_address().filter(pk=source.pk).exists():  # withdrawn meanwhile
            return None
        return Capture.objects.create(
            entry=source.entry,
            number=_next_number(source.entry),
            day=day,
            url=source.url,
            final_url=page.final_url,
            status=last.status,
            content_type=last.content_type,
            sha256=digest_of(page),
            size=len(last.body),
            warc=capture_files.store(warc, ".warc.gz"),
            text_file=capture_files.store(text.encode(), ".txt") if text else "",
            excerpt=excerpt_of(text),
            legal_basis=basis_of(source),
        )


def _next_number(entry: Entry) -> int:
    last = Capture.objects.filter(entry=entry).order_by("-number").first()
    return last.number + 1 if last else 1


def text_of(page: Page) -> str | None:
    """The readable text of a page; empty for a PDF, None where the child process gave up."""
    last = page.last
    if last.content_type not in READ_TYPES or not 0 < len(last.body) <= MOST_READ:
        return ""
    charset = last.header("content-type").lower().partition("charset=")[2]
    charset = charset.partition(";")[0].strip("\"' ")[:40]
    try:
        return sandbox.page_text(last.body, last.content_type, charset)
    except Refused:
        return None


def excerpt_of(text: str) -> str:
    """The first words, as much as may be quoted, without the lines that may name a person.

    Nobody has read them yet, so a line that moderators would be warned of is left out.
    """
    lines = text[:BEGINNING].split("\n")
    lines = ["[…]" if any(traces_of_people([line])) else line for line in lines]
    return summarise(" ".join(" ".join(lines).split()), EXCERPT - 1)[:EXCERPT] if text else ""


def digest_of(page: Page) -> str:
    """SHA-256 of the page, unpacked."""
    return hashlib.sha256(page.last.body).hexdigest()


def erase_captures(entry: Entry) -> int:
    """Erase every copy of a source for good, rows and files; how many there were.

    For lawful erasure: nothing is kept, what the checks found of the original included. Inside a
    transaction the files go once it is committed.
    """
    with transaction.atomic():
        DataVersion.advance()
        rows = Capture.objects.filter(entry=entry)
        names = {name for pair in rows.values_list("warc", "text_file") for name in pair}
        number, _by_model = rows.delete()
        entry.link_checks.all().delete()
        transaction.on_commit(lambda: _erase_unnamed(names - {""}))
    return number


def erase_orphans() -> int:
    """Erase the files that no row names: those of a worker stopped between file and row."""
    return _erase_unnamed(set(capture_files.all_names()), drafts=True)


def _erase_unnamed(names: set[str], *, drafts: bool = False) -> int:
    """Erase those of the files that no row names, while nobody writes a file or a row."""
    with transaction.atomic():
        DataVersion.objects.select_for_update().filter(pk=1).first()
        named = {n for pair in Capture.objects.values_list("warc", "text_file") for n in pair}
        for name in names - named:
            capture_files.erase(name)
        if drafts:
            capture_files.erase_drafts()
    return len(names - named)


def missing_or_altered() -> Iterator[str]:
    """Files of captures that are not on the disk as they were stored, one sentence each."""
    rows = Capture.objects.select_related("entry").defer("published_text").order_by("pk")
    for capture in rows.iterator(500):
        for name in filter(None, (capture.warc, capture.text_file)):
            if not capture_files.is_intact(name):
                where = f"{capture.entry.reference}: capture {capture.number}"
                yield f"{where}: its file {name} is missing or altered"
