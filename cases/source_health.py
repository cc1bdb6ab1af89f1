"""How the sources of a page are: copied when, changed or gone since when. For readers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Max, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Capture, Entry, LinkCheck, Why
from cases.question import Instances, Question
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
    """The health of each of these sources, in three queries at most however many there are."""
    ids = sorted({pk for pk in entry_ids if pk})
    found = {pk: Health() for pk in ids}
    last = _LAST.rows(ids)
    captures = _CAPTURES.of([number for is_check, number in last if not is_check])
    for capture in captures:
        found[capture.entry_id].capture = capture
    # What was found where it was before says nothing of where it is.
    for check in _CHECKS.of([number for is_check, number in last if is_check]):
        found[check.entry_id].check = check
    if captures:
        slugs = Entry.objects.filter(pk__in=[capture.entry_id for capture in captures])
        for number, slug in slugs.values_list("pk", "slug"):
            found[number].slug = slug
    return found


def _last(values) -> QuerySet:
    """(is it a check, its number): the last copy of each source, and the last look at it."""
    copies = Capture.objects.filter(entry__in=values).order_by().values("entry")
    looks = LinkCheck.objects.filter(entry__in=values, url=F("entry__source__url"))
    looks = looks.order_by().values("entry")
    copies = copies.annotate(last=Max("pk"), is_check=Value(0))
    looks = looks.annotate(last=Max("pk"), is_check=Value(1))
    columns = ("is_check", "last")
    return copies.values_list(*columns).union(looks.values_list(*columns), all=True)


_LAST = Question(_last)
_CAPTURES = Instances(Capture.objects.order_by(), "pk", without=("published_text",))
_CHECKS = Instances(LinkCheck.objects.order_by(), "pk")


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
