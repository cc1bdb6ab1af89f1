"""What the home page says of the whole register, each part in a few queries."""

import datetime
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import models as m
from cases.cells import Row, columns_of, row_of
from cases.dossiers import with_everything
from cases.facets.amounts import largest
from cases.facets.current import current, facets_of
from cases.facets.index import NOTHING
from cases.facets.numbers import among
from cases.kinds import KINDS
from cases.ledger import Group, ledger_of
from cases.transparency import recent_wait

MOST_LINES, MOST_CASES, MOST_GAPS, MOST_CHANGES = 12, 6, 6, 8
SILENT = ("term", "tag")  # changes of the vocabulary are not news


def figures() -> dict:
    """Numbers beside the title, and the day of the last change."""
    index = current()
    facets = facets_of(index, "deployment")
    silent = Q(amount=None, amount_min=None, amount_max=None)
    pending = Q(outcome__term__key="pending")
    days = m.Revision.objects.order_by("-sequence").values_list("day", flat=True)
    return {
        "deployments": {
            "total": len(index.all_of("deployment")),
            "active": len(facets["status"].get("active", NOTHING)),
            "trial": len(facets["status"].get("experimental", NOTHING)),
            "contested": len(facets["contested"].get("yes", NOTHING)),
        },
        "places": {
            "total": len(facets["place_itself"]),
            "communes": index.remember(("communes",), lambda: _communes(facets["place_itself"])),
        },
        "vendors": len(index.all_of("vendor")),
        "products": len(index.all_of("product")),
        "funding": m.Funding.objects.aggregate(
            total=Count("pk"), silent=Count("pk", filter=silent)
        ),
        "legal": m.LegalChallenge.objects.aggregate(
            total=Count("pk"), pending=Count("pk", filter=pending)
        ),
        "sources": len(index.all_of("source")),
        "updated_on": days.first(),
    }


def _communes(places: Iterable[int]) -> int:
    """How many of these places are towns."""
    return among(m.Place.objects.order_by(), list(places)).filter(kind="commune").count()


def median_wait(today: datetime.date) -> str:
    """How long an answer took lately, in words; empty when nothing was answered."""
    days = recent_wait(today)
    if not days:
        return "" if days is None else _("the same day")
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def money() -> list[Group]:
    """The largest amounts, and lines whose amount nobody gave, grouped by nature."""
    fundings = with_everything(m.Funding.objects.all())
    known = among(fundings.exclude(amount=None), largest(current(), MOST_LINES - 4))
    known = list(known.order_by("-amount", "pk")[: MOST_LINES - 4])
    silent = fundings.filter(amount=None, amount_min=None, amount_max=None)
    return ledger_of(known + list(silent.newest_first()[:4]))


def cases() -> tuple[list, list[Row]]:
    """The last contests, as the columns and rows of their list."""
    kind = KINDS["legal"]
    rows = with_everything(m.LegalChallenge.objects.all()).newest_first()[:MOST_CASES]
    columns = [column for column in columns_of(kind) if column.name != "sources"]
    return columns, [row_of(record, columns) for record in rows]


def gaps() -> list[dict]:
    """Facts that nobody has found yet, each on a record that can be completed."""
    suppliers = m.Role.objects.filter(role__in=m.Role.SUPPLY, deployment=OuterRef("pk"))
    found = [
        (_("Amount"), m.Funding.objects.filter(amount=None, amount_min=None)),
        (_("Vendor of the system"), m.Deployment.objects.exclude(Exists(suppliers))),
        (_("Outcome of the case"), m.LegalChallenge.objects.filter(outcome=None)),
    ]
    return [
        {"what": what, "entry": record.entry}
        for what, records in found
        for record in records.select_related("entry").newest_first()[: MOST_GAPS // 2]
    ]


def last_changes() -> list[m.Revision]:
    """The last revisions of records other than words of the vocabulary.

    Whether a record is gone is asked of the few that are read.
    """
    gone = m.Entry.objects.filter(pk=OuterRef("entry")).exclude(merged_into=None, withdrawn_on=None)
    shown = _revisions().exclude(Exists(gone)).exclude(entry__kind__in=SILENT)
    return list(shown[:MOST_CHANGES])


def changes():
    """Every public revision, the last first, without the states they hold.

    What is gone is left out, rather than what is live kept: the few are looked up in an index, and
    SQLite then reads the revisions in their order instead of sorting them all.
    """
    gone = m.Entry.objects.exclude(merged_into=None, withdrawn_on=None).values("pk")
    return _revisions().exclude(entry__in=gone)


def _revisions():
    revisions = m.Revision.objects.select_related("entry").defer("snapshot", "salts")
    return revisions.order_by("-sequence")
