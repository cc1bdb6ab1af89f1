"""The question in the language of SQLite's FTS5."""

from .query import Part, Phrase, Question

# A list in JSON: read several times faster than a row for each.
NUMBERS = "SELECT json_group_array(rowid) FROM cases_search WHERE cases_search MATCH %s"
PAGES = "SELECT rowid FROM cases_page_search WHERE cases_page_search MATCH %s"
# CROSS JOIN: the words first, whatever the planner thinks.
PAGES_OF_DOCUMENTS = (
    "SELECT page.name, count(*) FROM cases_page_search AS found"
    " CROSS JOIN cases_documentpage AS page ON page.id = found.rowid"
    " WHERE cases_page_search MATCH %s GROUP BY page.name"
)
NAMES_FROM = (
    "SELECT entry_id, folded FROM cases_name WHERE kind = %s AND folded >= %s AND folded < %s"
    " ORDER BY folded LIMIT %s"
)


def text_of(question: Question, names_only: bool = False) -> str:
    """The MATCH text: every word quoted, so that nothing typed is an operator."""
    wanted = " AND ".join(_part(part) for part in question.every)
    for phrase in question.instead:
        wanted = f"({wanted}) OR {_phrase(phrase)}"
    without = " OR ".join(_phrase(phrase) for phrase in question.without)
    text = f"({wanted}) NOT ({without})" if without else wanted
    return f"search_names : ({text})" if names_only else text


def _part(part: Part) -> str:
    first, *others = (_phrase(phrase) for phrase in part.phrases)
    first += " *" if part.begins else ""
    return f"({' OR '.join([first, *others])})"


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"'
