"""From a record of the corpus to the state that the door publishes, kind by kind."""

import functools
from decimal import Decimal

from cases import history
from cases.exchange.states import Wanted
from cases.kinds import KINDS
from cases.models import Place, Record
from cases.snapshots import empty_snapshot

from . import rows
from .reading import Fact, part
from .references import KIND_OF, Addresses

ContestedBy = Record.ContestedBy

# Where the doubt comes from, when it is not the cited source itself that raises it.
CONTESTED_BY = {
    "rtb-europe-annuel": ContestedBy.ARITHMETIC,
    "taj-photos-2018": ContestedBy.BETWEEN_SOURCES,
    "photos-policieres-france": ContestedBy.BETWEEN_SOURCES,
    "reglement-ia": ContestedBy.BETWEEN_SOURCES,
    "lancement-campagne-technopolice": ContestedBy.BETWEEN_SOURCES,
    "vote-municipal-san-francisco-robots": ContestedBy.BETWEEN_SOURCES,
    "reconnaissance-faciale-jo-2024": ContestedBy.BETWEEN_SOURCES,
}


def propose(fact: Fact, addresses: Addresses) -> Wanted:
    """What the door must publish for a record. Raises CorpusError when a key has no place."""
    kind = KINDS[KIND_OF[fact.type]]
    place = addresses.places.get(fact.slug) if fact.type == "places" else None
    if place:
        wanted = _on_reference_place(fact, place, addresses)
    else:
        fields = FIELDS[fact.type](fact, addresses) | _shared(fact, addresses)
        wanted = Wanted(kind.key, _blank(kind.key) | fields, slug=fact.slug)
    fact.finish()
    return wanted


@functools.cache
def _blank(kind: str) -> dict:
    return empty_snapshot(KINDS[kind].form)


def _shared(fact: Fact, addresses: Addresses) -> dict:
    """What every kind may have."""
    form = KINDS[KIND_OF[fact.type]].form
    contested = fact.take("contested", False)
    found = {
        "aliases": fact.take_list("aliases"),
        "note": fact.take("note", ""),
        "contested": contested,
        "contested_note": fact.take("contested_note", ""),
        "citations": rows.citations(fact, form, addresses),
        "tags": addresses.slugs("tags", fact.take_list("tags")),
    }
    if contested:
        found["contested_by"] = CONTESTED_BY.get(fact.slug, ContestedBy.SOURCE).value
    return found


def _on_reference_place(fact: Fact, place: Place, addresses: Addresses) -> Wanted:
    """An edit of a place that the edition owns: what the corpus repeats of it must agree."""
    _must_agree(fact, place, addresses)
    base = history.current_state(place.entry)
    added = _shared(fact, addresses)
    state = base | {
        "aliases": list(dict.fromkeys([*base["aliases"], *added["aliases"]])),
        "note": "\n\n".join(filter(None, [base["note"], added["note"]])),
        "citations": base["citations"] + added["citations"],
        "tags": sorted({*base["tags"], *added["tags"]}),
    }
    if added["contested"]:
        state |= {name: added[name] for name in ("contested", "contested_by", "contested_note")}
    return Wanted("place", state, target=place.entry, base=base)


def _must_agree(fact: Fact, place: Place, addresses: Addresses) -> None:
    """Take what the reference edition says already, once it is seen to say the same."""
    code = fact.take("department_code", "") or fact.take("insee", "")
    fact.take("insee", "")
    told = {name: fact.take(name) for name in ("name", "kind", "country")}
    for name, value in (told | {"insee": code}).items():
        if value != getattr(place, name):
            raise fact.error(f"{name} is {value!r}, the reference says {getattr(place, name)!r}")
    parent = fact.take("parent")
    if parent:
        above = addresses.places.get(parent)
        if above is None or above.pk not in place.ancestor_ids():
            raise fact.error(f"the reference does not place it in {parent}")


def _source(fact: Fact, addresses: Addresses) -> dict:
    [sources] = fact.peek("sources")
    names = ("title", "kind", "role", "publisher", "url", "language")
    return {name: fact.take(name) for name in names} | {
        "author": fact.take("author", ""),
        "agency": fact.take("agency", ""),
        "dates": rows.dated(fact, "published"),
        "relayed_by": addresses.slugs("sources", [s for s in sources or [] if s != fact.slug]),
    }


def _place(fact: Fact, addresses: Addresses) -> dict:
    return {name: fact.take(name) for name in ("name", "kind", "country", "insee")} | {
        "parent": addresses.slug("places", fact.take("parent")),
        "spans": addresses.slugs("places", fact.take_list("spans")),
    }


def _organisation(fact: Fact, addresses: Addresses) -> dict:
    return {name: fact.take(name) for name in ("name", "kind", "country")} | {
        "seat": addresses.slug("places", fact.take("place", "")),
    }


def _vendor(fact: Fact, addresses: Addresses) -> dict:
    return {name: fact.take(name) for name in ("name", "kind", "country")} | {
        "description": fact.take("statement"),
        "anonymous": fact.take("anonymous", False),
    }


def _product(fact: Fact, addresses: Addresses) -> dict:
    return {name: fact.take(name) for name in ("name", "description")} | {
        "vendor": addresses.slug("vendors", fact.take("vendor")),
        "co_vendors": addresses.slugs("vendors", fact.take_list("co_vendors")),
        "technologies": sorted(fact.take_list("technologies")),
    }


def _deployment(fact: Fact, addresses: Addresses) -> dict:
    [role_rows] = [r for r in KINDS["deployment"].form.ROWS if r.name == "roles"]
    return {name: fact.take(name) for name in ("title", "scope", "status", "description")} | {
        "places": addresses.slugs("places", fact.take_list("places")),
        "place_note": fact.take("place_precision", ""),
        "technologies": sorted(fact.take_list("technologies")),
        "products": addresses.slugs("products", fact.take_list("products")),
        "purposes": fact.take_list("purposes"),
        "components": fact.take_list("components"),
        "laws": addresses.slugs("laws", fact.take_list("laws")),
        "roles": rows.roles(fact, role_rows, addresses),
        "dates": rows.dated(fact),
    }


def _funding(fact: Fact, addresses: Addresses) -> dict:
    amounts = ("amount", "amount_min", "amount_max")
    return (
        {name: fact.take(name) for name in ("title", "amount_text", "currency", "kind")}
        | {name: _number(fact.take(name)) for name in amounts}
        | {
            "payer": addresses.full(fact.take("funder")),
            "payee": addresses.full(fact.take("recipient")),
            "places": addresses.slugs("places", fact.take_list("places")),
            "deployments": addresses.slugs("deployments", fact.take_list("deployments")),
            "dates": rows.dated(fact),
        }
        | _derivation(fact, addresses)
    )


def _legal(fact: Fact, addresses: Addresses) -> dict:
    [party_rows] = [r for r in KINDS["legal"].form.ROWS if r.name == "parties"]
    return {name: fact.take(name) for name in ("title", "kind", "stage", "outcome")} | {
        "forum": addresses.full(fact.take("forum")).removeprefix("organisation/"),
        "description": fact.take("subject"),
        "deployments": addresses.slugs("deployments", fact.take_list("deployments")),
        "places": addresses.slugs("places", fact.take_list("places")),
        "laws": addresses.slugs("laws", fact.take_list("laws")),
        "parties": rows.parties(fact, party_rows, addresses),
        "dates": rows.dated(fact),
    }


def _statistic(fact: Fact, addresses: Addresses) -> dict:
    return (
        {name: fact.take(name) for name in ("value_qualifier", "value_text", "unit")}
        | {
            "title": fact.take("label"),
            "value": _number(fact.take("value")),
            "subject": addresses.full(fact.take("subject")),
            "places": addresses.slugs("places", fact.take_list("places")),
            "dates": rows.dated(fact),
        }
        | _derivation(fact, addresses)
    )


def _law(fact: Fact, addresses: Addresses) -> dict:
    return {name: fact.take(name) for name in ("title", "kind", "status")} | {
        "description": fact.take("summary"),
        "jurisdiction": addresses.slug("places", fact.take("jurisdiction")),
        "institutions": addresses.slugs("organisations", fact.take_list("institutions")),
        "dates": rows.dated(fact),
    }


def _event(fact: Fact, addresses: Addresses) -> dict:
    return {name: fact.take(name) for name in ("title", "kind")} | {
        "description": fact.take("summary"),
        "places": addresses.slugs("places", fact.take_list("places")),
        "actors": sorted(addresses.full(who) for who in fact.take_list("actors")),
        "deployments": addresses.slugs("deployments", fact.take_list("deployments")),
        "laws": addresses.slugs("laws", fact.take_list("laws")),
        "dates": rows.dated(fact),
    }


def _tag(fact: Fact, addresses: Addresses) -> dict:
    return {"name": fact.take("label"), "category": fact.take("category")}


def _derivation(fact: Fact, addresses: Addresses) -> dict:
    """The formula of a calculated value, and the records that it is calculated from."""
    formula, inputs = part(fact, fact.take("derivation", None) or {}, "formula", "inputs")
    return {"formula": formula, "inputs": sorted(addresses.full(text) for text in inputs or [])}


def _number(value) -> str:
    """A decimal number as a snapshot writes it; zero is a value, empty is none."""
    return "" if value == "" else format(Decimal(value).normalize(), "f")


FIELDS = {
    "sources": _source,
    "places": _place,
    "organisations": _organisation,
    "vendors": _vendor,
    "products": _product,
    "deployments": _deployment,
    "fundings": _funding,
    "legal_challenges": _legal,
    "statistics": _statistic,
    "laws": _law,
    "events": _event,
    "tags": _tag,
}
