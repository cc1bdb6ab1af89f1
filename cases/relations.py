"""Who sells, runs, pays or sues what, as sentences, each with its links and its source."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from cases.dossiers import Dossier
from cases.facts.values import Value, amount_value, confidence_mark, named
from cases.models import Deployment, Entry, Record, Role

MOST_SENTENCES = 40


@dataclass(frozen=True)
class Relation:
    """One sentence: who, does what, to what, with a remark; and where it is stated."""

    who: Value
    verb: str
    what: Value
    note: str = ""
    source: Value | None = None


@dataclass(frozen=True)
class Relations:
    """The first sentences, and how many more there are."""

    sentences: list[Relation]
    left_out: int


def relations_of(record: Record, linked: Dossier) -> Relations | None:
    """The sentences that a dossier allows: of the record itself first, then of the others."""
    own_product = [record] if record.entry.kind == "product" else []
    found = [
        *_roles(linked.rows("deployment")),
        *_sales([*own_product, *linked.rows("product")]),
        *_payments(linked.rows("funding")),
        *_contests(linked.rows("legal")),
    ]
    own = str(record.entry)
    found.sort(key=lambda one: own not in (str(one.who), str(one.what)))
    if not found:
        return None
    said = [one.say() for one in found[:MOST_SENTENCES]]
    return Relations(said, len(found) - len(said))


@dataclass(frozen=True)
class _Known:
    """What a sentence can be made of: most of them are counted and never said."""

    who: Entry
    what: Entry
    say: Callable[[], Relation]


def _roles(deployments: list) -> list[_Known]:
    """Who plays which part; what is not in service says so."""
    return [
        _Known(role.entry, deployment.entry, partial(_role, deployment, role))
        for deployment in deployments
        for role in sorted(deployment.roles.all(), key=lambda one: one.role not in Role.SUPPLY)
    ]


def _role(deployment, role) -> Relation:
    verbs = {
        Role.Kind.SUBCONTRACTOR: _("is a subcontractor for"),
        Role.Kind.CANDIDATE: _("is a candidate, not selected, for"),
    }
    return Relation(
        named(role.entry, mark=confidence_mark(role.confidence)),
        verbs.get(role.role) or role.get_role_display(),
        named(deployment.entry),
        ", ".join(filter(None, [_state(deployment), _doubt(deployment), role.note])),
        _source(deployment),
    )


def _state(deployment) -> str:
    """The state of a deployment, unless it is in service."""
    in_service = deployment.status == Deployment.Status.ACTIVE
    return "" if in_service else str(deployment.get_status_display())


def _doubt(record: Record) -> str:
    """That a record is contested, if it is."""
    return _("contested") if record.contested else ""


def _sales(products: list) -> list[_Known]:
    """Which vendor is behind which product."""
    return [
        _Known(vendor, product.entry, partial(_sale, vendor, product))
        for product in products
        for vendor in [product.vendor, *sorted(product.co_vendors.all(), key=str)]
        if vendor
    ]


def _sale(vendor, product) -> Relation:
    return Relation(named(vendor), _("sells"), named(product.entry), "", _source(product))


def _payments(fundings: list) -> list[_Known]:
    """Lines of money of which it is known who pays or who receives."""
    return [
        _Known(line.payer or line.payee, (line.payer and line.payee) or line.entry,
               partial(_payment, line))
        for line in fundings
        if line.payer or line.payee
    ]  # fmt: skip


def _payment(line) -> Relation:
    """Money in the words of its stage: what is announced is not said to be paid."""
    payer, payee, amount = named(line.payer), named(line.payee), amount_value(line)
    words = {"amount": amount.text or _("an amount that is not known")}
    kind, stage = str(line.kind or ""), str(line.get_stage_display() or _("stage not known"))
    marks = [kind, stage, _("calculated") if line.is_derived else "", _doubt(line)]
    note, source = ", ".join(part for part in marks if part), _source(line)
    if payer and payee:
        return Relation(payer, _to(line.stage) % words, payee, note, source)
    if payer:
        verb = _("is named as the payer of %(amount)s in") % words
        return Relation(payer, verb, named(line.entry), note, source)
    verb = _("is named as the recipient of %(amount)s in") % words
    return Relation(payee, verb, named(line.entry), note, source)


def _to(stage: str) -> str:
    """What the payer does towards the one who receives, at a stage."""
    verbs = {
        "announced": _("announces %(amount)s for"),
        "voted": _("votes %(amount)s for"),
        "requested": _("is asked for %(amount)s by"),
        "granted": _("grants %(amount)s to"),
        "refused": _("refuses %(amount)s to"),
        "awarded": _("awards %(amount)s to"),
        "amended": _("amends to %(amount)s what goes to"),
        "paid": _("pays %(amount)s to"),
        "returned": _("gets %(amount)s back from"),
    }
    return verbs.get(stage) or _("is recorded as financing, with %(amount)s,")


def _contests(contests: list) -> list[_Known]:
    return [
        _Known(party.entry, contest.entry, partial(_contest, contest, party))
        for contest in contests
        for party in contest.parties.all()
    ]


def _contest(contest, party) -> Relation:
    forum = _("before %(forum)s") % {"forum": contest.forum} if contest.forum else ""
    end = str(contest.outcome or contest.stage or "")
    return Relation(
        named(party.entry, mark=confidence_mark(party.confidence)),
        _("is %(side)s in") % {"side": party.get_side_display()},
        named(contest.entry),
        ", ".join(filter(None, [forum, end, _doubt(contest)])),
        _source(contest),
    )


def _source(record: Record) -> Value | None:
    """The first source of the record that states it as a whole, else its first."""
    cited = [one for one in record.entry.citations.all() if one.source]
    whole = [one for one in cited if not one.field]
    return named((whole or cited)[0].source) if cited else None
