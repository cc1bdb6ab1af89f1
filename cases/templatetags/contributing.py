"""Filters that lay out the forms of contributions and reviews."""

from django import template

from cases.kinds import KINDS
from cases.models import Acquisition

register = template.Library()


@register.filter
def formset_of(form, rows):
    """The formset of one kind of nested row."""
    return form.rows[rows.name]


@register.filter
def any_error(parts) -> bool:
    """True when one of the fields or forms has an error: its fold is then open."""
    return any(part.errors for part in parts)


@register.filter
def any_where_error(forms) -> bool:
    """True when what is said of where in a new source has an error."""
    return any(form.where and form.where.errors for form in forms)


@register.filter
def typed_in(fields) -> int:
    """In how many of these fields something was typed."""
    return sum(field.name in field.form.changed_data and bool(field.data) for field in fields
               if field.form.is_bound)  # fmt: skip


@register.filter
def filled(formset) -> int:
    """How many rows say something."""
    return len([form for form in formset.forms if form.initial.get("key") or form.has_changed()])


@register.filter
def kind_label(key: str) -> str:
    """The words for a kind of record."""
    return KINDS[key].label if key in KINDS else key


@register.filter
def acquisition_label(value: str) -> str:
    """The words for a class of source."""
    return dict(Acquisition.choices).get(value, value)


@register.filter
def words(text: str) -> list[str]:
    """The words of a text, to loop over."""
    return text.split()


@register.filter
def named(form, name: str):
    """The field of a form by its name."""
    return form[name]


@register.filter
def several(things) -> bool:
    """True when there is more than one."""
    return len(things) > 1
