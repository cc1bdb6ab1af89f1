"""What a moderator sees and may change of one proposed record."""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.diffs import Merge, is_rows, merge
from cases.forms.base import RecordForm
from cases.forms.fields import EntryField, Vocabulary
from cases.history import read
from cases.intake.models import Change, Submission
from cases.kinds import KINDS, Kind
from cases.models import Entry, Revision
from cases.moderation.decide import Edit
from cases.moderation.duplicates import possible_duplicates
from cases.moderation.submit import Proposal
from cases.readable import Line, Reader
from cases.snapshots import form_data, says_nothing, snapshot


class ExistingForm(forms.Form):
    """The published record that stands for a proposed new one; nothing: it is made."""

    def __init__(self, change: Change, *args, **options):
        super().__init__(*args, **options)
        repeats = possible_duplicates([Proposal(change.kind, change.data)])
        self.alike = [r.entry for r in repeats if r.entry.kind == change.kind]
        choices = [("", _("Make a new record"))]
        choices += [(entry.reference, str(entry)) for entry in self.alike]
        self.fields["existing"] = forms.ChoiceField(
            choices=choices, required=False, widget=forms.RadioSelect, initial="",
            label=_("A record that says the same"),
        )  # fmt: skip
        self.fields["existing_name"] = EntryField(
            (change.kind,), required=False, label=_("Or another record"),
            help_text=_("Its name or address."),
        )  # fmt: skip

    def chosen(self) -> str:
        """kind/slug of the record that was picked or named; empty for a new one."""
        named = self.cleaned_data.get("existing_name")
        return named.reference if named else self.cleaned_data.get("existing", "")


@dataclass
class FieldReview:
    """One proposed field: what is published, what was read when proposing, what is proposed."""

    name: str
    label: str
    now: Line
    then: Line
    proposed: Line
    clash: bool
    kept: bool = False  # what the moderator ticked, when the page comes back
    settled: str = ""


@dataclass
class ChangeReview:
    """One proposed record beside today's."""

    change: Change
    kind: Kind
    entry: Entry | None
    fields: list[FieldReview]
    form: RecordForm
    seen: int
    existing: ExistingForm | None = None
    gone: bool = False
    bound: bool = False
    skipped: bool = False
    base: dict = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """The prefix of everything about this change in the page's form."""
        return prefix_of(self.change)

    @property
    def has_clash(self) -> bool:
        """True when a field changed since the proposal was made."""
        return any(review.clash for review in self.fields)

    def is_valid(self, data) -> bool:
        """True when what will be written is valid; what is left out is not looked at."""
        if not self.bound or data.get(f"{self.prefix}-skip"):
            return True
        if self.existing and not self.existing.is_valid():
            return False
        return bool(self.existing and self.existing.chosen()) or self.form.is_valid()


def prefix_of(change: Change) -> str:
    """`c0` for the first change."""
    return f"c{change.position}"


def reviews_of(submission: Submission, data=None) -> list[ChangeReview]:
    """Every change of a submission, bound to what the moderator sent when `data` has it."""
    changes = list(submission.changes.all())
    declared = {change.position: change.kind for change in changes}
    titles = {change.position: change.title for change in changes}
    vocabulary = Vocabulary()
    return [_review(change, declared, titles, vocabulary, data) for change in changes]


def edits_of(reviews: list[ChangeReview], data) -> dict[int, Edit]:
    """The moderator's version of each change whose form was sent; the others stand as proposed."""
    edits = {}
    for review in reviews:
        if not review.bound:
            continue
        position, skip = review.change.position, bool(data.get(f"{review.prefix}-skip"))
        existing = review.existing.chosen() if review.existing and not skip else ""
        if skip or existing:
            edits[position] = Edit({}, {}, skip, existing=existing)
            continue
        state, proposed = review.form.snapshot(), review.change.data
        left = tuple(
            name
            for name in proposed
            if name in data.getlist(f"{review.prefix}-keep")
            or data.get(f"{review.prefix}-settle-{name}") == "keep"
        )
        for name in left:
            state[name] = review.base.get(name, empty_like(state[name]))
        for name in proposed:
            if data.get(f"{review.prefix}-settle-{name}") == "take":
                state[name] = proposed[name]
        edits[position] = Edit(state, review.base, left=left)
    return edits


def unsettled(reviews: list[ChangeReview], data) -> list[str]:
    """Fields that changed since they were proposed and for which nothing was chosen."""
    return [
        field.label
        for review in reviews
        for field in review.fields
        if review.bound
        and field.clash
        and not data.get(f"{review.prefix}-skip")
        and data.get(f"{review.prefix}-settle-{field.name}") not in ("keep", "take", "edit")
    ]


def empty_like(value):
    """The empty value of the same shape: what a new record states where nothing is kept."""
    return type(value)() if isinstance(value, str | list | bool) else ""


def _review(change, declared, titles, vocabulary, data) -> ChangeReview:
    kind = KINDS[change.kind]
    entry = None if change.is_new else _live_target(change)
    record = read(entry) if entry else None
    current = snapshot(record, kind.form) if record else {}
    result = merge(change.base, current, change.data) if entry else Merge(change.data, ())
    prefix = prefix_of(change)
    bound = data is not None and f"{prefix}-seen" in data
    seen = _seen(data, prefix) if bound else record.version if record else 0
    form = kind.form(
        data if bound else form_data(result.merged, kind.form, prefix),
        instance=record, prefix=prefix, vocabulary=vocabulary, use_required_attribute=False,
        declared=declared,
    )  # fmt: skip
    reader = Reader(kind, current, change.base, change.data, declared=titles)
    fields = _field_reviews(change, current, result, reader)
    if bound:
        _put_back_ticks(fields, prefix, data)
    return ChangeReview(
        change, kind, entry, fields, form, seen,
        existing=_existing(change, prefix, data if bound else None),
        gone=not change.is_new and entry is None, bound=bound,
        skipped=bound and bool(data.get(f"{prefix}-skip")),
        base=_state_at(entry, seen, current) if entry else {},
    )  # fmt: skip


def _put_back_ticks(fields: list[FieldReview], prefix: str, data) -> None:
    """What was ticked on the page that comes back."""
    kept = data.getlist(f"{prefix}-keep")
    for field_review in fields:
        field_review.kept = field_review.name in kept
        field_review.settled = data.get(f"{prefix}-settle-{field_review.name}", "")


def _existing(change: Change, prefix: str, data) -> ExistingForm | None:
    """The choice of a published record in the place of a new one; none for an edit."""
    return ExistingForm(change, data, prefix=prefix) if change.is_new else None


def _field_reviews(
    change: Change, current: dict, result: Merge, reader: Reader
) -> list[FieldReview]:
    clashes = {name.split("/")[0] for name in result.conflicts}
    return [
        FieldReview(
            name, reader.line(name, value).label, reader.line(name, current.get(name)),
            reader.line(name, change.base.get(name)), reader.line(name, value),
            clash=name in clashes or ("rows" in clashes and is_rows(value)),
        )
        for name, value in change.data.items()
        if not says_nothing(value) or not says_nothing(change.base.get(name))
    ]  # fmt: skip


def _live_target(change: Change) -> Entry | None:
    entry = Entry.objects.filter(kind=change.kind, slug=change.target).first()
    return entry if entry and entry.is_live else None


def _seen(data, prefix: str) -> int:
    sent = data.get(f"{prefix}-seen", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


def _state_at(entry: Entry, number: int, current: dict) -> dict:
    """What the record stated at the revision that the moderator read."""
    revision = Revision.objects.filter(entry=entry, number=number).first()
    return revision.snapshot if revision else current
