"""The deployments or contests of a dossier counted as their list counts them, with the lists."""

from dataclasses import dataclass
from operator import itemgetter
from typing import ClassVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.dossiers import Dossier
from cases.kinds import KINDS
from cases.models import Record

FEWEST = 5  # fewer are read faster one by one
FEWEST_CONTESTS = 2
MOST_ROWS = 12
# The filter of the deployments of a record, and what is worth counting in them.
DEPLOYMENTS = {
    "place": ("place", ("technology", "status", "vendor", "operator", "function")),
    "vendor": ("vendor", ("technology", "status", "operator", "role")),
    "product": ("product", ("status", "vendor", "operator")),
    "tag": ("tag", ("technology", "status", "vendor", "place")),
}
CONTESTS = ("outcome", "stage", "party", "place")


@dataclass(frozen=True)
class Line:
    """One value, how many records have it, and their list."""

    label: str
    number: int
    url: str
    depth: int


@dataclass(frozen=True)
class Table:
    """The values of one facet."""

    label: str
    lines: list[Line]
    left_out: int


@dataclass(frozen=True)
class Counted:
    """The tables of one list."""

    template: ClassVar[str] = "records/parts/counted.html"

    title: str
    tables: list[Table]
    after: str
    list_url: str


def deployments_by(record: Record, linked: Dossier) -> Counted | None:
    """The deployments by what is deployed, in which state, by whom; none where they are few."""
    if linked.total("deployment") < FEWEST:
        return None
    name, facets = DEPLOYMENTS[record.entry.kind]
    return _counted(_("Deployments, counted"), "deployment", name, record, facets)


def contests_by(record: Record, linked: Dossier) -> Counted | None:
    """The contests before a court by outcome, stage, party and territory."""
    judged = [contest for contest in linked.rows("legal") if contest.forum_id == record.pk]
    if len(judged) < FEWEST_CONTESTS:
        return None
    return _counted(_("Cases before it, counted"), "legal", "forum", record, CONTESTS)


def _counted(title: str, kind: str, name: str, record: Record, wanted) -> Counted | None:
    given = {name: record.entry.slug}
    chosen = KINDS[kind].filter(
        QueryDict(urlencode(given)), queryset=KINDS[kind].model.objects.all()
    )
    address = reverse("record-list", args=[KINDS[kind].word])
    tables = []
    for facet in filter(itemgetter("values"), map(chosen.facet, wanted)):
        rows = [row for row in facet["values"] if row["count"]]
        lines = [
            Line(row["label"], row["count"],
                 f"{address}?{urlencode(given | {facet['name']: row['value']})}", row["depth"])
            for row in rows[:MOST_ROWS]
        ]  # fmt: skip
        tables.append(Table(facet["label"], lines, len(rows) - len(lines)))
    url = f"{address}?{urlencode(given)}"
    return Counted(title, tables, kind, url) if tables else None
