"""The slow and obvious version of the filters of lists: every record, every value, in plain Python.

It knows nothing of bitmaps, of the index or of SQL: it reads the objects and looks. The tests
compare what the register answers with what this says.
"""

from collections import Counter
from datetime import date

from cases.facets.money import year_of
from cases.kinds import KINDS
from cases.models import Entry, Place, Role, Tag, Term

FILTERED = {
    "deployment": ("technology", "place", "status", "vendor", "operator", "role", "function",
                   "funder", "scope", "tag", "year", "contested", "verification"),
    "funding": ("stage", "funder", "vendor", "place", "tag", "year", "contested"),
    "legal": ("forum", "stage", "party", "place", "vendor", "technology", "tag", "year"),
    "vendor": ("technology", "function", "place", "role", "tag", "verification"),
}  # fmt: skip


def values_of(kind: str, record) -> dict[str, set]:
    """Every value that each filter of the kind should find the record by."""
    read = {"deployment": _deployment, "funding": _funding, "legal": _legal, "vendor": _vendor}
    found = read[kind](record)
    found["tag"] = _with_parents(Tag, {tag.pk for tag in record.entry.tags.all()})
    found["tag"] = {Entry.objects.get(pk=pk).slug for pk in found["tag"]}
    found["year"] = set().union(*(_years(row) for row in record.entry.dates.all()))
    found["contested"] = {"yes" if record.contested else "no"}
    found["verification"] = {record.entry.verification}
    return found


def listed(every: dict[int, dict[str, set]], given: dict[str, list[str]]) -> set[int]:
    """The records that a list with these filters should hold; `every` as `everything` gives it."""
    return {pk for pk, values in every.items() if passes(values, given)}


def counts(every: dict, name: str, given: dict[str, list[str]]) -> dict[str, int]:
    """How many records each value of a filter should be counted at."""
    others = {key: values for key, values in given.items() if key != name or name == "tag"}
    passing = (values for values in every.values() if passes(values, others))
    return Counter(value for values in passing for value in values[name])


def everything(kind: str) -> dict[int, dict[str, set]]:
    """The values of every record of a kind."""
    records = KINDS[kind].model.objects.select_related("entry")
    return {record.pk: values_of(kind, record) for record in records}


def passes(values: dict[str, set], given: dict[str, list[str]]) -> bool:
    """True when a record with these values passes the filters given."""
    for name, wanted in given.items():
        if name == "tag":
            fits = set(wanted) <= values["tag"]
        elif name == "tag_any":
            fits = bool(set(wanted) & values["tag"])
        elif name == "tag_not":
            fits = not set(wanted) & values["tag"]
        else:
            fits = bool(set(wanted) & values[name])
        if not fits:
            return False
    return True


def _deployment(record) -> dict[str, set]:
    roles = list(record.roles.all())
    return {
        "technology": _terms(record.technologies.all()),
        "function": _terms(record.functions.all()),
        "scope": _terms([record.scope] if record.scope else []),
        "place": _territory(record.places.all()),
        "status": {record.status},
        "vendor": {role.entry.slug for role in roles if role.role in Role.SUPPLY},
        "operator": {role.entry.slug for role in roles if role.role == "operator"},
        "role": {role.role for role in roles},
        "funder": {line.payer.slug for line in record.entry.fundings.all() if line.payer},
    }


def _funding(record) -> dict[str, set]:
    places = [*record.places.all(), *_through(record, lambda deployment: deployment.places.all())]
    return {
        "stage": {record.stage or "-"},
        "funder": {record.payer.slug if record.payer else "-"},
        "vendor": {record.payee.slug if record.payee else "-"},
        "place": _territory(places),
    }


def _legal(record) -> dict[str, set]:
    def suppliers(deployment):
        return [role.entry for role in deployment.roles.all() if role.role in Role.SUPPLY]

    return {
        "forum": {record.forum.slug} if record.forum else set(),
        "stage": _terms([record.stage] if record.stage else []),
        "party": {party.entry.slug for party in record.parties.all()},
        "place": _territory(_through(record, lambda deployment: deployment.places.all())),
        "vendor": {entry.slug for entry in _through(record, suppliers)},
        "technology": _terms(_through(record, lambda one: one.technologies.all())),
    }


def _vendor(record) -> dict[str, set]:
    roles = list(record.entry.roles_played.all())
    found = [role.deployment for role in roles]
    return {
        "role": {role.role for role in roles},
        "technology": _terms([t for one in found for t in one.technologies.all()]),
        "function": _terms([f for one in found for f in one.functions.all()]),
        "place": _territory([place for one in found for place in one.places.all()]),
    }


def _through(record, read) -> list:
    return [one for entry in record.deployments.all() for one in read(entry.deployment)]


def _terms(entries) -> set[str]:
    numbers = _with_parents(Term, {entry.pk for entry in entries})
    return {Term.objects.get(pk=number).key for number in numbers}


def _territory(entries) -> set[str]:
    numbers = _with_parents(Place, {entry.pk for entry in entries})
    return {Entry.objects.get(pk=number).slug for number in numbers}


def _with_parents(model, numbers: set[int]) -> set[int]:
    found = set()
    for number in numbers:
        while number and number not in found:
            found.add(number)
            number = model.objects.get(pk=number).parent_id
    return found


def _years(row) -> set[str]:
    first, last = row.earliest or row.latest, row.latest or row.earliest
    if first is None:
        return set()
    days = (date(year, 1, 1) for year in range(first.year, last.year + 1))
    return {year_of(1, day, day) for day in days}
