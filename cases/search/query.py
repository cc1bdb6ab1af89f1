"""What people type, read as a question: words, "exact phrases", -exclusions, names and acronyms."""

import re
from dataclasses import dataclass, replace

from cases.models import Entry
from cases.text import fold

from .words import COMMON, stems

MOST_CHARACTERS, MOST_WORDS, MOST_MEANINGS = 200, 10, 6
SHORTEST_BEGINNING = 3  # letters of a last word that may be the beginning of a longer one
# What an acronym or another name may stand for in the texts of other records.
MEANT = ("term", "tag", "organisation", "vendor", "product", "law")
PART = re.compile(r'(?<!\S)(-?)"([^"]*)"|(?<!\S)(-?)(\S+)')

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One thing asked for: any of these phrases; `begins`: words that only begin so will do."""

    phrases: tuple[Phrase, ...]
    begins: bool = False


@dataclass(frozen=True)
class Question:
    """All of `every`, or one of `instead`; and nothing of `without`."""

    every: tuple[Part, ...] = ()
    instead: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()

    def __bool__(self) -> bool:
        """True when it asks for something."""
        return bool(self.every)

    @property
    def exactly(self) -> "Question":
        """The same without words that only begin so."""
        every = tuple(replace(part, begins=False) for part in self.every)
        return replace(self, every=every)

    @property
    def words(self) -> set[str]:
        """Every word that a result may show, for marking it."""
        phrases = [phrase for part in self.every for phrase in part.phrases] + list(self.instead)
        return {word for phrase in phrases for word in phrase}

    @property
    def beginnings(self) -> set[str]:
        """Words of which a result may show a longer one."""
        return {part.phrases[0][-1] for part in self.every if part.begins}


def read(typed: str) -> Question:
    """The question that a typed text asks; empty when nothing in it can be looked for."""
    typed = typed[:MOST_CHARACTERS].replace("\x00", " ").replace("«", '"').replace("»", '"')
    every, without, plain = [], [], []
    for not_phrase, phrase, not_word, word in PART.findall(typed):
        found = tuple(stems(phrase or word))[:MOST_WORDS]
        if not found:
            continue
        if not_phrase or not_word:
            without.append(found)
        elif phrase:
            every.append(Part((found,)))
        else:
            plain.append((word, found))
    return _question(every, without, plain)


def _question(every: list[Part], without: list[Phrase], plain: list) -> Question:
    meanings = _meanings(plain)
    words = [(typed, one) for typed, found in plain for one in found]
    telling = [pair for pair in words if pair[1] not in COMMON] or words
    for number, (typed, word) in enumerate(telling[:MOST_WORDS]):
        begins = number == len(telling) - 1 and len(word) >= SHORTEST_BEGINNING
        every.append(Part(((word,), *meanings.get(fold(typed), ())), begins))
    whole = fold(" ".join(typed for typed, _found in plain))
    instead = meanings.get(whole, ()) if len(plain) > 1 and len(every) == len(telling) else ()
    return Question(tuple(every), tuple(instead), tuple(without))


def _meanings(plain: list) -> dict[str, tuple[Phrase, ...]]:
    """The other names of what the words, or all of them together, are a name of."""
    typed = {fold(word) for word, _found in plain}
    typed.add(fold(" ".join(word for word, _found in plain)))
    rows = (
        Entry.objects.live()
        .filter(names__kind__in=MEANT, names__folded__in=typed - {""})
        .values_list("names__folded", "title", "title_en")
    )
    found: dict[str, list[Phrase]] = {}
    for folded, *titles in rows:
        phrases = found.setdefault(folded, [])
        for title in filter(None, titles):
            phrase = tuple(stems(title))
            if phrase and phrase not in phrases and len(phrases) < MOST_MEANINGS:
                phrases.append(phrase)
    return {folded: tuple(phrases) for folded, phrases in found.items()}
