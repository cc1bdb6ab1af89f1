"""One sentence that a newspaper may quote: it claims no more than the register knows.

What is recorded is said to be recorded, never to be used; what nobody found is said too. The
figures are those of all linked records, not only of those that the page shows.
"""

import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.dossiers import Dossier
from cases.models import DatedValue, Deployment, Funding, Place, Record, Role

# Records that stand for what gathers around them.
QUOTED = ("place", "vendor", "product", "organisation", "law", "tag")


def sentence_of(record: Record, linked: Dossier) -> str:
    """`3 deployments are recorded in Nice (1 in service), with 2 lines of money.`; "" for none."""
    if record.entry.kind not in QUOTED:
        return ""
    lead = _deployments(record, linked) or _money_alone(record, linked)
    lead = lead or _cases_alone(record, linked)
    if not lead:
        return ""
    counted = [_towns(record, linked), _money(linked), _cases(linked)]
    return _("%(list)s.") % {"list": ", ".join([lead, *filter(None, counted)])}


def verified_on(record: Record, linked: Dossier) -> datetime.date | None:
    """The last day on which the record, or a deployment linked to it, was verified."""
    return max(filter(None, [record.verified_on, linked.verified_on]), default=None)


def largest_gap(record: Record, linked: Dossier) -> str:
    """What is not known of most of the deployments, in words; "" when nothing is missing."""
    return next(iter(gaps_of(record, linked)), "")


def gaps_of(record: Record, linked: Dossier) -> list[str]:
    """What is not known of how many of the deployments, the largest gap first."""
    total = linked.total("deployment")
    if record.entry.kind not in QUOTED or not total:
        return []
    words = {
        "supplier": _("no supplier known"),
        "amount": _("no amount known"),
        "date": _("no date known"),
        "state": _("state unknown"),
    }
    lacking = _lacking(linked)
    return [
        ngettext("%(what)s for %(n)s deployment of %(total)s",
                 "%(what)s for %(n)s deployments of %(total)s", lacking[name])
        % {"what": words[name], "n": lacking[name], "total": total}
        for name in sorted(words, key=lambda name: -lacking[name])
        if lacking[name]
    ]  # fmt: skip


def _lacking(linked: Dossier) -> dict[str, int]:
    """How many of all the deployments lack a supplier, an amount, a date, a state."""
    if linked.crowd:
        return linked.crowd.lacking()
    supplied = Role.objects.filter(deployment=OuterRef("pk"), role__in=Role.SUPPLY)
    figure = Q(funding__amount__isnull=False) | Q(funding__amount_min__isnull=False)
    paid = Funding.deployments.through.objects.filter(figure, entry=OuterRef("pk"))
    dated = DatedValue.objects.filter(entry=OuterRef("pk"))
    deployments = Deployment.objects.filter(pk__in=linked.deployments.values("pk"))
    return deployments.aggregate(
        supplier=Count("pk", filter=~Exists(supplied)),
        amount=Count("pk", filter=~Exists(paid)),
        date=Count("pk", filter=~Exists(dated)),
        state=Count("pk", filter=Q(status=Deployment.Status.UNKNOWN)),
    )


def _deployments(record: Record, linked: Dossier) -> str:
    """How many deployments, and in which state each is recorded to be."""
    total = linked.total("deployment")
    if not total:
        return ""
    other = ngettext("%(n)s deployment linked to %(name)s is recorded here",
                     "%(n)s deployments linked to %(name)s are recorded here", total)  # fmt: skip
    heads = {
        "place": ngettext("%(n)s deployment is recorded here, in %(name)s",
                          "%(n)s deployments are recorded here, in %(name)s", total),
        "vendor": ngettext("%(n)s deployment in which %(name)s is named is recorded here",
                           "%(n)s deployments in which %(name)s is named are recorded here", total),
        "law": ngettext("%(n)s deployment whose record names %(name)s is recorded here",
                        "%(n)s deployments whose record names %(name)s are recorded here", total),
        "tag": ngettext("%(n)s deployment with the tag %(name)s is recorded here",
                        "%(n)s deployments with the tag %(name)s are recorded here", total),
    }  # fmt: skip
    head = heads.get(record.entry.kind, other) % {"n": total, "name": record.entry}
    states = _states(linked)
    return f"{head} ({states})" if states else head


def _money_alone(record: Record, linked: Dossier) -> str:
    """The beginning of the sentence of a fund: no deployment is linked to it, money is."""
    total = linked.total("funding")
    if not total:
        return ""
    head = ngettext("%(n)s line of money linked to %(name)s is recorded here",
                    "%(n)s lines of money linked to %(name)s are recorded here", total)  # fmt: skip
    words = head % {"n": total, "name": record.entry}
    return _with_exact(words, linked)


def _cases_alone(record: Record, linked: Dossier) -> str:
    """The beginning of the sentence of a court or of a party: contests alone are linked to it."""
    number = linked.total("legal")
    head = ngettext("%(n)s legal challenge linked to %(name)s is recorded here",
                    "%(n)s legal challenges linked to %(name)s are recorded here",
                    number)  # fmt: skip
    return head % {"n": number, "name": record.entry} if number else ""


def _states(linked: Dossier) -> str:
    """`1 in service, 2 announced`: in the order of the life of a system, unknown ones last."""
    counted = linked.states
    return ", ".join(_state(key, counted[key]) for key in Deployment.Status if counted[key])


def _state(key: str, number: int) -> str:
    """So many in one state, the words agreeing with the number."""
    status = Deployment.Status
    words = {
        status.ANNOUNCED: ngettext("%(n)s announced", "%(n)s announced", number),
        status.EXPERIMENTAL: ngettext("%(n)s on trial", "%(n)s on trial", number),
        status.ACTIVE: ngettext("%(n)s in service", "%(n)s in service", number),
        status.SUSPENDED: ngettext("%(n)s suspended", "%(n)s suspended", number),
        status.ABANDONED: ngettext("%(n)s abandoned", "%(n)s abandoned", number),
        status.UNKNOWN: ngettext("%(n)s in an unknown state", "%(n)s in an unknown state", number),
    }
    return words[key] % {"n": number}


def _towns(record: Record, linked: Dossier) -> str:
    """In how many towns the deployments are, and in how many places of another kind."""
    if record.entry.kind == "place" or not linked.total("deployment"):
        return ""
    named = Deployment.places.through.objects.filter(deployment__in=linked.deployments.values("pk"))
    kinds = Place.objects.filter(pk__in=named.values("entry")).order_by().values_list("kind")
    counted = dict(kinds.annotate(Count("pk")))
    towns = counted.pop(Place.Kind.COMMUNE, 0)
    others = sum(counted.values())
    in_towns = ngettext("in %(n)s town", "in %(n)s towns", towns) % {"n": towns}
    if not others:
        return in_towns if towns else ""
    if not towns:
        return ngettext("in %(n)s place", "in %(n)s places", others) % {"n": others}
    return ngettext("%(towns)s and %(n)s other place", "%(towns)s and %(n)s other places",
                    others) % {"towns": in_towns, "n": others}  # fmt: skip


def _money(linked: Dossier) -> str:
    """So many lines of money, unless the sentence began with them."""
    total = linked.total("funding")
    if not total or not linked.total("deployment"):
        return ""
    return _with_exact(
        ngettext("%(n)s line of money", "%(n)s lines of money", total) % {"n": total}, linked
    )


def _with_exact(lines: str, linked: Dossier) -> str:
    return _("%(lines)s (%(exact)s with an exact amount)") % {
        "lines": lines, "exact": linked.exact_amounts,
    }  # fmt: skip


def _cases(linked: Dossier) -> str:
    """So many contests, unless the sentence began with them."""
    total = linked.total("legal")
    if not total or not (linked.total("deployment") or linked.total("funding")):
        return ""
    return ngettext("%(n)s legal challenge", "%(n)s legal challenges", total) % {"n": total}
