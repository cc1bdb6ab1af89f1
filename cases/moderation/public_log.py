"""The public log of decisions: what was decided and why, without a name."""

from django.utils import timezone

from cases.intake.models import Submission
from cases.models import Decision, Revision

from .reasons import Said


def write(
    submission: Submission, kind: str, said: Said, revisions: list[Revision], waited=None
) -> Decision:
    """One line about a contribution; `waited` is in days, counted to today unless given."""
    today = timezone.localdate()
    return Decision.objects.create(
        kind=kind,
        day=today,
        days_waited=(today - submission.received_on).days if waited is None else waited,
        records=len(revisions),
        kinds=" ".join(sorted({revision.entry.kind for revision in revisions})),
        reason=said.fr,
        reason_en=said.en,
    )
