"""The known name nearest to what was typed, for typing errors: "bricam" is near BriefCam."""

from functools import lru_cache

from rapidfuzz import fuzz, process

from cases.models import DataVersion, Name
from cases.text import fold

CUTOFF = 72  # of rapidfuzz's ratio: two letters in seven
SHORTEST = 4
LONGEST = 60
SOURCES = (Name.Source.TITLE, Name.Source.ALIAS)


def nearest(typed: str) -> str:
    """The title whose name is nearest; "" when none is near, or when it is what was typed."""
    folded = fold(typed)
    if not SHORTEST <= len(folded) <= LONGEST:
        return ""
    names = _names(DataVersion.current())
    found = process.extractOne(folded, names.keys(), scorer=fuzz.ratio, score_cutoff=CUTOFF)
    return names[found[0]] if found and found[0] != folded else ""


@lru_cache(maxsize=1)
def _names(version: int) -> dict[str, str]:
    """{folded name: title} of every live record; places that nothing is known of come last."""
    rows = (
        Name.objects.filter(source__in=SOURCES, entry__merged_into=None, entry__withdrawn_on=None)
        .order_by("-pk")
        .values_list("folded", "entry__title")
    )
    return dict(rows.iterator(5000))
