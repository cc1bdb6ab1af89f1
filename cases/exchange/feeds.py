"""Atom feeds whose bytes depend on the data and the day alone: no hour, no clock of the server."""

import datetime

from django.utils.feedgenerator import Atom1Feed


class DayFeed(Atom1Feed):
    """A feed with the precision of a day; `day` is the one of an empty feed."""

    def latest_post_date(self):
        """The last day of an entry: Django would give the hour of now to an empty feed."""
        days = [item["updateddate"] for item in self.items]
        return max(days, default=self.feed["day"])


def midnight(day: datetime.date) -> datetime.datetime:
    """The day as Atom writes it: a moment that is the same for every entry of a day."""
    return datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
