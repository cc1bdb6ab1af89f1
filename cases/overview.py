"""What the home page says of the whole register, each part in a few queries."""

import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import models as m
from cases.cells import Row, columns_of, row_of
from cases.dossiers import with_everything
from cases.kinds import KINDS
from cases.ledger import Group, ledger_of
from cases.transparency import recent_wait

MOST_LINES, MOST_CASES, MOST_GAPS, MOST_CHANGES = 12, 6, 6, 8
SILENT = ("term", "tag")  # changes of the vocabulary are not news


def figures() -> dict:
    """Numbers beside the title, and the day of the last change."""
    deployments = m.Deployment.objects.aggregate(
        total=Count("pk"), active=Count("pk", filter=Q(status="active")),
        trial=Count("pk", filter=Q(status="experimental")),
        contested=Count("pk", filter=Q(contested=True)),
    )  # fmt: skip
    silent = Q(amount=None, amount_min=None, amount_max=None)
    pending = Q(outcome__term__key="pending")
    days = m.Revision.objects.order_by("-sequence").values_list("day", flat=True)
    return {
        "deployments": deployments,
        "places": m.Deployment.places.through.objects.aggregate(
            total=Count("entry", distinct=True),
            communes=Count("entry", distinct=True, filter=Q(entry__place__kind="commune")),
        ),
        "vendors": m.Vendor.objects.count(),
        "products": m.Product.objects.count(),
        "funding": m.Funding.objects.aggregate(
            total=Count("pk"), silent=Count("pk", filter=silent)
        ),
        "legal": m.LegalChallenge.objects.aggregate(
            total=Count("pk"), pending=Count("pk", filter=pending)
        ),
        "sources": m.Source.objects.count(),
        "updated_on": days.first(),
    }


def median_wait(today: datetime.date) -> str:
    """How long an answer took lately, in words; empty when nothing was answered."""
    days = recent_wait(today)
    if not days:
        return "" if days is None else _("the same day")
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def money() -> list[Group]:
    """The largest amounts, and lines whose amount nobody gave, grouped by nature."""
    fundings = with_everything(m.Funding.objects.all())
    known = list(fundings.exclude(amount=None).order_by("-amount", "pk")[: MOST_LINES - 4])
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
    suppliers = m.Role.objects.filter(role__in=m.Role.SUPPLY).values("deployment")
    found = [
        (_("Amount"), m.Funding.objects.filter(amount=None, amount_min=None)),
        (_("Vendor of the system"), m.Deployment.objects.exclude(pk__in=suppliers)),
        (_("Outcome of the case"), m.LegalChallenge.objects.filter(outcome=None)),
    ]
    return [
        {"what": what, "entry": record.entry}
        for what, records in found
        for record in records.select_related("entry").newest_first()[: MOST_GAPS // 2]
    ]


def last_changes() -> list[m.Revision]:
    """The last revisions of records other than words of the vocabulary."""
    return list(changes().exclude(entry__kind__in=SILENT)[:MOST_CHANGES])


def changes():
    """Every public revision, the last first, without the states they hold.

    What is gone is left out, rather than what is live kept: the few are looked up in an index, and
    SQLite then reads the revisions in their order instead of sorting them all.
    """
    gone = m.Entry.objects.exclude(merged_into=None, withdrawn_on=None).values("pk")
    return (
        m.Revision.objects.exclude(entry__in=gone)
        .select_related("entry")
        .defer("snapshot", "salts")
        .order_by("-sequence")
    )
