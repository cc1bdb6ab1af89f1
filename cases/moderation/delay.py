"""Publishing later, at the sender's wish.

Whoever is seen photographing a camera is easily found, if the page about it appears the same
week. The delay is asked for in weeks, and a part of it is drawn by chance, so that counting
back from the day of publication leads nowhere.
"""

import datetime
import secrets

WEEKS = (0, 2, 4, 8)


def not_before(received: datetime.date, weeks: int) -> datetime.date | None:
    """The first day of publication: after `weeks`, and up to half as long again; None at once."""
    if not weeks:
        return None
    spread = secrets.randbelow(weeks * 7 // 2 + 1)
    return received + datetime.timedelta(weeks=weeks, days=spread)
