"""How the sources of a page are: copied when, changed or gone since when. For readers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Capture, LinkCheck, Why
from cases.templatetags.register import day as in_words

Outcome = LinkCheck.Outcome


@dataclass
class Health:
    """One source: its last copy, and what was last found at its address. Either may lack."""

    slug: str = ""
    capture: Capture | None = None
    check: LinkCheck | None = None

    @property
    def capture_url(self) -> str:
        """The page of the copy; empty without one."""
        return reverse("capture", args=[self.slug, self.capture.number]) if self.capture else ""

    @property
    def is_lost(self) -> bool:
        """True when the original no longer says what was cited: changed, or gone."""
        return bool(self.check) and self.check.outcome in (Outcome.CHANGED, Outcome.VANISHED)

    @property
    def words(self) -> str:
        """What a reader must know of the original; empty when there is nothing to say."""
        return _words(self.check, bool(self.capture)) if self.check else ""


def of(entry_ids: Iterable[int]) -> dict[int, Health]:
    """The health of each of these sources, in two queries however many there are."""
    ids = [pk for pk in set(entry_ids) if pk]
    if not ids:
        return {}
    found = {pk: Health() for pk in ids}
    last = Capture.objects.filter(entry__in=ids).values("entry").annotate(last=Max("pk"))
    captures = Capture.objects.filter(pk__in=last.values("last")).defer("published_text")
    for capture in captures.select_related("entry"):
        found[capture.entry_id].capture, found[capture.entry_id].slug = capture, capture.entry.slug
    # What was found where it was before says nothing of where it is.
    checks = LinkCheck.objects.filter(entry__in=ids, url=F("entry__source__url"))
    last = checks.values("entry").annotate(last=Max("pk"))
    for check in LinkCheck.objects.filter(pk__in=last.values("last")):
        found[check.entry_id].check = check
    return found


def with_health(lines: list) -> list:
    """The numbered sources of a record, each with its health."""
    found = of(line.entry_id for line in lines)
    for line in lines:
        line.health = found.get(line.entry_id)
    return lines


def _words(check: LinkCheck, is_kept: bool) -> str:
    """One sentence by what was found. A missed answer is not a disappearance."""
    since, day = in_words(check.since), in_words(check.day)
    if check.outcome == Outcome.CHANGED:
        return _("Original changed since the copy: seen on %(day)s.") % {"day": since}
    if check.outcome == Outcome.VANISHED and check.reason == Why.NO_HOST:
        return _("Original vanished: its site could not be found on %(day)s.") % {"day": since}
    if check.outcome == Outcome.VANISHED:
        return _("Original vanished: no longer at its address on %(day)s.") % {"day": since}
    if check.outcome == Outcome.UNREACHABLE:
        told = {"day": day, "why": check.get_reason_display()}
        return _("The original did not answer on %(day)s: %(why)s.") % told
    if check.outcome in (Outcome.OPTED_OUT, Outcome.REFUSED) and is_kept:
        told = {"day": since, "why": check.get_reason_display()}
        return _("No longer looked at since %(day)s: %(why)s.") % told
    if check.outcome == Outcome.OPTED_OUT:
        return _("Not copied: %(why)s.") % {"why": check.get_reason_display()}
    if check.outcome == Outcome.REFUSED:
        return _("Not read by the register: %(why)s.") % {"why": check.get_reason_display()}
    return ""
