"""The question in the language of PostgreSQL's tsquery."""

from .query import Part, Phrase, Question

ENTRIES = "SELECT id FROM cases_entry WHERE search @@ %s::tsquery"
PAGES = "SELECT id FROM cases_documentpage WHERE search @@ %s::tsquery"
NAMES = "A"  # the weight of names in the column


def text_of(question: Question, names_only: bool = False) -> str:
    """The tsquery: every word quoted, so that nothing typed is an operator."""
    label = NAMES if names_only else ""
    wanted = " & ".join(_part(part, label) for part in question.every)
    for phrase in question.instead:
        wanted = f"({wanted}) | {_phrase(phrase, label)}"
    for phrase in question.without:
        wanted = f"({wanted}) & !{_phrase(phrase, '')}"
    return wanted


def _part(part: Part, label: str) -> str:
    first, *others = part.phrases
    found = [_phrase(first, ("*" if part.begins else "") + label)]
    found += [_phrase(phrase, label) for phrase in others]
    return f"({' | '.join(found)})"


def _phrase(phrase: Phrase, label: str) -> str:
    words = [f"'{word}'" + (f":{label}" if label else "") for word in phrase]
    return f"({' <-> '.join(words)})"
