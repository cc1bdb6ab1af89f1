"""What there is left to do about a record, held beside its facets for the page of tasks.

A bitmap says yes or no, so that three facts to find are in three of them: the records that lack
one fact at least, two at least, three. Their sizes add up to the number of tasks.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import count, groupby
from operator import itemgetter

from django.db.models import QuerySet
from pyroaring import BitMap

from cases.models import Gap, Unknown

from .keys import Bitmaps

FACT, REFUSED = "fact", "refused"


class GapKeys:
    """The facts that a record lacks, as `fact#1`, `fact#2`, and those refused, as `refused#1`."""

    def pairs(self, records: QuerySet) -> Iterator[tuple[int, str]]:
        """A key for each fact that somebody could still find."""
        gaps = Gap.objects.filter(entry__in=records.order_by().values("pk")).order_by("entry")
        rows = gaps.values_list("entry", "reason").iterator()
        for number, some in groupby(rows, key=itemgetter(0)):
            seen: Counter[str] = Counter()
            for _number, reason in some:
                what = REFUSED if reason == Unknown.Reason.REFUSED else FACT
                seen[what] += 1
                yield number, f"{what}#{seen[what]}"


class LookedKeys:
    """The last day on which somebody edited or verified a record, as `2026-11-28`."""

    def pairs(self, records: QuerySet) -> Iterator[tuple[int, str]]:
        """One day for each record that was ever edited."""
        rows = records.exclude(edited_on=None).values_list("pk", "edited_on", "verified_on")
        for number, edited, verified in rows.iterator():
            yield number, max(edited, verified or edited).isoformat()


TO_DO = {"gaps": GapKeys(), "looked": LookedKeys()}


def lacking(bitmaps: Bitmaps, what: str) -> list[BitMap]:
    """The records that lack one fact at least, two at least, and so on."""
    found = []
    for step in count(1):
        held = bitmaps.get(f"{what}#{step}")
        if held is None:
            return found
        found.append(held)


def not_looked_at_since(bitmaps: Bitmaps, limit: date) -> list[BitMap]:
    """The records of each day before this one."""
    return [documents for day, documents in bitmaps.items() if day < limit.isoformat()]
