"""What the home page says of the whole register, each part in a few queries."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pyroaring import BitMap

from cases import models as m
from cases.cells import Row, columns_of, row_of
from cases.facets.amounts import DERIVED, SILENT, largest
from cases.facets.current import current, facets_of
from cases.facets.index import NOTHING, Index, union
from cases.facets.numbers import among
from cases.kinds import KINDS
from cases.ledger import Group, ledger_of
from cases.transparency import recent_wait

MOST_LINES, MOST_CASES, MOST_GAPS, MOST_CHANGES = 12, 6, 6, 8
NO_NEWS = ("term", "tag")  # changes of the vocabulary are not news


def figures() -> dict:
    """Numbers beside the title, and the day of the last change; all counted on the index."""
    index = current()
    facets = facets_of(index, "deployment")
    outcome, outcomes = KINDS["legal"].filter.base_filters["outcome"], facets_of(index, "legal")
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
        "funding": {"total": len(index.all_of("funding")), "silent": len(_silent(index))},
        "legal": {
            "total": len(index.all_of("legal")),
            "pending": len(outcome.found(index, outcomes["outcome"], ["pending"])),
        },
        "sources": len(index.all_of("source")),
        "updated_on": days.first(),
    }


def _silent(index: Index) -> BitMap:
    """Lines of money with no amount and no bounds, calculated ones among them."""
    standing = facets_of(index, "funding")["standing"]
    calculated = m.Funding.objects.exclude(formula="").order_by()
    calculated = among(calculated, index.numbers_of(standing.get(DERIVED, NOTHING)))
    none = calculated.filter(amount=None, amount_min=None, amount_max=None)
    numbers = none.values_list("pk", flat=True) if DERIVED in standing else ()
    return standing.get(SILENT, NOTHING) | index.documents_of(numbers)


def _newest(index: Index, documents: BitMap, number: int) -> list[int]:
    """The records last edited among these."""
    return index.numbers_of(reversed(documents[-number:]))


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
    index = current()
    known = among(m.Funding.objects.exclude(amount=None), largest(index, MOST_LINES - 4))
    known = known.order_by("-amount", "pk").values_list("pk", flat=True)[: MOST_LINES - 4]
    numbers = [*known, *_newest(index, _silent(index), 4)]
    lines = m.Funding.objects.select_related("entry", "kind", "payer", "payee")
    lines = lines.prefetch_related(
        "deployments", "places", "inputs__funding", "inputs__statistic", "entry__dates__role"
    ).in_bulk(numbers)
    return ledger_of([lines[number] for number in numbers])


def cases() -> tuple[list, list[Row]]:
    """The last contests, as the columns and rows of their list."""
    kind = KINDS["legal"]
    shown = m.LegalChallenge.objects.select_related("entry", "forum", "stage", "outcome")
    rows = shown.prefetch_related("entry__dates__role").newest_first()[:MOST_CASES]
    columns = [column for column in columns_of(kind) if column.name != "sources"]
    return columns, [row_of(record, columns) for record in rows]


def gaps() -> list[dict]:
    """Facts that nobody has found yet, each on a record that can be completed."""
    index = current()
    roles, outcomes = facets_of(index, "deployment")["role"], facets_of(index, "legal")["outcome"]
    supplied = union(roles[role] for role in m.Role.SUPPLY if role in roles)
    found = [
        (_("Amount"), _silent(index)),
        (_("Vendor of the system"), index.all_of("deployment") - supplied),
        (_("Outcome of the case"), index.all_of("legal") - union(outcomes.values())),
    ]
    shown = [(what, _newest(index, documents, MOST_GAPS // 2)) for what, documents in found]
    entries = index.named(number for _what, numbers in shown for number in numbers)
    return [
        {"what": what, "entry": entries[number]} for what, numbers in shown for number in numbers
    ]


def last_changes() -> list[m.Revision]:
    """The last revisions of records other than words of the vocabulary."""
    return list(changes().exclude(entry__kind__in=NO_NEWS)[:MOST_CHANGES])


def changes():
    """Every public revision, the last first, without the states they hold.

    Whether a record is gone is asked of the few that are read.
    """
    revisions = m.Revision.objects.select_related("entry").defer("snapshot", "salts")
    gone = _gone().filter(pk=OuterRef("entry"))
    return revisions.exclude(Exists(gone)).order_by("-sequence")


def count_changes() -> int:
    """How many public revisions there are, counted once for each version of the data."""

    def count():
        every, gone = m.Revision.objects.order_by(), _gone().values("pk")
        return every.count() - every.filter(entry__in=gone).count()

    return current().remember(("changes",), count)


def _gone():
    """What was merged or withdrawn: few, so that these are left out and not the others kept."""
    return m.Entry.objects.exclude(merged_into=None, withdrawn_on=None).order_by()
