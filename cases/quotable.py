"""One sentence that a newspaper may quote: it claims no more than the register knows.

What is recorded is said to be recorded, never to be used; what nobody found is said too.
"""

import datetime
from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.dossiers import Dossier
from cases.models import Deployment, Record, Role

# Records that stand for what gathers around them.
QUOTED = ("place", "vendor", "product", "organisation")


def sentence_of(record: Record, linked: Dossier) -> str:
    """`3 deployments are recorded in Nice (1 in service), with 2 lines of money.`; "" for none."""
    if record.entry.kind not in QUOTED or not linked.total("deployment"):
        return ""
    total, name = linked.total("deployment"), str(record.entry)
    heads = {
        "place": ngettext("%(n)s deployment is recorded here, in %(name)s",
                          "%(n)s deployments are recorded here, in %(name)s", total),
        "vendor": ngettext("%(n)s deployment in which %(name)s is named is recorded here",
                           "%(n)s deployments in which %(name)s is named are recorded here", total),
    }  # fmt: skip
    other = ngettext("%(n)s deployment linked to %(name)s is recorded here",
                     "%(n)s deployments linked to %(name)s are recorded here", total)  # fmt: skip
    head = heads.get(record.entry.kind, other) % {"n": total, "name": name}
    states, towns = _states(linked), _towns(record, linked)
    parts = [f"{head} ({states})" if states else head]
    parts += [part for part in (towns, _money(linked), _cases(linked)) if part]
    return _("%(list)s.") % {"list": ", ".join(parts)}


def verified_on(record: Record, linked: Dossier) -> datetime.date | None:
    """The last day on which the record, or a deployment linked to it, was verified."""
    days = [record.verified_on, *(one.verified_on for one in linked.rows("deployment"))]
    return max(filter(None, days), default=None)


def largest_gap(record: Record, linked: Dossier) -> str:
    """What is not known of most of the deployments, in words; "" when nothing is missing."""
    rows = linked.rows("deployment")
    if record.entry.kind not in QUOTED or not rows:
        return ""
    paid = _numbers_paid(linked)
    lacking = [
        (_("no supplier known"), [d for d in rows if not _suppliers(d)]),
        (_("no amount known"), [d for d in rows if d.pk not in paid]),
        (_("no date known"), [d for d in rows if not d.entry.dates.all()]),
        (_("state unknown"), [d for d in rows if d.status == Deployment.Status.UNKNOWN]),
    ]
    words, missing = max(lacking, key=lambda pair: len(pair[1]))
    if not missing:
        return ""
    given = {"what": words, "n": len(missing), "total": len(rows)}
    number = len(missing)
    return ngettext("%(what)s for %(n)s deployment of %(total)s",
                    "%(what)s for %(n)s deployments of %(total)s", number) % given  # fmt: skip


def _states(linked: Dossier) -> str:
    """`1 in service, 2 announced`: in the order of the life of a system, unknown ones last."""
    rows = linked.rows("deployment")
    counted = Counter(row.status for row in rows)
    return ", ".join(
        f"{counted[key]} {label}" for key, label in Deployment.Status.choices if counted[key]
    )


def _towns(record: Record, linked: Dossier) -> str:
    if record.entry.kind == "place":
        return ""
    found = {entry.pk for row in linked.rows("deployment") for entry in row.places.all()}
    if not found:
        return ""
    return ngettext("in %(n)s place", "in %(n)s places", len(found)) % {"n": len(found)}


def _money(linked: Dossier) -> str:
    total, rows = linked.total("funding"), linked.rows("funding")
    if not total:
        return ""
    exact = sum(row.amount is not None for row in rows)
    words = ngettext("%(n)s line of money", "%(n)s lines of money", total) % {"n": total}
    return _("%(lines)s (%(exact)s with an exact amount)") % {"lines": words, "exact": exact}


def _cases(linked: Dossier) -> str:
    total = linked.total("legal")
    if not total:
        return ""
    return ngettext("%(n)s legal challenge", "%(n)s legal challenges", total) % {"n": total}


def _suppliers(deployment) -> list:
    return [role for role in deployment.roles.all() if role.role in Role.SUPPLY]


def _numbers_paid(linked: Dossier) -> set[int]:
    """Deployments for which a line of money has a figure."""
    return {
        entry.pk
        for line in linked.rows("funding")
        if line.amount is not None or line.amount_min is not None
        for entry in line.deployments.all()
    }
