"""Finding the entry that a person means by what they typed."""

import re
from collections.abc import Iterable

from django.conf import settings

from cases.models import Entry
from cases.text import fold

BRACKETED = re.compile(r"\[([^\[\]]{1,180})\]\s*$")
NAME_AND_CODE = re.compile(r"^(.{1,120}?)[ (]+(\d{2,5}|2[ABab]\d{0,3})\)?$")
MOST_CANDIDATES = 12


def find_entries(token: str, kinds: tuple[str, ...]) -> list[Entry]:
    """Entries of these kinds that `token` may mean, best first; one when it is certain.

    A token is `kind/slug`, a slug, `Title [kind/slug]`, a name or alias in any case or
    accents, an INSEE code, a postcode, or a name followed by a code: `Saint-Denis (93)`.
    """
    bracketed = BRACKETED.search(token)
    exact = by_address(bracketed.group(1) if bracketed else token, kinds)
    if exact:
        return [exact]
    with_code = NAME_AND_CODE.match(token.strip())
    found = _by_name(fold(token), kinds)
    if not found and with_code and "place" in kinds:
        found = _by_name_and_code(with_code.group(1), with_code.group(2).upper())
    return _prefer_the_town(_home_first(_distinct(found)))


def label_for_input(entry: Entry) -> str:
    """What an input shows for an entry: readable, and exact when sent back."""
    return f"{entry} [{entry.reference}]"


def by_address(token: str, kinds: tuple[str, ...]) -> Entry | None:
    """The entry at `kind/slug` or `slug`, following merges; None when it cannot be read."""
    kind, slash, slug = token.strip().partition("/")
    if slash:
        found = Entry.objects.filter(kind=kind, slug=slug).select_related("merged_into").first()
        found = found if kind in kinds else None
    else:
        found = (
            Entry.objects.filter(kind__in=kinds, slug=token.strip())
            .select_related("merged_into")
            .order_by("merged_into", "pk")
            .first()
        )
    if found and found.merged_into:
        found = found.merged_into
    return found if found and found.is_live else None


def tag_addresses(folded: Iterable[str]) -> dict[str, str]:
    """The address of the tag of each folded name that has one; of several, the oldest."""
    named = Entry.objects.live().filter(kind="tag", names__folded__in=list(folded))
    return dict(named.order_by("-pk").values_list("names__folded", "slug"))


def _by_name(folded: str, kinds: tuple[str, ...]) -> list[Entry]:
    if not folded:
        return []
    live = Entry.objects.live().filter(kind__in=kinds, names__folded=folded)
    return list(
        live.select_related("place").order_by("names__source", "title")[: MOST_CANDIDATES + 1]
    )


def _by_name_and_code(name: str, code: str) -> list[Entry]:
    found = _by_name(fold(name), ("place",))
    return [
        entry
        for entry in found
        if entry.place.insee.startswith(code)
        or any(postcode.startswith(code) for postcode in entry.place.postcodes.split())
    ]


def _distinct(entries: list[Entry]) -> list[Entry]:
    return list({entry.pk: entry for entry in entries}.values())


def _home_first(entries: list[Entry]) -> list[Entry]:
    """Places of the instance's own department before the others."""
    if not settings.TERRITORY:
        return entries
    return sorted(
        entries,
        key=lambda e: e.kind != "place" or not e.place.insee.startswith(settings.TERRITORY),
    )


def _prefer_the_town(entries: list[Entry]) -> list[Entry]:
    """Someone who types Paris means the town, not the department of that name."""
    towns = [e for e in entries if e.kind == "place" and e.place.kind == "commune"]
    return towns if len(towns) == 1 else entries
