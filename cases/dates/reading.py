"""Reading dates as people write them, in French or English, into canonical EDTF."""

import re
import unicodedata
from dataclasses import replace

from . import words
from .grammar import (
    APPROXIMATE,
    BOTH,
    MAX_LENGTH,
    UNCERTAIN,
    WINTER,
    DateError,
    NotCanonical,
    PartialDate,
    Point,
    part_of,
    read,
    read_point,
)

# Day first, as in French; the year always has four digits, so that nothing is guessed.
DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
MONTH_YEAR = re.compile(r"([0-9]{1,2})[/.-]([0-9]{4})")
DAY_NAME_YEAR = re.compile(
    r"(?:([0-9]{1,2})(?:er|st|nd|rd|th)? )?(?:de |d'|of )?([a-z]+) (?:de )?([0-9]{4})"
)
NAME_DAY_YEAR = re.compile(r"([a-z]+) ([0-9]{1,2})(?:st|nd|rd|th)? ([0-9]{4})")
WINTER_OF_TWO_YEARS = re.compile(r"(?:hiver|winter) ([0-9]{4}) ?[-/] ?([0-9]{4})")
WITH_TIME = re.compile(r"(.{6,60}?)(?: a| at)? ([0-9]{1,2})(?: ?h ?|:)([0-9]{2})")
PART = re.compile(r"([a-z]+)[ -](.+)")
YEARS = re.compile(r"([0-9]{4})-([0-9]{4})")


def parse(text: str) -> str:
    """Canonical EDTF for canonical EDTF, or for a date in French or English words or figures.

    "Before" and "after" are read as at the latest and at the earliest: the wider reading never
    excludes a true day. Raises DateError, whose translated message gives examples.
    """
    if not isinstance(text, str) or len(text) > MAX_LENGTH or "\0" in text:
        raise NotCanonical
    try:
        return str(read(text.strip()))
    except NotCanonical:
        pass
    plain = _plain(text)
    # Compatibility characters may grow when they are decomposed.
    if not plain or len(plain) > 2 * MAX_LENGTH:
        raise NotCanonical
    for reader in (_open_ended, _point_or_part, _interval):
        partial = reader(plain)
        if partial:
            canonical = str(partial)
            if len(canonical) <= MAX_LENGTH:
                return canonical
    raise NotCanonical


def from_corpus(value: str, precision: str, qualifier: str, season: str | None = None) -> str:
    """Canonical EDTF for one date of the corpus: before is at the latest, after at the earliest.

    `precision` is day, minute, month, month_range, season (the year is in `value`) or year.
    Raises DateError when the value has not the precision that it announces.
    """
    text = str(value)
    if precision == "season":
        if season not in words.SEASONS:
            raise NotCanonical
        text = f"{text}-{words.SEASONS[season]}"
    partial = read(text)
    if precision != _precision(partial):
        raise NotCanonical
    marked = {"exact": text, "approx": f"{text}~", "before": f"[..{text}]", "after": f"[{text}..]"}
    if precision == "month_range" and qualifier == "approx":
        marked["approx"] = "~/".join(text.split("/")) + "~"
    if qualifier not in marked:
        raise NotCanonical
    return str(read(marked[qualifier]))


def _precision(partial):
    """The corpus word for the precision of a plain date or interval of months."""
    if partial.kind == "interval" and partial.first and partial.last:
        return "month_range" if partial.first.is_month and partial.last.is_month else "range"
    point = partial.first
    if partial.kind != "point" or point.mark:
        return "other"
    if point.time:
        return "minute"
    if point.day:
        return "day"
    if point.month:
        return "month"
    return "season" if point.season else "year"


def _plain(text):
    """Lower case without accents, straight apostrophes and hyphens, single spaces, no commas."""
    text = unicodedata.normalize("NFKD", text).replace("’", "'").replace("−", "-")
    text = "".join(char for char in text if not unicodedata.combining(char)).lower()
    text = re.sub("[‐‑‒–—]", "-", text)
    text = re.sub(r"([a-z])\.", r"\1", text)  # avr. 2023
    return " ".join(text.replace(",", " ").split())


def _without_prefix(text, phrases):
    """The rest of the text after one of the phrases as a whole word, or None."""
    for phrase in phrases:
        if text.startswith(phrase):
            rest = text[len(phrase) :]
            if rest.startswith(" ") or phrase[-1] in "'~":
                return rest.strip()
    return None


def _without_suffix(text, phrases):
    """The text before one of the phrases, or None."""
    for phrase in phrases:
        if text.endswith(phrase) and len(text) > len(phrase):
            return text[: -len(phrase)].strip()
    return None


def _without_articles(text):
    for _attempt in range(3):
        rest = _without_prefix(text, words.ARTICLES)
        if not rest:
            break
        text = rest
    return text


def _open_ended(text):
    """Before, after, since, until: a PartialDate, or None when no such word is there."""
    wordings = (
        (
            "before",
            _without_prefix(text, words.BEFORE) or _without_suffix(text, words.LATEST_SUFFIXES),
        ),
        (
            "after",
            _without_prefix(text, words.AFTER) or _without_suffix(text, words.EARLIEST_SUFFIXES),
        ),
        ("since", _without_prefix(text, words.SINCE)),
        ("until", _without_prefix(text, words.UNTIL)),
    )
    for kind, rest in wordings:
        inner = _point_or_part(rest) if rest else None
        if not inner:
            continue
        first, last = inner.first, inner.last
        if inner.kind == "interval":  # "before the end of 2022": only the outer edge is kept
            first, last = first.unmarked, last.unmarked
        if kind == "before":
            return PartialDate("before", None, last)
        if kind == "after":
            return PartialDate("after", first, None)
        ends = (first, None) if kind == "since" else (None, last)
        return PartialDate("interval", *ends)
    return None


def _interval(text):
    """Two points, or two parts of years, with a word or dash between them; None otherwise.

    What the left side does not say is taken from the right one: "entre février et avril 2022".
    """
    years = YEARS.fullmatch(text)
    if years:
        return PartialDate("interval", *(Point(int(year)) for year in years.groups()))
    body = _without_prefix(text, words.RANGE_PREFIXES) or text
    for separator in words.RANGE_SEPARATORS:
        left, found, right = body.partition(separator)
        end = _point_or_part(right) if found else None
        if not end:
            continue
        tail = _without_articles(right).split()[1:]
        for start_text in (left, f"{left} {' '.join(tail[-1:])}", f"{left} {' '.join(tail[-2:])}"):
            start = _point_or_part(start_text)
            if start:
                return PartialDate("interval", start.first, end.last)
    # "from 2020" alone is a beginning, like "à partir de 2020".
    start = _point_or_part(body) if text.startswith("from ") else None
    return PartialDate("after", start.first.unmarked, None) if start else None


def _point_or_part(text):
    """A point, or the beginning, middle or end of a year or month; None otherwise."""
    point = _marked_point(text)
    if point:
        return PartialDate("point", point, point)
    match = PART.fullmatch(_without_articles(text))
    if match and match[1] in words.PARTS:
        whole = _bare_point(match[2])
        if whole and (whole.is_year or whole.is_month):
            return part_of(words.PARTS[match[1]], whole)
    return None


def _marked_point(text):
    """A point with its words for approximate and uncertain, or None."""
    found = set()
    marks = (
        (APPROXIMATE, words.APPROXIMATE_PREFIXES, words.APPROXIMATE_SUFFIXES),
        (UNCERTAIN, words.UNCERTAIN_PREFIXES, words.UNCERTAIN_SUFFIXES),
    )
    for _attempt in range(2):  # each mark may stand inside the other
        for mark, prefixes, suffixes in marks:
            rest = _without_prefix(text, prefixes) or _without_suffix(text, suffixes)
            if rest:
                found.add(mark)
                text = rest
    point = _bare_point(text)
    if not point or not found:
        return point
    if point.mark and {point.mark} != found:
        return replace(point, mark=BOTH)
    return replace(point, mark=BOTH if len(found) == 2 else found.pop())


def _bare_point(text):
    """A point without words around it, or None. Raises DateError for a day that does not exist."""
    text = _without_articles(text)
    try:
        return read_point(text)
    except NotCanonical:
        pass
    for pattern, build in FORMS:
        match = pattern.fullmatch(text)
        point = build(match) if match else None
        if point:
            return point
    return None


def _from_name(day, name, year):
    """A day, month or season from its name, or None when the name is not one."""
    if name in words.SEASONS and not day:
        return Point(int(year), season=words.SEASONS[name])
    if name in words.MONTHS:
        return Point(int(year), words.MONTHS[name], int(day) if day else None)
    return None


def _from_winter(match):
    first, second = int(match[1]), int(match[2])
    return Point(first, season=WINTER) if second == first + 1 else None


def _from_time(match):
    day = _bare_point(match[1])
    if not day or not day.day or day.time or day.mark:
        return None
    return replace(day, time=f"{int(match[2]):02d}:{match[3]}")


FORMS = (
    (DAY_MONTH_YEAR, lambda match: Point(int(match[4]), int(match[3]), int(match[1]))),
    (MONTH_YEAR, lambda match: Point(int(match[2]), int(match[1]))),
    (DAY_NAME_YEAR, lambda match: _from_name(*match.groups())),
    (NAME_DAY_YEAR, lambda match: _from_name(match[2], match[1], match[3])),
    (WINTER_OF_TWO_YEARS, _from_winter),
    (WITH_TIME, _from_time),
)

__all__ = ["DateError", "from_corpus", "parse"]
