"""The EDTF forms that we store, read from text and written back unchanged.

    point     2018  2022-06  2022-06-21  2022-12-02T11:07  2022-22 (a season: 21 spring … 24 winter)
    marked    2019~ approximate  2022? uncertain  2022% both (any point without a time)
    interval  2018/2020  2022-02/2022-04  2023-01~/2023-04~  2020/.. (since)  ../2020 (until)
    before    [..2023-04-05]  at the latest, the named day, month, season or year included
    after     [2023-04-05..]  at the earliest, included as well

Winter 2022 (`2022-24`) begins in December 2022 and ends in February 2023.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

MAX_LENGTH = 60
FIRST_YEAR, LAST_YEAR = 1800, 2200
SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24
APPROXIMATE, UNCERTAIN, BOTH = "~", "?", "%"

POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}:[0-9]{2}))?)?)?([~?%]?)")
TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class DateError(ValueError):
    """A date that the register does not keep; the message, translated, says what to write."""


class NotCanonical(DateError):
    """The text has not the shape of canonical EDTF: it may still be words."""

    def __init__(self):
        super().__init__(
            _(
                "This date is not understood. Write for example “5 April 2023”, “April 2023”, "
                "“summer 2022”, “around 2018”, “before April 2023” or “from 2018 to 2020”."
            )
        )


def _first_month(season):
    return 3 * (season - 20)


@dataclass(frozen=True)
class Point:
    """A year, month, season, day or minute. `season` is 21 to 24, `time` is "11:07"."""

    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None
    time: str = ""
    mark: str = ""

    def __post_init__(self):
        """Refuse what no calendar holds."""
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise DateError(
                _("The year must lie between %(first)s and %(last)s.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        if self.month is not None and not 1 <= self.month <= 12:
            raise DateError(
                _("There is no such month: write for example “04/2023” or “April 2023”.")
            )
        if self.day is not None and not 1 <= self.day <= monthrange(self.year, self.month)[1]:
            raise DateError(
                _("There is no such day in that month: check the date or give the month only.")
            )
        if self.time and not TIME.fullmatch(self.time):
            raise DateError(
                _("There is no such time: write for example “2 December 2022 at 11:07”.")
            )
        if self.time and self.mark:
            raise DateError(_("An uncertain date cannot have a time: give the day only."))

    def __str__(self):
        text = f"{self.year:04d}"
        if self.season or self.month:
            text += f"-{self.season or self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text + (f"T{self.time}" if self.time else "") + self.mark

    @property
    def first_day(self):
        if self.season:
            return date(self.year, _first_month(self.season), 1)
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self):
        if self.day:
            return date(self.year, self.month, self.day)
        year, month = self.year, self.month or 12
        if self.season == WINTER:
            year, month = year + 1, 2
        elif self.season:
            month = _first_month(self.season) + 2
        return date(year, month, monthrange(year, month)[1])

    @property
    def unmarked(self):
        return replace(self, mark="")

    @property
    def is_year(self):
        return not (self.month or self.season)

    @property
    def is_month(self):
        return bool(self.month and not self.day)


@dataclass(frozen=True)
class PartialDate:
    """A whole EDTF text. `kind` is point, interval, before or after; a point has first == last.

    An open end of an interval, the start of a `before` and the end of an `after` are None.
    """

    kind: str
    first: Point | None
    last: Point | None

    def __post_init__(self):
        """Refuse empty, reversed and over-precise forms."""
        ends = [end for end in (self.first, self.last) if end]
        if not ends:
            raise NotCanonical
        if self.kind == "interval" and any(end.time for end in ends):
            raise DateError(
                _("A period is given in days, months, seasons or years, without a time.")
            )
        if self.kind in ("before", "after") and ends[0].mark:
            raise DateError(
                _(
                    "Say either “before” or “after”, or else “around”: "
                    "a date cannot be both at once."
                )
            )
        if len(ends) == 2 and self.first.first_day > self.last.last_day:
            raise DateError(_("The period ends before it begins: exchange the two dates."))

    def __str__(self):
        if self.kind == "point":
            return str(self.first)
        if self.kind == "before":
            return f"[..{self.last}]"
        if self.kind == "after":
            return f"[{self.first}..]"
        return f"{self.first or '..'}/{self.last or '..'}"


def read_point(text):
    """The point written in canonical EDTF. Raises as `read` does."""
    match = POINT.fullmatch(text)
    if not match:
        raise NotCanonical
    year, month, day, time, mark = match.groups()
    number = int(month) if month else None
    if number and number in (SPRING, SUMMER, AUTUMN, WINTER) and not day:
        return Point(int(year), season=number, mark=mark)
    return Point(int(year), number, int(day) if day else None, time=time or "", mark=mark)


def read(text):
    """The PartialDate written in canonical EDTF.

    Raises NotCanonical when the shape is another one, DateError when a value is impossible.
    """
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        raise NotCanonical
    if text.startswith("[..") and text.endswith("]"):
        return PartialDate("before", None, read_point(text[3:-1]))
    if text.startswith("[") and text.endswith("..]"):
        return PartialDate("after", read_point(text[1:-3]), None)
    if "/" in text:
        ends = [None if part == ".." else read_point(part) for part in text.split("/", 1)]
        return PartialDate("interval", *ends)
    point = read_point(text)
    return PartialDate("point", point, point)


def part_of(which, point):
    """The beginning, middle or end of a year or month, as an interval approximate at both ends.

    `which` is 0, 1 or 2. A year has thirds of four months; a month has days 1–10, 11–20, 21–end.
    """
    if point.is_year:
        first, last = (replace(point, month=4 * which + n, mark=APPROXIMATE) for n in (1, 4))
    elif point.is_month:
        end = (10, 20, monthrange(point.year, point.month)[1])[which]
        first, last = (replace(point, day=day, mark=APPROXIMATE) for day in (10 * which + 1, end))
    else:
        raise NotCanonical
    return PartialDate("interval", first, last)
