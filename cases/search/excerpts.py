"""The piece of a text in which words were found, with those words apart, to be marked."""

import re
from dataclasses import dataclass

from cases.kinds import KINDS
from cases.models import Entry
from cases.text import summarise

from .words import stem, stems

AROUND = 90  # characters kept on each side of the first word found
WORD = re.compile(r"\w+")
MOST_TEXT = 20_000


@dataclass(frozen=True)
class Excerpt:
    """Pieces of text, in order, each with whether it is one of the words found."""

    pieces: tuple[tuple[str, bool], ...]


def excerpts(grouped: dict[str, list[Entry]], words: set[str]) -> dict[int, Excerpt]:
    """{number of the entry: where its text has the words}; one query for each kind."""
    found = {}
    for key, entries in grouped.items():
        rows = KINDS[key].model.objects.filter(pk__in=[entry.pk for entry in entries])
        for number, text in rows.values_list("pk", "description"):
            cut = excerpt(text[:MOST_TEXT], words) if text else None
            if cut:
                found[number] = cut
    return found


def excerpt(text: str, words: set[str]) -> Excerpt | None:
    """The text around the first of the words, all of them marked; None where there is none."""
    plain = " ".join(summarise(text, MOST_TEXT).split())
    first = next((match for match in WORD.finditer(plain) if _is_one(match[0], words)), None)
    if first is None:
        return None
    start, end = _whole_words(plain, first.start() - AROUND, first.end() + AROUND)
    pieces, done = [("…", False)] if start else [], start
    for match in WORD.finditer(plain, start, end):
        if _is_one(match[0], words):
            pieces += [(plain[done : match.start()], False), (match[0], True)]
            done = match.end()
    pieces.append((plain[done:end] + ("…" if end < len(plain) else ""), False))
    return Excerpt(tuple(piece for piece in pieces if piece[0]))


def _is_one(word: str, words: set[str]) -> bool:
    """True when the word, or one that it begins with, is among those looked for."""
    found = stems(word)
    return any(stem(part) in words for part in found) if found else False


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds moved to the ends of words."""
    start = text.find(" ", start) + 1 if start > 0 else 0
    end = text.rfind(" ", 0, end) if end < len(text) else len(text)
    return start, max(end, start)
