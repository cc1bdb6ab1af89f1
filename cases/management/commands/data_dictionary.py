"""Print docs/data-dictionary.md: every kind of record and every field that may be edited.

Read off the registry and the forms; the database is not asked.
"""

from collections.abc import Iterable, Iterator

from django import forms
from django.core.management.base import BaseCommand
from django.utils.translation import override

from cases.forms import fields as f
from cases.forms.base import SHARED_FIELDS
from cases.forms.rows import MOST_ROWS, Rows
from cases.kinds import KINDS, Kind

HEAD = """# Data dictionary

Every kind of record, and every field that people may propose to change. Made from the registry
(`cases/kinds.py`) and the forms (`cases/forms/`); after a change of either:

    python manage.py data_dictionary > docs/data-dictionary.md

The field names are those of forms, snapshots and history. A snapshot holds plain values: text,
true or false, whole numbers, decimals as text, a link as the address of the record, several
links and tags sorted, nested rows as lists. An empty value means that nobody has found it.

Each record also has, outside its forms: its address (`kind/slug`, never reused), the number of its
last revision, and the days it was made, edited and verified.
"""
VALUES = (
    (f.TagsField, "tags: keys separated by commas"),
    (f.LinesField, "texts, one a line; at most 100 lines of 300 characters"),
    (f.PartialDateFormField, "partial date (EDTF): `2018`, `2022-06`, `2019~`, `2018/2020`"),
    (f.AmountField, "amount, two decimals"),
    (forms.DateField, "day (ISO 8601): `2026-11-22`"),
    (forms.BooleanField, "true or false"),
    (forms.UUIDField, "key (UUID)"),
    (forms.URLField, "address (URL)"),
    (forms.DecimalField, "decimal"),
    (forms.FloatField, "number"),
    (forms.IntegerField, "whole number"),
)


class Command(BaseCommand):
    """See the module."""

    help = "Print the data dictionary as Markdown."
    requires_system_checks = ()

    def handle(self, **options):
        """Print the document."""
        self.stdout.write(document(), ending="")


def document() -> str:
    """The whole document, in the language of the code."""
    with override("en"):
        return "\n".join([HEAD, *_kinds(), *_shared()])


class _NoTerms(f.Vocabulary):
    """An empty vocabulary: the words of a scheme are data, not part of the dictionary."""

    def scheme(self, name: str) -> dict:
        """No terms."""
        return {}


def _kinds() -> Iterator[str]:
    yield "| kind | list | what it is |\n|---|---|---|"
    for kind in KINDS.values():
        who = "" if kind.contribute else " For moderators."
        yield f"| [{kind.key}](#{kind.key}) | `/{kind.word}/` | {_sentence(kind.model)}{who} |"
    for kind in KINDS.values():
        yield from _kind(kind)


def _kind(kind: Kind) -> Iterator[str]:
    yield f"\n## {kind.key}\n\n{_sentence(kind.model)}\n"
    fields = kind.form(vocabulary=_NoTerms()).fields
    yield from _table({n: x for n, x in fields.items() if n not in (*SHARED_FIELDS, "tags")})
    if owned := getattr(kind.model, "REFERENCE_FIELDS", ()):
        names = ", ".join(f"`{name}`" for name in owned)
        yield f"\nNot edited where the reference edition states them: {names}."
    yield from _rows(rows for rows in kind.form.ROWS if rows.owner != "entry")


def _shared() -> Iterator[str]:
    kind = next(iter(KINDS.values()))
    fields = kind.form(vocabulary=_NoTerms()).fields
    yield "\n## Fields of every kind\n"
    yield from _table({name: fields[name] for name in (*SHARED_FIELDS, "tags")})
    yield f"\n## Rows of every kind\n\nAt most {MOST_ROWS} of each on one record."
    yield from _rows(rows for rows in kind.form.ROWS if rows.owner == "entry")
    yield ""


def _rows(every: Iterable[Rows]) -> Iterator[str]:
    for rows in every:
        whose = " For moderators alone." if rows.moderators_only else ""
        about = f"{_sentence(rows.form)}{whose}"
        yield f"\nRows `{rows.name}` (prefix `{rows.prefix}` in forms): {about}\n"
        yield from _table(rows.form(vocabulary=_NoTerms()).fields)


def _table(fields: dict) -> Iterator[str]:
    yield "| field | label | value | help |\n|---|---|---|---|"
    for name, field in fields.items():
        needed = " **required**" if field.required else ""
        yield f"| `{name}` | {field.label or ''} | {_value(field)}{needed} | {field.help_text} |"


def _value(field: forms.Field) -> str:
    if isinstance(field, f.EntryField):
        several = "several" if isinstance(field, f.EntriesField) else "one"
        return f"link to {several}: {', '.join(field.kinds)}"
    if isinstance(field, f.TermField | f.TermsField):
        several = "terms" if isinstance(field, f.TermsField) else "one term"
        return f"{several} of `{field.scheme}`"
    if isinstance(field, forms.ChoiceField):
        return "one of: " + ", ".join(f"`{value}`" for value, _label in field.choices if value)
    for known, words in VALUES:
        if isinstance(field, known):
            return words
    return _text(field)


def _text(field: forms.Field) -> str:
    words = "long text (Markdown)" if isinstance(field.widget, forms.Textarea) else "text"
    return f"{words}, at most {field.max_length}" if field.max_length else words


def _sentence(documented: type) -> str:
    return " ".join(documented.__doc__.split("\n\n")[0].split())
