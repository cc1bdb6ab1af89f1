"""Words about dates in French and English, as they are read: without accents, in lower case."""

from .grammar import AUTUMN, SPRING, SUMMER, WINTER

_MONTHS = (
    "janvier janv january jan",
    "fevrier fevr fev february feb",
    "mars march mar",
    "avril avr april apr",
    "mai may",
    "juin june jun",
    "juillet juil july jul",
    "aout august aug",
    "septembre september sept sep",
    "octobre october oct",
    "novembre november nov",
    "decembre december dec",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}

SEASONS = {
    "printemps": SPRING,
    "spring": SPRING,
    "ete": SUMMER,
    "summer": SUMMER,
    "automne": AUTUMN,
    "autumn": AUTUMN,
    "fall": AUTUMN,
    "hiver": WINTER,
    "winter": WINTER,
}

# Every phrase below is compared with the beginning (or end) of the text; longer ones come first.
BEFORE = (
    "au plus tard",
    "no later than",
    "not later than",
    "at the latest",
    "avant",
    "before",
    "by",
)
AFTER = (
    "no earlier than",
    "not before",
    "at the earliest",
    "au plus tot",
    "a partir",
    "a compter",
    "starting",
    "apres",
    "after",
    "des",
)
SINCE = ("depuis", "since")
UNTIL = ("jusqu'", "jusque", "until", "till", "up to")
LATEST_SUFFIXES = ("au plus tard", "at the latest")
EARLIEST_SUFFIXES = ("au plus tot", "at the earliest")

APPROXIMATE_PREFIXES = (
    "approximativement",
    "approximately",
    "autour",
    "environ",
    "around",
    "about",
    "circa",
    "ca",
    "vers",
    "~",
)
APPROXIMATE_SUFFIXES = ("environ", "approximately", "~")
UNCERTAIN_PREFIXES = ("peut-etre", "probablement", "probably", "perhaps", "possibly", "maybe")
UNCERTAIN_SUFFIXES = ("(incertain)", "(uncertain)", "?")

# Beginning, middle, end of a year or month: the index is the third.
PARTS = {
    "debut": 0,
    "beginning": 0,
    "early": 0,
    "mi": 1,
    "milieu": 1,
    "mid": 1,
    "middle": 1,
    "fin": 2,
    "end": 2,
    "late": 2,
}

# Small words in front of a date that change nothing to it.
ARTICLES = (
    "l'annee",
    "annee",
    "courant",
    "le mois",
    "l'",
    "d'",
    "le",
    "la",
    "en",
    "de",
    "du",
    "des",
    "a",
    "au",
    "the",
    "in",
    "on",
    "of",
)

RANGE_PREFIXES = ("entre", "between", "from", "du", "de", "d'")
RANGE_SEPARATORS = (" - ", " a ", " au ", " et ", " and ", " to ", " until ", " jusqu'")
