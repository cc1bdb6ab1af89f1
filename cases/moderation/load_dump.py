"""Loading a dump, and an operation for each tombstone that it holds."""

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext, override

from cases.exchange.dumps.load import Loaded, load
from cases.intake.models import Operation
from cases.models import Entry


def load_dump(folder: Path) -> Loaded:
    """Load all of it or nothing. Raises what `load` raises."""
    with transaction.atomic():
        done = load(folder)
        gone = Entry.objects.exclude(merged_into=None, withdrawn_on=None)
        days = _last_days()
        for entry in gone.select_related("merged_into").order_by("pk"):
            _explain(entry, days)
    return done


def _explain(entry: Entry, days: dict) -> None:
    """Where the record went; what it stated is not known here, so nobody can put it back."""
    with override("fr"):  # as the reasons that moderators write
        reason = gettext("Loaded with a dump: it cannot be undone here.")
    merged = entry.merged_into_id is not None
    day = days.get(entry.pk) if merged else entry.withdrawn_on
    Operation.objects.create(
        kind=Operation.Kind.MERGE if merged else Operation.Kind.WITHDRAWAL,
        record=entry.reference, title=entry.title or entry.reference, reason=reason, day=day,
        into=entry.merged_into.reference if merged else "", confirmed_on=None if merged else day,
        state={}, relinked=[],
    )  # fmt: skip


def _last_days() -> dict:
    """The day of the last revision of each entry that is gone."""
    gone = Entry.objects.exclude(merged_into=None, withdrawn_on=None)
    revisions = gone.order_by("revisions__number").values_list("pk", "revisions__day")
    return dict(revisions)
