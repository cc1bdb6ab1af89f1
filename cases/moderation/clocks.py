"""The clocks of the law, in civil days of Paris: by when each door must be answered.

| door | answer | source |
|---|---|---|
| reply | 3 days | law of 21 June 2004, article 1-1, III: inserted within three days of receipt |
| rights | 1 month | Regulation 2016/679 (GDPR), article 12(3) |
| notice | 7 days; the gravest the same day | Regulation 2022/2065, 16(6): "timely"; our choice |
| appeal | 7 days | Regulation 2022/2065, 20(4): "timely"; our choice |
| correction | none | the charter only: in the order of arrival |
"""

import calendar
import datetime

from cases.models import Door

DAYS = {Door.REPLY: 3, Door.NOTICE: 7}
MONTHS = {Door.RIGHTS: 1}
APPEAL_DAYS = 7
APPEAL_MONTHS = 6  # Regulation 2022/2065, article 20(1): at least six months
CONFIRM_DAYS = 7  # our choice: by when a second person looks at what one hid alone
REPLY_MONTHS = 3  # law of 21 June 2004, article 1-1, III: counted from publication


def due_on(
    door: str, received: datetime.date, *, urgent: bool = False, appeal: bool = False
) -> datetime.date | None:
    """The last day to answer; the day of receipt is not counted. None: no clock runs."""
    if appeal:
        return received + datetime.timedelta(days=APPEAL_DAYS)
    if urgent:
        return received
    if door in DAYS:
        return received + datetime.timedelta(days=DAYS[door])
    return months_after(received, MONTHS[door]) if door in MONTHS else None


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same date so many months later, or the last day of a shorter month.

    As Regulation 1182/71, article 3, counts; not put off by holidays, which is the stricter way.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def appeal_until(decided: datetime.date) -> datetime.date:
    """The last day on which a decision can be contested under its receipt."""
    return months_after(decided, APPEAL_MONTHS)


def confirm_by(hidden: datetime.date) -> datetime.date:
    """By when a second person confirms or undoes what one person hid."""
    return hidden + datetime.timedelta(days=CONFIRM_DAYS)
