"""The page of a record as it was: `?at=2026-11-22` or `?at=r3` on its address."""

from django.shortcuts import render

from cases.dated import NotADay, erased_fields, revision_at
from cases.readable import Reader
from cases.text import render_markdown


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
    text = revision.snapshot.get("description", "")
    by_number = typed.removeprefix("r").isdecimal()
    context |= {
        "revision": revision,
        "day": revision.day if by_number else typed,
        "title": revision.snapshot.get(kind.label_field) or str(entry),
        "last": entry.revisions.order_by("-number").values_list("number", flat=True).first(),
        "lines": [line for line in reader.lines(revision.snapshot) if line.name != "description"],
        "story": render_markdown(text) if text else "",
        "erased": erased_fields(revision, reader),
    }
    return render(request, "records/dated.html", context)
