"""The question in the language of PostgreSQL's tsquery."""

from .query import Part, Phrase, Question

# Lists in JSON, which are read in the same way as those of SQLite.
LISTED = "'[' || string_agg(id::text, ',') || ']'"
NUMBERS = f"SELECT {LISTED} FROM cases_entry WHERE search @@ %s::tsquery"  # noqa: S608
LISTED_WHERE = "'[' || string_agg(id::text, ',') FILTER (WHERE search @@ %s::tsquery) || ']'"
# Each row is read once for the three: the index knows words, but not which of them are of names.
NUMBERS_BY_RANK = (
    f"SELECT {LISTED}, {LISTED_WHERE}, {LISTED_WHERE} FROM cases_entry"  # noqa: S608
    " WHERE search @@ %s::tsquery"
)
PAGES = "SELECT id FROM cases_documentpage WHERE search @@ %s::tsquery"
# The words first, whatever the planner thinks.
PAGES_OF_DOCUMENTS = (
    "WITH found AS MATERIALIZED (SELECT name FROM cases_documentpage WHERE search @@ %s::tsquery)"
    " SELECT name, count(*) FROM found GROUP BY name"
)
NAMES_FROM = (
    "SELECT entry_id, folded FROM cases_name WHERE kind = %s AND folded ~>=~ %s AND folded ~<~ %s"
    " ORDER BY folded USING ~<~ LIMIT %s"
)
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
