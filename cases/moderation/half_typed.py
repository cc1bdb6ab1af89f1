"""What a form being filled in may repeat: only fields that tell it are read, and none is kept."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cases.forms.asked import BEFORE
from cases.forms.row_counts import count_of
from cases.forms.rows import plain
from cases.kinds import KINDS, Kind

from .duplicates import CODES, Repeat, possible_duplicates
from .submit import Proposal

# The fields that the rules of `duplicates.py` compare, by the end of their names in the form:
# all that the page sends while one types. Nothing that is written freely is among them.
TELLING = ("name", "title", "aliases", "places", "technologies", "entry", "latitude", "longitude",
           "url", "archived_url", *CODES)  # fmt: skip
MOST_LINKED = 3  # new records of a kind; all of them are compared once the form is sent


def repeats_of(kind: Kind, data: QueryDict) -> list[Repeat]:
    """What the record being typed, and the new ones that come along, may repeat."""
    linked = [
        Proposal(key, _readable(KINDS[key], data, f"{key}-{index}"))
        for key in BEFORE.get(kind.key, ("source",))
        for index in range(min(count_of(data, key), MOST_LINKED))
    ]
    main = Proposal(kind.key, _readable(kind, data))
    return possible_duplicates([*linked, main])


def _readable(kind: Kind, data: QueryDict, prefix: str | None = None) -> dict:
    """The telling fields that are valid by now, as a snapshot holds them."""
    form = kind.form(data, prefix=prefix)
    state = _clean(form)
    if "roles" in form.rows:
        rows = [_clean(row) for row in form.rows["roles"].forms]
        state["roles"] = [row for row in rows if row.get("entry")]
    return state


def _clean(form: forms.BaseForm) -> dict:
    state = {}
    for name in form.fields.keys() & set(TELLING):
        field = form.fields[name]
        try:
            value = field.clean(form[name].data)
        except ValidationError:
            continue  # not typed yet, or not to its end
        state[name] = plain(field, value)
    return state
