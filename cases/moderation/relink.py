"""Pointing every record that links to one entry to another, or to nothing, through revisions."""

from cases import history
from cases.diffs import merge
from cases.forms.fields import EntryField, TagsField, TermField, TermsField
from cases.kinds import KINDS
from cases.links import inbound
from cases.models import Entry
from cases.snapshots import differences


def relink(old: Entry, new: Entry | None, day) -> list[list]:
    """Replace `old` by `new` in every record that links to it; None clears the link.

    Returns [kind/slug, state before, state after] of each. Raises history.Refused when a
    record cannot do without the link.
    """
    done = []
    for entry in linking(old):
        before = history.current_state(entry)
        after = with_link_replaced(entry.kind, before, old, new)
        if after != before:
            history.write(entry, after, day)
            done.append([entry.reference, before, after])
    return done


def linking(entry: Entry) -> list[Entry]:
    """The other entries whose records link to this one."""
    numbers = {pk for pks in inbound(entry).values() for pk in pks} - {entry.pk}
    return list(Entry.objects.filter(pk__in=numbers).order_by("pk"))


def put_back(relinked: list[list], day) -> None:
    """Undo `relink`, keeping what was changed in those records since."""
    for reference, before, after in relinked:
        kind, slug = reference.split("/", 1)
        entry = Entry.objects.live().filter(kind=kind, slug=slug).first()
        if entry is None:
            continue
        current = history.current_state(entry)
        restored = merge(after, current, differences(after, before)).merged
        if restored != current:
            history.write(entry, restored, day)


def with_link_replaced(kind: str, state: dict, old: Entry, new: Entry | None) -> dict:
    """The state with every link to `old` pointing to `new`, or cleared."""
    form = KINDS[kind].form
    done = _replaced(form.base_fields, state, old, new)
    for rows in form.ROWS:
        fields = rows.form.base_fields
        changed = [(row, _replaced(fields, row, old, new)) for row in state.get(rows.name, [])]
        done[rows.name] = [after for before, after in changed if not _emptied(before, after)]
    return done


def _replaced(fields: dict, values: dict, old: Entry, new: Entry | None) -> dict:
    done = dict(values)
    for name, field in fields.items():
        if isinstance(field, EntryField | TermField | TermsField | TagsField) and done.get(name):
            done[name] = _new_value(field, done[name], old, new)
    return done


def _new_value(field, value, old: Entry, new: Entry | None):
    was, will = _address(field, old), _address(field, new) if new else ""
    if isinstance(value, list):
        kept = [will if part == was else part for part in value]
        return sorted({part for part in kept if part})
    return will if value == was else value


def _address(field, entry: Entry) -> str:
    """How a field of this type writes the entry; a tag is written as its slug."""
    if isinstance(field, TagsField):
        return entry.slug if entry.kind == "tag" else ""
    if isinstance(field, TermsField):
        return entry.slug.removeprefix(f"{field.scheme}-")
    if isinstance(field, TermField):
        return field.plain(entry) if entry.kind == "term" else ""
    return EntryField.plain(field, entry) if entry.kind in field.kinds else ""


def _emptied(before: dict, after: dict) -> bool:
    """A row that named the entry and now names nothing goes away."""
    return any(value and not after[name] for name, value in before.items())
