"""The public history: revisions of a record, comparisons, and the last changes of the register."""

from itertools import zip_longest

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import diffs
from cases.exchange import record_feeds
from cases.kinds import KINDS
from cases.lists import PAGE_SIZE, NoSuchPage, page_number
from cases.models import Revision
from cases.readable import Reader
from cases.recent import Changes, ChangesForm

from .guards import dear, with_entry

IN_FEED = 100


@require_safe
@with_entry
def record_history(request, kind, entry):
    """All revisions of a record, the last first; `?a=1&b=3` leads to their comparison."""
    chosen = [request.GET.get(name, "") for name in ("a", "b")]
    if all(number.isascii() and number.isdecimal() and len(number) < 7 for number in chosen):
        pair = sorted(map(int, chosen))
        return HttpResponseRedirect(reverse("record-compare", args=[kind.word, entry.slug, *pair]))
    revisions = list(entry.revisions.defer("snapshot", "salts").order_by("-number"))
    before = [one.number for one in revisions[1:]]
    pairs = list(zip_longest(revisions, before))
    context = {"kind": kind, "entry": entry, "revisions": revisions, "pairs": pairs}
    return render(request, "records/history.html", context)


@require_safe
@with_entry
def revision(request, kind, entry, number):
    """What a record stated at one revision."""
    chosen = get_object_or_404(entry.revisions, number=number)
    context = {
        "kind": kind,
        "entry": entry,
        "revision": chosen,
        "last": entry.revisions.order_by("-number").values_list("number", flat=True).first(),
        "lines": Reader(kind, chosen.snapshot).lines(chosen.snapshot),
        "erased": _erased(kind, entry, chosen),
    }
    return render(request, "records/revision.html", context)


@require_safe
@with_entry
def compare(request, kind, entry, first, second):
    """The fields that differ between two revisions of a record."""
    before = get_object_or_404(entry.revisions, number=first)
    after = get_object_or_404(entry.revisions, number=second)
    context = {
        "kind": kind,
        "entry": entry,
        "before": before,
        "after": after,
        "differences": list(_differences(kind, before, after)),
        "erased": _erased(kind, entry, before, after),
    }
    return render(request, "records/compare.html", context)


@require_safe
@dear
def changes(request):
    """The last public changes, of the kinds and of the territory asked for."""
    try:
        number = page_number(request.GET.get("page", "1"))
    except NoSuchPage:
        raise Http404 from None
    form = ChangesForm(request.GET)
    pages = Changes(form, PAGE_SIZE)
    is_understood = pages.is_understood
    if number > pages.num_pages:
        raise Http404
    page = pages.page(number)
    context = {
        "form": form,
        "page": page,
        "query": form.query() if is_understood else "",
        "canonical": form.query(number) if is_understood else "",
        "previous_url": (form.query(number - 1) or "?") if page.has_previous() else "",
        "next_url": form.query(number + 1) if page.has_next() else "",
    }
    return render(request, "changes.html", context)


@require_safe
@dear
def changes_feed(request):
    """The same changes as a feed, a hundred a page; a filter that says nothing is not found."""
    form = ChangesForm(request.GET)
    try:
        number = page_number(request.GET.get("page", "1"))
    except NoSuchPage:
        raise Http404 from None
    if not form.is_valid():
        raise Http404
    start = (number - 1) * IN_FEED
    found = list(form.changes()[start : start + IN_FEED + 1])
    if number > 1 and not found:
        raise Http404
    whole = request.build_absolute_uri
    more = whole(request.path) + form.query(number + 1) if len(found) > IN_FEED else ""
    feed = record_feeds.new_feed(
        _("Changes of the register"), whole(reverse("changes") + form.query()), whole(),
        timezone.localdate(), more,
    )  # fmt: skip
    for one in found[:IN_FEED]:
        word = KINDS[one.entry.kind].word
        path = reverse("record-revision", args=[word, one.entry.slug, one.number])
        record_feeds.add_revision(feed, one.entry, one, whole(path), whole("/"))
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _differences(kind, before: Revision, after: Revision):
    """Each field that differs, in words; nested rows one by one."""
    reader = Reader(kind, before.snapshot, after.snapshot)
    rows = {rows.name: rows for rows in kind.form.ROWS}
    for difference in diffs.compare(before.snapshot, after.snapshot):
        if difference.name not in before.snapshot or difference.name not in after.snapshot:
            continue  # erased from one of the two, which the page says; or a field of later years
        old, new = difference.before, difference.after
        if difference.name not in rows:
            was, now = reader.line(difference.name, old), reader.line(difference.name, new)
            yield {"label": now.label, "before": was.values, "after": now.values}
            continue
        one = rows[difference.name]
        for row in diffs.compare_rows(old, new):
            yield {
                "label": one.label,
                "before": [reader.row(one, row.before)] if row.before else [],
                "after": [reader.row(one, row.after)] if row.after else [],
            }


def _erased(kind, entry, *revisions: Revision) -> list[dict]:
    """What a decision erased from these revisions: the field in words, the day, the decision."""
    reader, sequences = Reader(kind), {revision.sequence for revision in revisions}
    return [
        {"label": reader.label_of(one.field), "erasure": one}
        for one in entry.erasures.select_related("decision")
        if sequences.intersection(one.revisions)
    ]
