"""The question in the language of SQLite's FTS5."""

from .query import Part, Phrase, Question

ENTRIES = "SELECT rowid FROM cases_search WHERE cases_search MATCH %s"
PAGES = "SELECT rowid FROM cases_page_search WHERE cases_page_search MATCH %s"


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
