"""The files of a dump that people and spreadsheets open: lists, citations, the log, the chain."""

import json
from collections.abc import Callable, Iterator

from django.http import QueryDict

from cases import transparency
from cases.exchange.files import as_csv, one_as_json
from cases.exchange.lists import asked
from cases.exchange.tables import csv_lines
from cases.integrity import old_copy
from cases.kinds import KINDS, Kind
from cases.models import Citation, Decision, Entry, Erasure, SourceFile

CHUNK = 500
Address = Callable[[str], str]
FILES = ("source", "position", "name", "url", "caption", "masked", "pages", "size", "width",
         "height", "sha256")  # fmt: skip
CITATIONS = ("record", "field", "source", "acquisition", "locator", "quotation", "confidence",
             "as_of")  # fmt: skip
ERASURES = ("record", "field", "path", "revisions", "day", "ground", "decision")


def files(address: Address) -> Iterator[tuple[str, Iterator[str]]]:
    """(name, text in pieces) of each; the columns of lists are those of `/<list>.csv`."""
    for kind in KINDS.values():
        yield f"{kind.word}.csv", as_csv(asked(kind, QueryDict()), address)
        yield f"{kind.word}.jsonl", _as_json_lines(kind, address)
    yield "citations.csv", csv_lines(CITATIONS, _citations())
    yield "files.csv", csv_lines(FILES, _files(address))
    yield "erasures.csv", csv_lines(ERASURES, _erasures())
    decisions = transparency.rows(Decision.objects.order_by("pk"))
    yield "decisions.csv", csv_lines(transparency.COLUMNS, decisions)
    yield "chain.csv", csv_lines(old_copy.COLUMNS, old_copy.rows())


def _as_json_lines(kind: Kind, address: Address) -> Iterator[str]:
    """Each record as `/<list>/<slug>.json` has it, one a line."""
    for record in asked(kind, QueryDict()).records():
        yield json.dumps(one_as_json(record, kind, address), ensure_ascii=False) + "\n"


def _citations() -> Iterator[tuple]:
    rows = Citation.objects.select_related("entry", "source").order_by("entry_id", "position", "id")
    for one in rows.iterator(CHUNK):
        source = one.source.reference if one.source else ""
        yield (one.entry.reference, one.field, source, one.acquisition, one.locator,
               one.quotation, one.confidence, one.as_of)  # fmt: skip


def _files(address: Address) -> Iterator[tuple]:
    rows = SourceFile.objects.select_related("source__entry").order_by("source_id", "position")
    for one in rows.iterator(CHUNK):
        yield (one.source.entry.reference, one.position, one.name, address(f"/files/{one.name}"),
               one.caption, int(one.masked), "" if one.pages is None else one.pages, one.size,
               one.width, one.height, one.name.partition(".")[0])  # fmt: skip


def _erasures() -> Iterator[tuple]:
    for one in Erasure.objects.select_related("entry").order_by("pk"):
        yield (_named(one.entry), one.field, one.path, " ".join(map(str, one.revisions)),
               one.day.isoformat(), one.ground, one.decision_id)  # fmt: skip


def _named(entry: Entry) -> str:
    """A withdrawn record is named by its kind alone, as in the chain."""
    return f"{entry.kind}/" if entry.withdrawn_on else entry.reference
