"""The page of a record as it was: `?at=2026-11-22` or `?at=r3` on its address."""

import datetime

from django.shortcuts import render

from cases import dated_links
from cases.dated import NotADay, erased_fields, revision_at
from cases.readable import Reader


def as_of(request, kind, entry, typed: str):
    """What the record stated then; 404 before its first revision, 400 for what is no past day."""
    context = {"kind": kind, "entry": entry, "typed": typed[:40]}
    try:
        revision = revision_at(entry, typed)
    except NotADay:
        return render(request, "records/no_day.html", context, status=400)
    if revision is None:
        context["first"] = entry.revisions.order_by("number").first()
        return render(request, "records/not_yet.html", context, status=404)
    reader = Reader(kind, revision.snapshot)
    by_number = typed.removeprefix("r").isdecimal()
    day = revision.day if by_number else datetime.date.fromisoformat(typed)
    at = day.isoformat()
    cited, marks = dated_links.sources_of(revision.snapshot, reader)
    lines = dated_links.lines_of(revision, reader, at)
    context |= {
        "revision": revision,
        "day": day,
        "by_number": by_number,
        "title": revision.snapshot.get(kind.label_field) or str(entry),
        "last": entry.revisions.order_by("-number").values_list("number", flat=True).first(),
        "lines": [{"line": line, "sources": marks.get(line.name, [])} for line in lines],
        "cited": cited,
        "story": dated_links.story_of(revision, at),
        "is_translated": dated_links.is_translated(revision),
        "erased": erased_fields(revision, reader),
    }
    return render(request, "records/dated.html", context)
