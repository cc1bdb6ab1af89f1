"""Who sells, runs, pays or sues what, as sentences, each with its links and its source."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.dossiers import Dossier
from cases.facts.values import Value, amount_value, confidence_mark, named
from cases.models import Record, Role

MOST_SENTENCES = 40


@dataclass(frozen=True)
class Relation:
    """One sentence: who, does what, to what, with a remark; and where it is stated."""

    who: Value
    verb: str
    what: Value
    note: str = ""
    source: Value | None = None


def relations_of(record: Record, linked: Dossier) -> list[Relation]:
    """The sentences that a dossier allows: of the record itself first, then of the others."""
    found = [*_roles(linked), *_payments(linked), *_contests(linked)]
    own = str(record.entry)
    found.sort(key=lambda one: own not in (one.who.text, one.what.text))
    return found[:MOST_SENTENCES]


def _roles(linked: Dossier) -> list[Relation]:
    return [
        Relation(
            named(role.entry, mark=confidence_mark(role.confidence)),
            role.get_role_display(),
            named(deployment.entry),
            role.note,
            _source(deployment),
        )
        for deployment in linked.rows("deployment")
        for role in sorted(deployment.roles.all(), key=lambda one: one.role not in Role.SUPPLY)
    ]


def _payments(linked: Dossier) -> list[Relation]:
    found = []
    for line in linked.rows("funding"):
        payer, payee, amount = named(line.payer), named(line.payee), amount_value(line)
        words = amount.text or _("an amount that is not known")
        stage = line.get_stage_display() or str(line.kind or "")
        if payer and payee:
            verb = _("pays %(amount)s to") % {"amount": words}
            found.append(Relation(payer, verb, payee, stage, _source(line)))
        elif payer:
            verb = _("pays %(amount)s for") % {"amount": words}
            found.append(Relation(payer, verb, named(line.entry), stage, _source(line)))
        elif payee:
            verb = _("receives %(amount)s by") % {"amount": words}
            found.append(Relation(payee, verb, named(line.entry), stage, _source(line)))
    return found


def _contests(linked: Dossier) -> list[Relation]:
    found = []
    for contest in linked.rows("legal"):
        forum = _("before %(forum)s") % {"forum": contest.forum} if contest.forum else ""
        note = ", ".join(filter(None, [forum, str(contest.outcome or contest.stage or "")]))
        found += [
            Relation(
                named(party.entry, mark=confidence_mark(party.confidence)),
                _("is %(side)s in") % {"side": party.get_side_display()},
                named(contest.entry),
                note,
                _source(contest),
            )
            for party in contest.parties.all()
        ]
    return found


def _source(record: Record) -> Value | None:
    """The first source of the record that states it as a whole, else its first."""
    cited = [one for one in record.entry.citations.all() if one.source]
    whole = [one for one in cited if not one.field]
    return named((whole or cited)[0].source) if cited else None
