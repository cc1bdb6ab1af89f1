"""Which record a `[[…]]` leads to: by address, name, other name or code, among live records."""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.http import urlencode

from cases.kinds import BY_WORD, KINDS
from cases.models import Entry, Name
from cases.text import fold
from cases.wikimarkup import targets_in

MOST_LINKS = 500
LONGEST_CHAIN = 10  # records merged one into the next
# The addresses of terms hold underscores.
SLUG = re.compile(r"[a-z0-9_-]+")
# Of several records with one name: what names it first, then the kind, the larger, the older.
BY_SOURCE = (Name.Source.TITLE, Name.Source.ALIAS, Name.Source.CODE, Name.Source.POSTCODE)
BY_KIND = ("place", "vendor", "organisation", "deployment", "product", "law", "legal", "event",
           "funding", "statistic", "source", "page", "tag", "term", "camera")  # fmt: skip
# Addresses of records, lists and the search, as stored: in the language that has no prefix.
INTERNAL = re.compile(rf'(<a [^<>]*?href=")(/(?:search|{"|".join(BY_WORD)})/)')


@dataclass(frozen=True)
class Target:
    """The record that a link leads to."""

    pk: int
    href: str


@dataclass
class Resolved:
    """The targets of one text; `used` gathers the links that it makes, once it is rendered."""

    targets: dict[str, Target]
    used: dict[str, str] = field(default_factory=dict)  # folded target: as typed

    def href_of(self, typed: str) -> str:
        """The French address of the record, or of a search for it; "" after too many links."""
        key = key_of(typed)
        if not key or key not in self.used and len(self.used) >= MOST_LINKS:
            return ""
        self.used.setdefault(key, typed)
        target = self.targets.get(key)
        return target.href if target else f"/search/?{urlencode({'q': typed})}"


def key_of(typed: str) -> str:
    """`vendor/xxii` for an address, written with the kind or the word of its list; else folded."""
    first, slash, slug = typed.strip().strip("/").partition("/")
    kind = KINDS.get(first) or BY_WORD.get(first)
    if slash and kind and SLUG.fullmatch(slug):
        return f"{kind.key}/{slug}"
    return fold(typed)[:300]


def for_text(text: str) -> Resolved:
    """The records that the marks of a text lead to, looked up all at once."""
    keys = {key_of(typed) for typed in targets_in(text)[:MOST_LINKS]} - {""}
    return Resolved(resolve(keys))


def resolve(keys: set[str]) -> dict[str, Target]:
    """The live record for each key that has one."""
    addresses = {key for key in keys if "/" in key}
    found = _by_name(keys - addresses)
    return found | _by_address(addresses) if addresses else found


def _by_name(keys: set[str]) -> dict[str, Target]:
    if not keys:
        return {}
    names = Name.objects.filter(
        folded__in=keys, entry__merged_into=None, entry__withdrawn_on=None
    ).values_list(
        "folded", "source", "entry__kind", "entry__slug", "entry_id", "entry__place__population"
    )
    best = {}
    for folded, source, kind, slug, pk, population in names:
        order = (BY_SOURCE.index(source), BY_KIND.index(kind), -(population or 0), pk)
        if folded not in best or order < best[folded][0]:
            best[folded] = (order, Target(pk, _href(kind, slug)))
    return {folded: target for folded, (_order, target) in best.items()}


def _by_address(keys: set[str]) -> dict[str, Target]:
    """By kind and slug; where a record was merged, the one that it was merged into."""
    slugs = {key.partition("/")[2] for key in keys}
    entries = Entry.objects.filter(slug__in=slugs).select_related("merged_into")
    found = {}
    for entry in entries:
        if entry.reference in keys:
            end = _end_of(entry)
            if end.is_live:
                found[entry.reference] = Target(end.pk, _href(end.kind, end.slug))
    return found


def _end_of(entry: Entry) -> Entry:
    for _step in range(LONGEST_CHAIN):
        if entry.merged_into is None:
            break
        entry = entry.merged_into
    return entry


def _href(kind: str, slug: str) -> str:
    """The address in French, which has no prefix: what is stored is the same for everybody."""
    return f"/{KINDS[kind].word}/{slug}/"


def localise(html: str, language: str | None) -> str:
    """The HTML of a text with its links inside the register leading to pages in this language."""
    if not language or language == settings.LANGUAGE_CODE:
        return html
    return INTERNAL.sub(rf"\1/{language}\2", html)
