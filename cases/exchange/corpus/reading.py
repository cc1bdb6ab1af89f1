"""Reading the file: its records, what each refers to, and the order that follows."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import yaml

REQUIRED = object()

# Keys that hold slugs of one type, and keys that hold `type/slug`: the conventions of the file.
SLUGS = {
    "places": "places", "spans": "places", "parent": "places", "place": "places",
    "jurisdiction": "places", "vendors": "vendors", "vendor": "vendors", "co_vendors": "vendors",
    "products": "products", "deployments": "deployments", "laws": "laws",
    "institutions": "organisations", "tags": "tags", "sources": "sources",
}  # fmt: skip
ADDRESSES = ("funder", "recipient", "forum", "operators", "actors")
LOCATORS = ("locator", "other_locators")


class CorpusError(Exception):
    """A record that cannot be loaded without losing something; the message names it."""


class Fact:
    """One record of the corpus, whose keys are taken one by one as they find their place."""

    def __init__(self, type_: str, data: dict):
        self.type = type_
        self.slug = data.get("slug", "")
        self._data = dict(data)
        self.references = set(_references(type_, data)) - {(type_, self.slug)}
        self.inferred = self.take_list("inferred_fields")
        self.take("slug")

    @property
    def name(self) -> str:
        """`type/slug`, by which the file and messages name the record."""
        return f"{self.type}/{self.slug}"

    def take(self, key: str, default=REQUIRED):
        """The value of a key, which is then accounted for; null gives an empty text."""
        if key not in self._data and default is REQUIRED:
            raise self.error(f"{key} is missing")
        value = self._data.pop(key, default)
        return "" if value is None else value

    def take_list(self, key: str) -> list:
        """The list under a key, empty when it is not there."""
        value = self.take(key, None) or []
        if not isinstance(value, list):
            raise self.error(f"{key} is not a list")
        return value

    def peek(self, *keys: str) -> list:
        """The values of keys that stay to be taken."""
        return [self._data.get(key) for key in keys]

    def finish(self) -> None:
        """Raise CorpusError when a key is left."""
        if self._data:
            raise self.error(f"nowhere to put {', '.join(sorted(self._data))}")

    def error(self, message: str) -> CorpusError:
        """An error about this record."""
        return CorpusError(f"{self.name}: {message}")


def read(path: Path) -> list[Fact]:
    """The records of the file, each after those it refers to. Raises CorpusError."""
    content = _content(path)
    counts = content.pop("meta")["counts"]
    facts = {}
    for type_, records in content.items():
        if len(records) != counts.get(type_):
            raise CorpusError(f"{type_}: {len(records)} records, {counts.get(type_)} announced")
        for data in records:
            fact = Fact(type_, data)
            if not fact.slug or (type_, fact.slug) in facts:
                raise fact.error("a slug is missing or there twice")
            facts[type_, fact.slug] = fact
    return _in_order(facts)


def _content(path: Path) -> dict:
    """The lists of records by type, and `meta`, whose counts say how long each list is."""
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
        meta = content["meta"]["counts"]
        well_made = all(
            isinstance(data, dict) for type_ in content.keys() - {"meta"} for data in content[type_]
        )
    except (ValueError, TypeError, KeyError, yaml.YAMLError) as error:
        raise CorpusError(f"{path.name} is not a corpus: {error!r}") from error
    if not well_made or not isinstance(meta, dict):
        raise CorpusError(f"{path.name} is not a corpus: each type is a list of records")
    return content


def part(fact: Fact, data: dict, *keys: str) -> list:
    """The values of a nested object under `keys`, empty where missing. Any other is an error."""
    left = sorted(set(data) - set(keys))
    if left:
        raise fact.error(f"nowhere to put {', '.join(left)} of {data}")
    return ["" if data.get(key) is None else data[key] for key in keys]


def address(text: str) -> tuple[str, str]:
    """Type and slug of `type/slug`."""
    type_, _slash, slug = text.partition("/")
    return type_, slug


def _in_order(facts: dict[tuple[str, str], Fact]) -> list[Fact]:
    for fact in facts.values():
        for wanted in sorted(fact.references - set(facts)):
            raise fact.error(f"there is no {'/'.join(wanted)}")
    # Sources and tags stand first where the order is free, so that history begins with them.
    keys = sorted(facts, key=lambda key: key[0] not in ("sources", "tags"))
    try:
        order = TopologicalSorter({key: facts[key].references for key in keys}).static_order()
        return [facts[key] for key in order]
    except CycleError as error:
        circle = " → ".join("/".join(key) for key in error.args[1])
        raise CorpusError(f"records refer to each other in a circle: {circle}") from error


def _references(type_: str, data: dict) -> Iterator[tuple[str, str]]:
    """Type and slug of every record that this one refers to."""
    for key, target in SLUGS.items():
        yield from ((target, slug) for slug in _listed(data.get(key)))
    keys = (*ADDRESSES, "subject") if type_ == "statistics" else ADDRESSES
    for key in keys:
        yield from map(address, _listed(data.get(key)))
    for key in LOCATORS:
        yield from (("sources", text.split(" ", 1)[0]) for text in _listed(data.get(key)))
    yield from (address(party.get("ref", "")) for party in data.get("parties") or [])
    yield from map(address, (data.get("derivation") or {}).get("inputs") or [])


def _listed(value) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []
