"""What a reader expects to know of each kind of record, and how long it stays fresh.

One table, for completeness, for tasks and for what is due to be looked at again.
"""

from cases.forms.rows import says_nothing
from cases.models import Deployment, Funding, Record, Role, Unknown

# Facts that a journalist asks for. A name is a field, or a kind of nested rows.
EXPECTED = {
    "deployment": ("places", "technologies", "roles", "dates", "status", "products", "purposes",
                   "cameras_total", "laws"),
    "camera": ("location", "kind", "observed_on", "deployment"),
    "funding": ("amount", "payer", "payee", "stage", "tax_basis", "dates", "deployments"),
    "legal": ("forum", "parties", "dates", "stage", "outcome", "deployments"),
    "vendor": ("kind", "country", "website", "siren"),
    "organisation": ("kind", "country", "website"),
    "product": ("vendor", "technologies", "functions"),
    "law": ("kind", "jurisdiction", "status", "dates", "url"),
    "statistic": ("value", "unit", "subject", "dates"),
    "event": ("kind", "dates", "places"),
}  # fmt: skip
# Days after which a record that nobody verified or edited is due to be looked at again: a device
# in the street may go within a year, a pending case moves faster, money and texts more slowly.
FRESH_DAYS = {
    "deployment": 365, "camera": 365, "legal": 180, "funding": 730, "law": 365, "product": 1095,
    "vendor": 1095,
}  # fmt: skip


def answers_of(record: Record) -> dict[str, str]:
    """{expected fact: "given", or the reason why it is not}; nothing for kinds without any."""
    said = {row.field: row.reason for row in record.entry.unknowns.all()}
    found = {}
    for name in EXPECTED.get(record.entry.kind, ()):
        given = is_given(record, name)
        found[name] = "given" if given else said.get(name, Unknown.Reason.NOT_SEARCHED)
    return found


def completeness(answers: dict[str, str]) -> int | None:
    """Percent of the facts that apply and are answered: a value, or a result of looking for it."""
    asked = [answer for answer in answers.values() if answer != Unknown.Reason.NOT_APPLICABLE]
    if not asked:
        return None
    answered = [answer for answer in asked if answer != Unknown.Reason.NOT_SEARCHED]
    return round(100 * len(answered) / len(asked))


def is_given(record: Record, name: str) -> bool:
    """True when the record states the fact."""
    if name == "roles":
        return any(role.role in Role.SUPPLY for role in record.roles.all())
    if name == "dates":
        return bool(record.entry.dates.all())
    if name == "status" and isinstance(record, Deployment):
        return record.status != Deployment.Status.UNKNOWN
    if name == "amount" and isinstance(record, Funding):
        return any(a is not None for a in (record.amount, record.amount_min, record.amount_max))
    value = getattr(record, name)
    return bool(value.all()) if hasattr(value, "all") else not says_nothing(value)
