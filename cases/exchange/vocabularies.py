"""The words of the closed lists, read from a file; the door publishes them."""

import re
from pathlib import Path

import yaml

from cases.forms.records import TermForm
from cases.models import Entry
from cases.snapshots import empty_snapshot

from .states import Wanted

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


class BadVocabulary(Exception):
    """A file of words that cannot be loaded; the message says why."""


def read(path: Path) -> dict[str, list[Wanted]]:
    """The terms of each scheme, broader ones first. Raises BadVocabulary."""
    try:
        schemes = yaml.safe_load(path.read_text("utf-8"))
    except (ValueError, yaml.YAMLError) as error:
        raise BadVocabulary(f"{path.name}: {error}") from error
    blank = empty_snapshot(TermForm)
    return {
        scheme: [_term(scheme, key, word, blank) for key, word in _broader_first(scheme, words)]
        for scheme, words in schemes.items()
    }


def missing(terms: list[Wanted]) -> list[Wanted]:
    """Those that the register does not have yet; words that people corrected are left alone."""
    slugs = [term.slug for term in terms]
    known = set(Entry.objects.filter(kind="term", slug__in=slugs).values_list("slug", flat=True))
    return [term for term in terms if term.slug not in known]


def address(scheme: str, key: str) -> str:
    """The slug of a term: fields of forms find the key in it."""
    return f"{scheme}-{key}"


def _broader_first(scheme: str, words: dict) -> list[tuple[str, dict]]:
    ordered: dict[str, dict] = {}
    for key in words:
        _place(scheme, key, words, ordered, ())
    return list(ordered.items())


def _place(scheme: str, key: str, words: dict, ordered: dict, narrower: tuple) -> None:
    """Put a word after its broader one."""
    word = words.get(key)
    if not isinstance(word, dict) or not KEY.fullmatch(key):
        raise BadVocabulary(f"{scheme}: {key} is not a word of the list.")
    if key in narrower:
        raise BadVocabulary(f"{scheme}: {key} is broader than itself.")
    if key not in ordered:
        if word.get("parent"):
            _place(scheme, word["parent"], words, ordered, (*narrower, key))
        ordered[key] = word


def _term(scheme: str, key: str, word: dict, blank: dict) -> Wanted:
    unknown = set(word) - {"fr", "en", "aliases", "parent"}
    if unknown or not word.get("fr") or not word.get("en"):
        raise BadVocabulary(f"{scheme}: {key} needs fr and en, and may have aliases and parent.")
    parent = address(scheme, word["parent"]) if word.get("parent") else ""
    state = blank | {
        "scheme": scheme,
        "key": key,
        "name": word["fr"],
        "name_en": word["en"],
        "aliases": word.get("aliases", []),
        "parent": parent,
    }
    return Wanted("term", state, slug=address(scheme, key))
