"""Every field of a record that says something, in the order of its form."""

from dataclasses import replace

from django.utils.translation import gettext as _

from cases.kinds import KINDS
from cases.models import Record

from .outdated import outdated
from .sourcing import Sources
from .values import (
    Fact,
    Value,
    amount_value,
    calculated,
    confidence_mark,
    figure_of,
    figure_value,
    formula_words,
    named,
    values_of,
)

# Shown elsewhere on the page: the title, the story, the reservation, the contest.
ELSEWHERE = (
    "title", "name", "description", "note", "contested", "contested_by", "contested_note", "tags",
    "title_en", "description_en",
)  # fmt: skip
# Fields that together make one fact, shown in the place of the first of them.
AMOUNT = ("amount", "amount_min", "amount_max", "amount_text", "currency", "formula", "inputs")
FIGURE = ("value", "value_qualifier", "value_text", "unit", "formula", "inputs")


def facts(record: Record, sources: Sources | None = None) -> list[Fact]:
    """Every non-empty field in words, with its sources and how good the information is."""
    sources = sources or Sources(record)
    kind = KINDS[record.entry.kind]
    composed = {"funding": AMOUNT, "statistic": FIGURE}.get(kind.key, ())
    found = []
    for name in kind.form.base_fields:
        if name in composed:
            if name == composed[0]:
                found.append(figures(record, sources))
        elif name not in ELSEWHERE:
            field = record._meta.get_field(name)
            fact = fact_of(record, name, str(field.verbose_name), sources)
            if fact.values or fact.mark or fact.against:
                found.append(fact)
    return found + row_facts(record, sources)


def fact_of(record: Record, name: str, label: str, sources: Sources) -> Fact:
    """One field in words."""
    values = values_of(record, record._meta.get_field(name))
    if not values or _is_default(record, name):
        said = not_known(name, label, sources)
        if said:
            return said
    numbers, mark = sources.of(name) if values else ((), None)
    return Fact(name, label, values, numbers, mark, against=sources.against(name))


def not_known(name: str, label: str, sources: Sources) -> Fact | None:
    """Why the field has no value, where somebody said so."""
    said = sources.unknown(name)
    if said is None:
        return None
    value, mark, note, numbers = said
    values = (value,) if value else ()
    return Fact(name, label, values, numbers, mark, note, sources.against(name))


def _is_default(record: Record, name: str) -> bool:
    """True for a choice left as it begins, such as a state that is unknown."""
    field = record._meta.get_field(name)
    return bool(field.choices) and getattr(record, name) == field.get_default()


def figures(record: Record, sources: Sources) -> Fact:
    """The amount or the figure, with its formula and links to its inputs when calculated."""
    is_funding = record.entry.kind == "funding"
    value = amount_value(record) if is_funding else figure_value(record)
    name = "amount" if is_funding else "value"
    label = _("Amount") if is_funding else _("Figure")
    said = None if value.text else not_known(name, label, sources)
    if said:
        return said
    numbers, mark = sources.of(name)
    values, changed = [value], ()
    if record.is_derived:
        mark = calculated()
        changed = tuple(outdated([record]).get(record.pk, ()))
        # With inputs that changed since, the sum would not come out.
        words = formula_words(record)
        equation = words if changed else _equation(value.text, words)
        values.append(Value(equation, note=_("formula")))
        inputs = sorted(record.inputs.all(), key=str)
        values += [named(entry, note=figure_of(entry)) for entry in inputs]
    contrary = sources.against(name)
    return Fact(name, label, tuple(values), numbers, mark, against=contrary, outdated=changed)


def _equation(result: str, formula: str) -> str:
    """The formula with its result, unless it says it already."""
    return formula if "=" in formula else f"{formula} = {result}"


def row_facts(record: Record, sources: Sources) -> list[Fact]:
    """Roles, functions and parties: who or what, as what, and how sure."""
    found = []
    labels = {rows.name: str(rows.label) for rows in KINDS[record.entry.kind].form.ROWS}
    for name, read in ROWS.get(record.entry.kind, {}).items():
        rows = getattr(record, name).all()
        values = tuple(supported(read(row), row, sources) for row in rows)
        said = None if values else not_known(name, labels[name], sources)
        if said:
            found.append(said)
        elif values:
            found.append(Fact(name, labels[name], values, against=sources.against(name, rows)))
    return found


def supported(value: Value, row, sources: Sources) -> Value:
    """The value of a nested row with its sources, or the box that says that it has none."""
    mark = value.mark or sources.mark_of_row(row.key)
    return replace(value, sources=sources.of_row(row.key), mark=mark)


def role_value(role) -> Value:
    """`Thales, publishes the software`."""
    note = role.get_role_display() + (f" ({role.note})" if role.note else "")
    return named(role.entry, note=note, mark=confidence_mark(role.confidence))


def _function_value(row) -> Value:
    return named(row.function, note=row.get_state_display())


def party_value(party) -> Value:
    """`La Quadrature du Net, claimant`."""
    return named(party.entry, note=party.get_side_display(), mark=confidence_mark(party.confidence))


ROWS = {
    "deployment": {"roles": role_value},
    "product": {"functions": _function_value},
    "legal": {"parties": party_value},
}
