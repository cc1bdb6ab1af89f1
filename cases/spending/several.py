"""Deployments that were promised money and then granted or paid some, by several lines.

A large register has tens of thousands of them: they are held as plain numbers, those of their
lines one after the other, for one version of the data.
"""

from array import array
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.db.models import Count
from pyroaring import BitMap

from cases.facets.index import Index, union
from cases.facets.numbers import among
from cases.models import Entry, Funding

from .lines import Groups
from .measures import measures_of

PROMISED = (Funding.Stage.ANNOUNCED, Funding.Stage.REQUESTED)
COMMITTED = (Funding.Stage.VOTED, Funding.Stage.GRANTED, Funding.Stage.AWARDED,
             Funding.Stage.AMENDED)  # fmt: skip
PAID = (Funding.Stage.PAID, Funding.Stage.RETURNED)


class Several:
    """Their numbers by title, and for each how far its lines reach in the documents."""

    def __init__(self, index: Index):
        promised, later = promised_and_later(measures_of(index).facets["stage"])
        lines = {
            deployment: documents
            for deployment, documents in _lines_of_each(index)
            if _has_any(documents, promised) and _has_any(documents, later)
        }
        entries = among(Entry.objects.all(), list(lines)).order_by("title", "pk")
        self.deployments = array("I", entries.values_list("pk", flat=True))
        self.documents, self.ends = array("I"), array("I")
        for deployment in self.deployments:
            self.documents.extend(lines[deployment])
            self.ends.append(len(self.documents))

    def passing(self, stages: Groups) -> Iterator[tuple[int, array]]:
        """Those with lines of both sorts among some, by title, and the documents of all of theirs.

        `stages` are the lines meant, by stage.
        """
        promised, later = promised_and_later(stages)
        if not promised or not later:
            return
        start = 0
        for deployment, end in zip(self.deployments, self.ends, strict=True):
            documents = self.documents[start:end]
            if _has_any(documents, promised) and _has_any(documents, later):
                yield deployment, documents
            start = end


def several_of(index: Index) -> Several:
    """Those of an index, read once for this version of the data."""
    return index.remember(("money", "several"), lambda: Several(index))


def promised_and_later(stages: Groups) -> tuple[BitMap, BitMap]:
    """Lines announced or requested, and lines decided or paid."""
    return tuple(
        union(stages[stage] for stage in wanted if stage in stages)
        for wanted in (PROMISED, (*COMMITTED, *PAID))
    )


def _lines_of_each(index: Index) -> Iterator[tuple[int, array]]:
    """The documents of the lines of each deployment that several lines pay for."""
    through = Funding.deployments.through.objects.order_by()
    paid = through.values("entry").annotate(n=Count("pk")).filter(n__gt=1).values("entry")
    rows = through.filter(entry__in=paid).order_by("entry").values_list("entry", "funding")
    known, most = index.documents, len(index.documents)
    for deployment, some in groupby(rows.iterator(), key=itemgetter(0)):
        yield deployment, array("I", [known[line] for _entry, line in some if line < most])


def _has_any(documents: array, wanted: BitMap) -> bool:
    return any(map(wanted.__contains__, documents))
