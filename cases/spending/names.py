"""The titles that thousands of rows are put in order by, without reading their entries."""

from collections.abc import Iterable

from django.utils.translation import get_language

from cases.facets.index import Index
from cases.facets.numbers import among
from cases.models import Entry


def titles_of(index: Index, numbers: Iterable[int]) -> dict[int, str]:
    """Titles in the language of the page, each read once for this version of the data."""
    known: dict[int, tuple[str, str]] = index.remember(("titles",), dict)
    wanted = list(numbers)
    missing = [number for number in wanted if number not in known]
    if missing:
        rows = among(Entry.objects.order_by(), missing).values_list("pk", "title", "title_en")
        known |= {number: titles for number, *titles in rows.iterator()}
    if get_language() == "en":
        return {n: known[n][1] or known[n][0] for n in wanted if n in known}
    return {n: known[n][0] for n in wanted if n in known}
