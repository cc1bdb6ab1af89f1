"""Documents that somebody asked for and was given, about a town."""

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q

from cases.dossiers import Dossier
from cases.facts.values import Value, named
from cases.models import Acquisition, Citation, Entry, Record, Source

MOST = 30
MOST_ASKED = 500  # deployments; of thousands, those edited last
GUIDE = "demander-un-document"


@dataclass(frozen=True)
class Obtained:
    """Sources that are the answer to a request; without one, the page says so."""

    template: ClassVar[str] = "records/parts/obtained.html"
    after: ClassVar[str] = "legal"

    values: list[Value]
    guide: Value | None  # how to ask, where the register has that guide


def obtained(record: Record, linked: Dossier) -> Obtained | None:
    """The answers to requests that the records of a place cite; None where nothing is recorded."""
    if not linked.total("deployment"):
        return None
    crowd = linked.crowd
    deployments = crowd.newest(MOST_ASKED) if crowd else linked.deployments.values("pk")
    about = Q(entry=record.pk) | Q(entry__in=deployments)
    cited = Citation.objects.filter(about)
    answers = Q(acquisition=Acquisition.ANSWER) | Q(
        pk__in=cited.filter(acquisition=Acquisition.ANSWER).values("source")
    )
    found = Source.objects.filter(answers, pk__in=cited.values("source"))
    rows = found.select_related("entry").order_by("-pk")[:MOST]
    values = [named(source.entry, note=source.publisher) for source in rows]
    guide = Entry.objects.live().filter(kind="page", slug=GUIDE).first()
    return Obtained(values, named(guide))
