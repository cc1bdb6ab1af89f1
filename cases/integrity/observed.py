"""What no revision states, for a machine saw it or the log of decisions says it: rules it keeps.

It has no digest, so a value that breaks no rule is not seen; docs/operating.md says which.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Max, Min

from cases.kinds import KINDS
from cases.models import Capture, Decision, DocumentPage, Entry, Gap, LinkCheck, Revision, WikiLink
from cases.models.capture import LegalBasis

from . import clock

CHUNK = 500
NEVER = datetime.date.max
SHA256 = re.compile("[0-9a-f]{64}")


def problems() -> Iterator[str]:
    """Copies, link checks, decisions and pages of documents that cannot be so."""
    first = dict(Revision.objects.filter(number=1).values_list("entry", "day"))
    days_follow = not clock.was_wrong()
    yield from _captures(first, days_follow)
    yield from _link_checks(first, days_follow)
    yield from _decisions()
    yield from _document_pages()
    yield from _derived_of_no_record()


def _captures(first: dict, days_follow: bool) -> Iterator[str]:
    """Copies are of sources, numbered from 1, and only opened where the law lets them be."""
    numbers = Counter()
    rows = Capture.objects.select_related("entry").order_by("entry", "number")
    for capture in rows.iterator(CHUNK):
        where = f"{capture.entry.reference}: capture {capture.number}"
        numbers[capture.entry_id] += 1
        if capture.number != numbers[capture.entry_id]:
            yield f"{where}: {numbers[capture.entry_id]} was expected"
        published = first.get(capture.entry_id, NEVER)
        if capture.entry.kind != "source" or (days_follow and capture.day < published):
            yield f"{where}: it is no source, or was copied before it was published"
        if bad := _bad_choice(capture):
            yield f"{where}: {bad} cannot be so"
        if not SHA256.fullmatch(capture.sha256) or not _is_address(capture.url, capture.final_url):
            yield f"{where}: a digest or an address is none"
        if (capture.opened_on is None) != (not capture.published_text):
            yield f"{where}: its text is public and was not opened, or the reverse"
        if capture.opened_on and (
            capture.legal_basis == LegalBasis.PRIVATE
            or (days_follow and capture.opened_on < capture.day)
        ):
            yield f"{where}: its text could not be opened on that day or basis"


def _link_checks(first: dict, days_follow: bool) -> Iterator[str]:
    """What was found at addresses: of sources, from a day to a later one."""
    for check in LinkCheck.objects.select_related("entry").iterator(CHUNK):
        where = f"{check.entry.reference}: link check {check.pk}"
        if bad := _bad_choice(check):
            yield f"{where}: {bad} cannot be so"
        follow = first.get(check.entry_id, NEVER) <= check.since <= check.day
        if check.entry.kind != "source" or (days_follow and not follow):
            yield f"{where}: it is no source, or its days cannot be so"
        if not _is_address(check.url) or (check.sha256 and not SHA256.fullmatch(check.sha256)):
            yield f"{where}: a digest or an address is none"


def _decisions() -> Iterator[str]:
    """The words of the log are those it knows, and nothing waits that is yet to come."""
    for line in Decision.objects.order_by("pk").iterator(CHUNK):
        where = f"decision {line.pk}"
        if bad := _bad_choice(line):
            yield f"{where}: {bad} cannot be so"
        if set(line.kinds.split()) - set(KINDS):
            yield f"{where}: there are no such kinds"
        if line.oldest_on and line.oldest_on > line.day:
            yield f"{where}: what waited was received later"


def _document_pages() -> Iterator[str]:
    """Pages of a document are numbered from 1, each once."""
    counted = DocumentPage.objects.order_by().values("name")
    counted = counted.annotate(n=Count("pk"), low=Min("number"), high=Max("number"))
    for one in counted:
        if (one["low"], one["high"]) != (1, one["n"]):
            yield f"{one['name']}: its pages are not numbered in order"


def _derived_of_no_record() -> Iterator[str]:
    """Nothing lacks, and no text links, where no revision states a record."""
    stated = Entry.objects.live().filter(revisions__number=1)
    for model, what in ((Gap, "missing facts"), (WikiLink, "links of a text")):
        for row in model.objects.exclude(entry__in=stated).select_related("entry"):
            yield f"{row.entry.reference}: {what} of a record that states nothing"


def _bad_choice(row) -> str:
    """The first column whose value is none of its choices."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.choices and value != "" and value not in dict(field.flatchoices):
            return field.name
    return ""


def _is_address(*urls: str) -> bool:
    return all(url.startswith(("http://", "https://")) for url in urls)
