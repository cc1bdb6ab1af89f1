"""The form of a contribution as its sender left it, filled in again from what is stored."""

from django.http import QueryDict

from cases.forms.base import own_name
from cases.forms.contribution import Contribution, both_ask
from cases.forms.fields import EntryField
from cases.forms.one_more import with_one_more
from cases.forms.records.titles import TitleMadeUp
from cases.intake.models import Change, Submission
from cases.kinds import KINDS, Kind
from cases.models import Acquisition, Entry, Revision
from cases.moderation.submit import main_position
from cases.snapshots import form_data


class CannotReopen(Exception):
    """The record that it was to change can no longer be changed, or it proposes no record."""


def contribution_of(submission: Submission, data=None) -> Contribution:
    """The forms of a contribution, bound to what it holds, or to `data`. Raises CannotReopen."""
    changes = list(submission.changes.all())
    if not changes:
        raise CannotReopen
    main = changes[main_position([change.kind for change in changes])]
    kind, record = KINDS[main.kind], None
    if main.target:
        entry = Entry.objects.live().filter(kind=main.kind, slug=main.target).first()
        record = kind.model.objects.filter(pk=entry.pk).first() if entry else None
        if record is None:
            raise CannotReopen
    base = main.base_number or None
    if data is None:
        data = _filled_in(submission, changes, main)
        if main.is_new and issubclass(kind.form, TitleMadeUp):
            data = _without_a_title_made_up(kind, data)
    else:
        data = with_one_more(kind, data)
    return Contribution(kind, data, record=record, base_number=base)


def _without_a_title_made_up(kind: Kind, data: QueryDict) -> QueryDict:
    """The data without the title, if the facts alone make it: it then follows the corrections."""
    untitled = data.copy()
    title = untitled.pop("title", [""])[0]
    again = Contribution(kind, untitled)
    again.is_valid()
    return untitled if again.main.cleaned_data.get("title") == title else data


def _filled_in(submission: Submission, changes: list[Change], main: Change) -> QueryDict:
    """What a browser would send to propose the same again."""
    data = QueryDict(mutable=True)
    data["basis"], data["basis_note"] = submission.basis, submission.basis_note
    data["delay_weeks"] = str(submission.delay_weeks)
    numbers: dict[str, int] = {}
    for change in changes:
        prefix = ""
        if change is not main:
            number = numbers.get(change.kind, 0)
            prefix, numbers[change.kind] = f"{change.kind}-{number}", number + 1
        form = KINDS[change.kind].form
        state = _as_typed(form, _proposed(change), submission.basis)
        apart = both_ask(KINDS[change.kind]) if change is main and not change.is_new else ()
        for name, values in form_data(state, form, prefix).lists():
            data.setlist(own_name(name) if name in apart else name, values)
    return data


def _proposed(change: Change) -> dict:
    """The whole state that was proposed: what the sender read, with their changes."""
    if change.is_new:
        return change.data
    entry = Entry.objects.filter(kind=change.kind, slug=change.target).first()
    read = Revision.objects.filter(entry=entry, number=change.base_number).first()
    return (read.snapshot if read else change.base) | change.data


def _as_typed(form, state: dict, basis: str) -> dict:
    """The state without what the contribution added by itself, and will add again.

    A link to a record of the same contribution (`@n`) is left out: numbers change when one
    of them is taken away. A row that says more about it, such as another role, stays.
    """
    done = dict(state)
    for name, field in form.base_fields.items():
        if isinstance(field, EntryField) and done.get(name):
            value = done[name]
            if isinstance(value, list):
                done[name] = [part for part in value if not part.startswith("@")]
            elif value.startswith("@"):
                done[name] = ""
    for rows in form.ROWS:
        blank = rows.blank()
        done[rows.name] = [
            row for row in state.get(rows.name) or [] if not _made_up(rows, row, blank, basis)
        ]
    return done


def _made_up(rows, row: dict, blank: dict, basis: str) -> bool:
    """True for a row as `Contribution` adds it: a new vendor's role, a source, an observation."""
    own = {
        "roles": lambda: row["entry"].startswith("@") and row | {"entry": ""} == expected,
        "citations": lambda: (
            row | {"source": "", "acquisition": ""} == expected
            and row["acquisition"] in ("", basis)
            and (row["source"].startswith("@") or _observed(row))
        ),
    }
    if rows.name not in own:
        return False
    expected = blank | {"key": row["key"]}
    if rows.name == "roles":
        expected |= {"role": "vendor", "entry": ""}
    return own[rows.name]()


def _observed(row: dict) -> bool:
    return not row["source"] and row["acquisition"] == Acquisition.ON_SITE
