"""What one person sends at once: a record, new or edited, and the new records it needs."""

from django.utils.translation import gettext_lazy as _

from cases.kinds import KINDS, Kind
from cases.models import Acquisition, Entry, Record, Revision
from cases.moderation.submit import Proposal
from cases.snapshots import snapshot

from .asked import AFTER, BEFORE, AboutForm, ask_where_and_what, give_examples
from .base import own_name
from .fields import Vocabulary
from .row_counts import count_of
from .where import WhereForm

MOST_LINKED = 20
MOST_ROWS_TOGETHER = 150
BLANK_FORMS = {"camera": 3}


class Contribution:
    """The forms of one contribution, bound to what was sent or empty.

    `target` and `record` are given for the edit of an existing record; `base_number` is the
    revision that the sender read.
    """

    def __init__(self, kind: Kind, data=None, *, record: Record | None = None,
                 base_number: int | None = None, initial: dict | None = None):  # fmt: skip
        self.kind, self.record = kind, record
        self.target: Entry | None = record.entry if record else None
        self.vocabulary = Vocabulary()
        self.left_out = False  # True when more was sent than a contribution may hold
        self.about = AboutForm(data)
        self.before = self._linked(BEFORE.get(kind.key, ("source",)), data)
        self.declared = {n: form.kind_key for n, form in enumerate(filled(self.before))}
        self.base_number = record.version if record and base_number is None else base_number or 0
        self.base = self._base()
        apart = both_ask(kind) if record else ()
        self.main = kind.form(
            _with_stored(data, apart, self.base), instance=record, declared=self.declared,
            extra=1, initial=initial, apart=apart,
            vocabulary=self.vocabulary, use_required_attribute=False,
            closed=closed_rows(kind, self.base),
        )  # fmt: skip
        for form in self._with_where(self.before):
            form.where.fields["field"].use(self.main.paths)
        if self.is_new_deployment:
            ask_where_and_what(self.main)
        elif record is None:
            give_examples(self.main, kind.key)
        self.position = len(self.declared)
        self.after = self._linked(
            AFTER.get(kind.key, ()), data, declared=self.declared | {self.position: kind.key}
        )

    @property
    def is_new_deployment(self) -> bool:
        """True for a report of something seen: two questions come before all others."""
        return self.kind.key == "deployment" and self.record is None

    def is_valid(self) -> bool:
        """True when every form that was filled in is valid and says something."""
        forms_ = [self.about, self.main, *filled(self.before), *filled(self.after)]
        forms_ += [form.where for form in self._with_where(filled(self.before))]
        results = [form.is_valid() for form in forms_]  # every one, to show every error
        valid = all(results)
        self._keep_it_readable([form for form in forms_ if hasattr(form, "row_count")])
        self._require_the_essential()
        if valid and not self.main.errors and self.record and not self.changes_something():
            self.main.add_error(None, _("You changed nothing yet."))
        return valid and not self.main.errors

    def changes_something(self) -> bool:
        """True when the edit differs from what the sender read, or brings a new record."""
        linked = [*filled(self.before), *filled(self.after)]
        return bool(linked) or self.main.snapshot() != self.base

    def proposals(self) -> list[Proposal]:
        """The proposals to submit, in the order that `@n` counts."""
        main = Proposal(self.kind.key, self._main_state(), self.base, self.target, self.base_number)
        before = [Proposal(f.kind_key, self._cited(f)) for f in filled(self.before)]
        after = [Proposal(f.kind_key, self._after_state(f)) for f in filled(self.after)]
        return [*before, main, *after]

    def filled_before(self) -> list:
        """The forms of the new records that the main one may point to, as `@n` counts them."""
        return filled(self.before)

    def linked(self) -> list[tuple[str, list]]:
        """(kind, forms) of the new records that may come along, for the page."""
        found = {}
        for form in [*self.before, *self.after]:
            found.setdefault(form.kind_key, []).append(form)
        return [(KINDS[key], forms_) for key, forms_ in found.items()]

    def _linked(self, keys, data, declared=None) -> list:
        found = []
        for key in keys:
            sent = count_of(data, key) if data is not None else 0
            self.left_out = self.left_out or sent > MOST_LINKED
            number = max(min(sent, MOST_LINKED), BLANK_FORMS.get(key, 1))
            for index in range(number):
                form = KINDS[key].form(
                    data, prefix=f"{key}-{index}", declared=declared, vocabulary=self.vocabulary,
                    empty_permitted=True, use_required_attribute=False,
                    closed=closed_rows(KINDS[key]),
                )  # fmt: skip
                form.kind_key, form.essential = key, KINDS[key].essential
                give_examples(form, key)
                form.where = WhereForm(data, form.prefix) if key == "source" else None
                found.append(form)
                if key == "camera":  # it stands where the deployment does, unless it says more
                    form.fields["place"].required = False
        return found

    def _with_where(self, forms_: list) -> list:
        return [form for form in forms_ if form.where]

    def _base(self) -> dict:
        """The state the sender read: of that revision, or the current one."""
        if self.record is None:
            return {}
        revision = Revision.objects.filter(entry=self.target, number=self.base_number).first()
        return revision.snapshot if revision else snapshot(self.record, self.kind.form)

    def _keep_it_readable(self, forms_: list) -> None:
        """More than a moderator can read on one page is sent in several contributions."""
        rows = sum(form.row_count() for form in forms_)
        if rows > MOST_ROWS_TOGETHER or self.left_out:
            self.main.add_error(
                None,
                _("This is too much for one contribution: at most %(rows)s rows and %(records)s "
                  "new records of a kind. Send the rest in another.")
                % {"rows": MOST_ROWS_TOGETHER, "records": MOST_LINKED},
            )  # fmt: skip

    def _require_the_essential(self) -> None:
        """A new deployment needs a place and what was seen; nothing else."""
        if not self.is_new_deployment:
            return
        for name, message in (
            ("places", _("Say where: a town, by its name or postcode.")),
            ("description", _("Say what you saw, or what the document says.")),
        ):
            if name not in self.main.errors and not self.main.cleaned_data.get(name):
                self.main.add_error(name, message)

    def _main_state(self) -> dict:
        """The main record with its new vendors and sources tied to it."""
        state = self._cited(self.main)
        if "roles" in state:
            named = {row["entry"] for row in state["roles"]}
            for position, key in self.declared.items():
                if key == "vendor" and f"@{position}" not in named:
                    state["roles"].append(
                        new_row(self.main, "roles", entry=f"@{position}", role="vendor")
                    )
        elif self.kind.key == "product" and not state["vendor"]:
            state["vendor"] = self._first("vendor")
        elif self.kind.key == "legal" and not state["forum"]:
            state["forum"] = self._first("organisation")
        return state

    def _first(self, key: str) -> str:
        return next((f"@{n}" for n, kind in self.declared.items() if kind == key), "")

    def _after_state(self, form) -> dict:
        """Money and cameras of the deployment that they come with."""
        state, main = self._cited(form), f"@{self.position}"
        untitled = not form.data.get(form.add_prefix("title"))
        if form.kind_key == "funding":
            state["deployments"] = state["deployments"] or [main]
            if untitled:
                state["title"] = f"Financement : {self.main.cleaned_data['title']}"[:300]
        if form.kind_key == "camera":
            places = self.main.cleaned_data["places"]
            state["deployment"] = state["deployment"] or main
            state["basis"] = state["basis"] or self.about.cleaned_data["basis"]
            if not state["place"] and places:
                state["place"] = places[0].slug
                if untitled:
                    state["title"] = f"{state['title']}, {places[0].title}"[:300]
        return state

    def _cited(self, form) -> dict:
        """The state of a form, with the new sources, or the observation, as its citations."""
        state = form.snapshot()
        own = getattr(form, "kind_key", "")
        if own == "source":
            state["acquisition"] = state["acquisition"] or self.about.cleaned_data["basis"]
            return state
        new_sources = filled(self.before)
        sources = {f"@{n}": new_sources[n].where for n, kind in self.declared.items()
                   if kind == "source"}  # fmt: skip
        cited = {row["source"] for row in state["citations"]}
        basis = self.about.cleaned_data["basis"]
        for source, where in sources.items():
            if source not in cited:
                said = where.said() if form is self.main else {}
                row = new_row(form, "citations", source=source, acquisition=basis, **said)
                state["citations"].append(row)
        new = own or self.record is None
        if new and basis == Acquisition.ON_SITE and not state["citations"]:
            state["citations"].append(new_row(form, "citations", acquisition=basis))
        return state


def both_ask(kind: Kind) -> tuple[str, ...]:
    """Fields of a record that have the name of what every sender is asked: how they know.

    For a new record the one answer holds for both. Who changes a record knows of the change in
    their own way, and how the record was observed is another question.
    """
    return tuple(name for name in kind.form.base_fields if name in AboutForm.base_fields)


def _with_stored(data, apart: tuple[str, ...], base: dict):
    """The data; what is asked apart and was not sent at all stays as the record has it."""
    missing = [name for name in apart if data is not None and own_name(name) not in data]
    if not missing:
        return data
    completed = data.copy()
    for name in missing:
        completed[own_name(name)] = base.get(name) or ""
    return completed


def filled(forms_: list) -> list:
    """Of the new records that may come along, those in which something was typed."""
    return [
        form for form in forms_
        if form.is_bound and (form.has_changed() or (form.where and form.where.has_changed()))
    ]  # fmt: skip


def closed_rows(kind: Kind, base: dict | None = None) -> dict:
    """The rows that a contributor may not change, as the record stated them when it was read."""
    return {rows.name: (base or {}).get(rows.name, []) for rows in kind.form.ROWS
            if rows.moderators_only}  # fmt: skip


def new_row(form, rows_name: str, **values) -> dict:
    """A nested row as a snapshot holds it: the defaults of its form, then `values`."""
    rows = next(rows for rows in form.ROWS if rows.name == rows_name)
    return rows.blank() | values
