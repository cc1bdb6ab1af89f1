"""Where the texts of records have the words that were looked for."""

from cases.kinds import KINDS
from cases.models import Entry
from cases.words_of_html import all_words

from .marking import Marker, Pieces

MOST_TEXT = 20_000  # characters of a rendered text; the words of a result stand early


def excerpts(grouped: dict[str, list[Entry]], marker: Marker) -> dict[int, Pieces]:
    """{number of the entry: where its text has the words}; one query for each kind."""
    found = {}
    for key, entries in grouped.items():
        rows = KINDS[key].model.objects.filter(pk__in=[entry.pk for entry in entries])
        for number, html in rows.exclude(description="").values_list("pk", "description_html"):
            cut = marker.excerpt(all_words(html[:MOST_TEXT]))
            if cut:
                found[number] = cut
    return found
