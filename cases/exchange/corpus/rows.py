"""Nested rows of the records of the corpus: citations, dates, roles, parties."""

import uuid

from cases import dates
from cases.exchange.states import row
from cases.forms.base import RecordForm
from cases.forms.rows import CITATIONS, DATES, Rows
from cases.models import Role

from .reading import LOCATORS, Fact, part
from .references import Addresses

# Rows keep their key wherever and whenever the corpus is loaded.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "technopolice:corpus")

# Fields of the corpus that the register calls otherwise.
RENAMED = {
    "operators": "roles", "vendors": "roles", "funder": "payer", "recipient": "payee",
    "summary": "description", "statement": "description", "department_code": "insee",
    "place": "seat", "place_precision": "place_note", "published": "dates",
}  # fmt: skip
RENAMED_IN = {
    ("legal_challenges", "subject"): "description",
    ("statistics", "label"): "title",
    ("tags", "label"): "name",
}

# Deployments whose note says that the vendors are possible suppliers, none of them selected.
NOT_SELECTED = frozenset({"portefeuille-identite-numerique-eidas"})


def key_of(fact: Fact, rows: str, number: int) -> str:
    """The permanent key of a row."""
    return str(uuid.uuid5(NAMESPACE, f"{fact.name}/{rows}/{number}"))


def citations(fact: Fact, form: type[RecordForm], addresses: Addresses) -> list[dict]:
    """One row for each place in a source, then one for each inferred field.

    A source that no locator names has one row without locator; one that only a locator names
    is cited too. A source that cites itself is `@0`, the record being made.
    """
    confidence = fact.take("confidence")
    places = {slug: [] for slug in fact.take_list("sources")}
    locators = [fact.take(LOCATORS[0]), *fact.take_list(LOCATORS[1])]
    for text in locators:
        slug, _space, locator = text.partition(" ")
        places.setdefault(slug, []).append(locator)
    cited = [
        {"source": slug, "locator": locator, "confidence": confidence}
        for slug, found in places.items()
        for locator in found or [""]
    ]
    main = locators[0].partition(" ")[0]
    fields = list(dict.fromkeys(_our_field(fact, name, form) for name in fact.inferred))
    cited += [{"source": main, "field": name, "confidence": "inferred"} for name in fields]
    return [
        row(CITATIONS, key_of(fact, "citations", number), **_at_register(fact, values, addresses))
        for number, values in enumerate(cited)
    ]


def dated(fact: Fact, key: str = "dates") -> list[dict]:
    """The dates of a record."""
    return [_date(fact, number, data) for number, data in enumerate(fact.take_list(key))]


def roles(fact: Fact, rows: Rows, addresses: Addresses) -> list[dict]:
    """Vendors, then operators, each with the confidence of its list."""
    supply = Role.Kind.CANDIDATE if fact.slug in NOT_SELECTED else Role.Kind.VENDOR
    played = [("vendors", supply, f"vendors/{slug}") for slug in fact.take_list("vendors")]
    played += [("operators", Role.Kind.OPERATOR, who) for who in fact.take_list("operators")]
    return [
        row(
            rows, key_of(fact, "roles", number), entry=addresses.full(who), role=role.value,
            confidence="inferred" if key in fact.inferred else "stated",
        )
        for number, (key, role, who) in enumerate(played)
    ]  # fmt: skip


def parties(fact: Fact, rows: Rows, addresses: Addresses) -> list[dict]:
    """The sides of a contest."""
    found = []
    for number, data in enumerate(fact.take_list("parties")):
        side, ref, confidence = part(fact, data, "role", "ref", "confidence")
        found.append(
            row(
                rows, key_of(fact, "parties", number), entry=addresses.full(ref), side=side,
                confidence=confidence,
            )
        )  # fmt: skip
    return found


def _our_field(fact: Fact, name: str, form: type[RecordForm]) -> str:
    """Our name of an inferred field, which must be one of the form or of its rows."""
    ours = RENAMED_IN.get((fact.type, name)) or RENAMED.get(name, name)
    if ours not in form.base_fields and ours not in {rows.name for rows in form.ROWS}:
        raise fact.error(f"nowhere to put the inferred field {name}")
    return ours


def _at_register(fact: Fact, values: dict, addresses: Addresses) -> dict:
    itself = fact.type == "sources" and values["source"] == fact.slug
    return values | {"source": "@0" if itself else addresses.slug("sources", values["source"])}


def _date(fact: Fact, number: int, data: dict) -> dict:
    role, value, precision, qualifier, season, confidence, note, days = part(
        fact, data, "role", "value", "precision", "qualifier", "season", "confidence", "note",
        "duration_days",
    )  # fmt: skip
    try:
        edtf = dates.from_corpus(value, precision, qualifier, season or None)
    except dates.DateError as error:
        raise fact.error(f"a date that cannot be read: {data}") from error
    return row(
        DATES, key_of(fact, "dates", number), role=role, value=edtf, confidence=confidence,
        duration_days=days, note=note,
    )  # fmt: skip
