"""The filters of the queue that a moderator comes back to."""

from cases.intake.models import SavedFilter

MOST = 30


class NotKept(Exception):
    """A filter without a name, or one too many."""


def keep(moderator, name: str, query: str) -> SavedFilter:
    """Keep a filter under a name; the same name takes its place. Raises NotKept."""
    name, mine = name.strip()[:60], SavedFilter.objects.filter(moderator=moderator)
    if not name or (mine.count() >= MOST and not mine.filter(name=name).exists()):
        raise NotKept
    kept, _created = SavedFilter.objects.update_or_create(
        moderator=moderator, name=name, defaults={"query": query[:500]}
    )
    return kept


def forget(moderator, number: str) -> None:
    """Forget one of the moderator's own filters; another's number does nothing."""
    if number.isdecimal() and len(number) < 12:
        SavedFilter.objects.filter(pk=int(number), moderator=moderator).delete()
