"""The words found in a text, apart from the others, to be marked: one rule for every text."""

import re
from dataclasses import dataclass

from .query import Question
from .words import COMMON, stems

AROUND = 90  # characters kept on each side of the first word found
# A word, also where its accents are characters of their own, as in the texts of many PDFs.
WORD = re.compile("[\\w\u0300-\u036f]+")

# A text in pieces, in order, each with whether it is one of the words found.
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Marker:
    """Knows the words of a question when it sees one: whole ones, and the beginnings of others."""

    words: frozenset[str]
    beginnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: Question) -> "Marker":
        """The marker of a question; words that stand everywhere are marked when alone."""
        words, beginnings = question.words, question.beginnings
        return cls(frozenset((words - COMMON) or words), tuple(beginnings - COMMON))

    def finds(self, word: str) -> bool:
        """True when the word, or a part of it, is among those looked for."""
        return any(
            part in self.words or part.startswith(self.beginnings) for part in stems(word)
        )  # fmt: skip

    def pieces(self, text: str) -> Pieces:
        """All of the text, in pieces."""
        return self._pieces(text, 0, len(text))

    def excerpt(self, text: str) -> Pieces:
        """The text around the first word found, in pieces; nothing where there is none."""
        first = next((match for match in WORD.finditer(text) if self.finds(match[0])), None)
        if first is None:
            return ()
        start, end = _whole_words(text, first.start() - AROUND, first.end() + AROUND)
        before = [("…", False)] if start else []
        after = [("…", False)] if end < len(text) else []
        return (*before, *self._pieces(text, start, end), *after)

    def _pieces(self, text: str, start: int, end: int) -> Pieces:
        found, done = [], start
        for match in WORD.finditer(text, start, end):
            if self.finds(match[0]):
                found += [(text[done : match.start()], False), (match[0], True)]
                done = match.end()
        found.append((text[done:end], False))
        return tuple(piece for piece in found if piece[0])


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds moved to the ends of words."""
    start = text.find(" ", start) + 1 if start > 0 else 0
    end = text.rfind(" ", 0, end) if end < len(text) else len(text)
    return start, max(end, start)
