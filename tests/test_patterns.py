"""No pattern of the project takes for ever on a text that was made for it."""

import importlib
import itertools
import pkgutil
import re
import signal
import time
from re import _parser  # what the module itself reads patterns with

import pytest

import cases
from tests.environment import SOAK

pytestmark = pytest.mark.soak
LONG, LONGER = 500, 8  # characters, and how many times as many
MOST_TIMES = 24  # as long for eight times the text: with noise; the square of it would be 64
WORTH_TIMING = 0.0002  # seconds, below which a clock says nothing
SECONDS = 60  # for one pattern on all its texts, where growth is not the square but beyond
# Of these the time is the square of the length, and the length is not what a stranger chooses.
BOUNDED = {
    "cases.dates.reading": "texts of dates are cut before they are read",
    "cases.shown_text": "HTML that the allow-list made: what opens is closed",
    "cases.style.tokens": "the style sheet of the project",
}
CLASSES = {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_NOT_WORD": " "}


def patterns() -> list[tuple[str, re.Pattern]]:
    """Every compiled pattern that a module of the project keeps, with where it stands."""
    found = {}
    for info in pkgutil.walk_packages(cases.__path__, "cases."):
        if ".migrations" in info.name or ".management" in info.name:
            continue
        for name, value in vars(importlib.import_module(info.name)).items():
            values = value.values() if isinstance(value, dict) else [value]
            for each in values:
                if isinstance(each, re.Pattern):
                    found.setdefault((str(each.pattern), each.flags), (f"{info.name}.{name}", each))
    return sorted(found.values(), key=lambda pair: (pair[0], str(pair[1].pattern)))


def parts_of(tree) -> tuple[set[str], set[str]]:
    """Characters that a pattern knows, and the words that stand in it."""
    characters, words, word = {"x", " "}, set(), ""
    for operation, said in tree:
        if (kind := str(operation)) == "LITERAL":
            word += chr(said)
            characters.add(chr(said))
            continue
        word = words.add(word) or ""
        if kind == "IN":
            for one, value in said:
                if str(one) in ("LITERAL", "RANGE"):
                    ends = value if isinstance(value, tuple) else (value,)
                    characters.update(map(chr, ends))
                elif str(one) == "CATEGORY":
                    characters.add(CLASSES.get(str(value), "w"))
        for inner in inside(kind, said):
            more, others = parts_of(inner)
            characters, words = characters | more, words | others
    return characters, {word for word in words | {word} if len(word) > 1}


def inside(kind: str, said) -> list:
    """The patterns inside a part of a pattern."""
    if kind == "BRANCH":
        return said[1]
    place = {"SUBPATTERN": 3, "MAX_REPEAT": 2, "MIN_REPEAT": 2, "ASSERT": 1, "ASSERT_NOT": 1}
    return [said[place[kind]]] if kind in place else []


def texts_for(pattern: re.Pattern):
    """What to repeat, and what to put before it, to make a pattern look again and again."""
    characters, words = parts_of(_parser.parse(pattern.pattern, pattern.flags))
    characters, words = sorted(characters)[:10], sorted(words)[:6]
    pairs = [a + b for a, b in itertools.permutations(characters, 2)]
    repeated = [*characters, *pairs, *words, *(w + c for w in words for c in characters[:4])]
    return itertools.product(repeated, ["", *words[:3]])


def seconds_on(pattern: re.Pattern, repeated: str, before: str, length: int) -> float:
    """How long it takes to look everywhere in a text, and at all of it."""
    text = before + (repeated * length)[:length] + "\0"
    if isinstance(pattern.pattern, bytes):
        text = text.encode("latin-1", "ignore")
    began = time.process_time()
    for _match in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    return time.process_time() - began


def test_no_text_makes_a_pattern_look_for_ever(soak_count):
    found = patterns()
    tried = soak_count("no text stops the server in a regular expression", "2 B: texts made for it",
                       full=len(found), few=len(found))  # fmt: skip
    before = signal.signal(signal.SIGALRM, lambda *_signal: pytest.fail("it goes on for ever"))
    try:
        for number in tried:
            name, pattern = found[number]
            signal.alarm(SECONDS * 10 if SOAK else SECONDS)
            for repeated, first in texts_for(pattern):
                if not SOAK:  # ends at all; how fast is a matter for a calm machine
                    seconds_on(pattern, repeated, first, LONG // 5)
                elif (short := seconds_on(pattern, repeated, first, LONG)) > WORTH_TIMING:
                    times = seconds_on(pattern, repeated, first, LONG * LONGER) / short
                    if times > MOST_TIMES and name.rpartition(".")[0] not in BOUNDED:
                        tried.lose(f"{name} on {first + repeated!r}: {times:.0f} times as long")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
