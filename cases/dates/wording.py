"""Partial dates in honest words, French or English: never more precise than what is known.

Own tables, so that the words depend on the arguments alone and not on the active language.
"""

from functools import lru_cache

from .grammar import APPROXIMATE, AUTUMN, BOTH, SPRING, SUMMER, UNCERTAIN, WINTER, part_of, read

NBSP = "\u00a0"

FRENCH_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FRENCH_SEASONS = {SPRING: "printemps", SUMMER: "été", AUTUMN: "automne", WINTER: "hiver"}
ENGLISH_SEASONS = {SPRING: "spring", SUMMER: "summer", AUTUMN: "autumn", WINTER: "winter"}
FRENCH_PARTS = ("début ", "mi-", "fin ")
ENGLISH_PARTS = ("early ", "mid-", "late ")


@lru_cache(maxsize=8192)
def display(edtf: str, language: str = "fr") -> str:
    """The canonical date in words: "été 2022", "avant avril 2023", "vers 2018".

    `language` beginning with "en" gives English, anything else French. "Before" and "after"
    include the period they name, as EDTF does. Raises DateError.
    """
    partial = read(edtf)
    speak = English() if language.startswith("en") else French()
    if partial.kind == "point":
        return speak.point(partial.first)
    if partial.kind == "before":
        return speak.before(partial.last)
    if partial.kind == "after":
        return speak.after(partial.first)
    if not partial.last:
        return speak.since(partial.first)
    if not partial.first:
        return speak.until(partial.last)
    return _part(partial, speak) or _interval(partial.first, partial.last, speak)


def _part(partial, speak):
    """ "début 2023" for the interval that those words stand for, else None."""
    if partial.first.mark != APPROXIMATE or not partial.first.month:
        return None
    month = partial.first.unmarked
    whole = type(month)(month.year, month.month if month.day else None)
    for which, word in enumerate(speak.parts):
        if part_of(which, whole) == partial:
            return word + speak.bare(whole)
    return None


def _interval(first, last, speak):
    """Both ends; what they share is said once."""
    plain = not first.mark and not last.mark
    if plain and first.is_year and last.is_year:
        return f"{first}–{last}"
    if plain and first.year == last.year:
        if first.is_month and last.is_month:
            return speak.between(speak.month(first.month), last)
        if first.day and last.day:
            same_month = first.month == last.month
            return speak.between(
                speak.day(first.day) if same_month else speak.day_month(first), last
            )
    return speak.between(None, last, first)


class French:
    """French words."""

    parts = FRENCH_PARTS

    def month(self, number):
        return FRENCH_MONTHS[number - 1]

    def day(self, number):
        return "1ᵉʳ" if number == 1 else str(number)

    def day_month(self, point):
        return f"{self.day(point.day)}{NBSP}{self.month(point.month)}"

    def bare(self, point):
        """The point without article or mark."""
        if point.season:
            years = f"{point.year}–{point.year + 1}" if point.season == WINTER else point.year
            return f"{FRENCH_SEASONS[point.season]} {years}"
        if not point.month:
            return str(point.year)
        if not point.day:
            return f"{self.month(point.month)} {point.year}"
        words = f"{self.day_month(point)} {point.year}"
        if point.time:
            hour, minute = point.time.split(":")
            words += f" à {int(hour)}{NBSP}h{NBSP}{minute}"
        return words

    def with_article(self, point):
        """ "le 5 avril 2023", "l’été 2022", but "avril 2022" and "2018"."""
        if point.season:
            return ("le " if point.season == SPRING else "l’") + self.bare(point)
        return ("le " if point.day else "") + self.bare(point)

    def point(self, point):
        words = self.bare(point)
        if point.mark in (APPROXIMATE, BOTH):
            words = f"vers {self.with_article(point)}"
        return words + (" (incertain)" if point.mark in (UNCERTAIN, BOTH) else "")

    def marks(self, point):
        """Words that follow the end of an interval."""
        words = " environ" if point.mark in (APPROXIMATE, BOTH) else ""
        return words + (" (incertain)" if point.mark in (UNCERTAIN, BOTH) else "")

    def before(self, point):
        return f"avant {self.with_article(point)}"

    def after(self, point):
        if point.day:
            return f"à partir du {self.bare(point)}"
        return f"après {self.with_article(point)}"

    def since(self, point):
        return f"depuis {self.with_article(point)}{self.marks(point)}"

    def until(self, point):
        if point.day or point.season:
            words = self.contracted("à", point)
        else:
            words = f"en {self.bare(point)}"
        return f"jusqu’{words}{self.marks(point)}"

    def contracted(self, preposition, point, words=None):
        """The preposition "de" or "à" with the article or elision that the point asks for."""
        words = words or self.bare(point)
        masculine = point.day or point.season == SPRING
        if masculine:
            return f"{'du' if preposition == 'de' else 'au'} {words}"
        if point.season:
            return f"{preposition} l’{words}"
        elided = preposition == "de" and words[0] in "ao"
        return f"d’{words}" if elided else f"{preposition} {words}"

    def between(self, start, last, first=None):
        """`start` in short words of the same nature as `last`, or a whole point `first`."""
        left = self.contracted("de", first or last, start)
        right = self.contracted("à", last)
        return f"{left}{self.marks(first) if first else ''} {right}{self.marks(last)}"


class English:
    """English words."""

    parts = ENGLISH_PARTS

    def month(self, number):
        return ENGLISH_MONTHS[number - 1]

    def day(self, number):
        return str(number)

    def day_month(self, point):
        return f"{point.day} {self.month(point.month)}"

    def bare(self, point):
        """The point without mark."""
        if point.season:
            years = f"{point.year}–{point.year + 1}" if point.season == WINTER else point.year
            return f"{ENGLISH_SEASONS[point.season]} {years}"
        if not point.month:
            return str(point.year)
        if not point.day:
            return f"{self.month(point.month)} {point.year}"
        return f"{self.day_month(point)} {point.year}" + (f" at {point.time}" if point.time else "")

    def point(self, point):
        around = "around " if point.mark in (APPROXIMATE, BOTH) else ""
        return (
            around + self.bare(point) + (" (uncertain)" if point.mark in (UNCERTAIN, BOTH) else "")
        )

    def before(self, point):
        return f"before {self.bare(point)}"

    def after(self, point):
        return f"{'from' if point.day else 'after'} {self.bare(point)}"

    def since(self, point):
        return f"since {self.point(point)}"

    def until(self, point):
        return f"until {self.point(point)}"

    def between(self, start, last, first=None):
        return f"from {start or self.point(first)} to {self.point(last)}"
