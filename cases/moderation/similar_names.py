"""Names that differ by a letter: narrowed by the database first, then compared in memory."""

import re

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from rapidfuzz import fuzz, process

from cases.models import Entry, Name
from cases.text import fold

CUTOFF = 85  # of rapidfuzz's ratio on folded names: one letter in seven
SHORTEST = 4  # below, one letter makes another name
MOST_COMPARED = 1_000
# Kinds with tens of thousands of names: looked up by how they begin, with an index.
MANY = ("place", "source")
LEGAL_FORMS = frozenset((
    "sa", "sas", "sasu", "sarl", "eurl", "sca", "scop", "ltd", "llc", "plc", "inc", "corp", "gmbh",
    "ag", "bv", "nv", "spa", "srl", "oy", "asa",
))  # fmt: skip


def alike(kind: str, names: list[str]) -> list[Entry]:
    """Live entries of the kind whose name or alias is nearly one of these, the nearest first."""
    best = {}
    for name in names:
        folded = bare(fold(name))
        if len(folded) < SHORTEST:
            continue
        near = {
            pk: bare(text)
            for pk, text in _candidates(kind, folded)
            if _figures(text) == _figures(folded)
        }
        found = process.extract(folded, near, scorer=fuzz.ratio, score_cutoff=CUTOFF, limit=10)
        for _text, score, pk in found:
            best[pk] = max(score, best.get(pk, 0))
    entries = Entry.objects.in_bulk(
        Name.objects.filter(pk__in=best).values_list("entry_id", flat=True)
    )
    owner = dict(Name.objects.filter(pk__in=best).values_list("pk", "entry_id"))
    nearest = sorted(best, key=lambda pk: (-best[pk], pk))
    return list(dict.fromkeys(entries[owner[pk]] for pk in nearest))


def bare(folded: str) -> str:
    """The name of a firm without its legal form: `briefcam sas` is `briefcam`."""
    kept = [word for word in folded.split() if word not in LEGAL_FORMS]
    return " ".join(kept) or folded


def _figures(folded: str) -> list[str]:
    """Numbers tell names apart whatever the letters: the law of 2021 is not that of 2022."""
    return re.findall(r"\d+", folded)


def _candidates(kind: str, folded: str) -> QuerySet:
    """(number, name) of at most MOST_COMPARED names that begin alike or share a long word."""
    names = Name.objects.filter(
        entry__kind=kind, entry__merged_into=None, entry__withdrawn_on=None,
        source__in=(Name.Source.TITLE, Name.Source.ALIAS),
    )  # fmt: skip
    where = _begins(folded[: 3 if len(folded) < 12 else 5])
    if kind not in MANY:
        longest = max(folded.split(), key=len)
        if len(longest) > SHORTEST:
            where |= Q(folded__contains=longest[:-1]) | Q(folded__contains=longest[1:])
    # A ratio of 85 cannot be reached by a name a third longer; legal forms take a few letters.
    names = names.annotate(length=Length("folded")).filter(
        where, length__gte=0.7 * len(folded), length__lte=1.4 * len(folded) + 6
    )
    return names.order_by("pk").values_list("pk", "folded")[:MOST_COMPARED]


def _begins(start: str) -> Q:
    """Names that begin so, by the index: SQLite has none for LIKE, PostgreSQL one of its own."""
    if connection.vendor == "sqlite":
        return Q(folded__gte=start, folded__lt=f"{start}\U0010ffff")
    return Q(folded__startswith=start)
