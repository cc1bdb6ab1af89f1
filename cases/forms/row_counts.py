"""How many rows of each kind a form was sent, read off the names of what was sent."""

import re


def with_row_counts(data, starts: list[str]):
    """The data with the number of rows that each formset wants to know, read off the keys."""
    if data is None:
        return None
    data = data.copy()
    for start in starts:
        data[f"{start}-TOTAL_FORMS"] = str(count_of(data, start))
        data[f"{start}-INITIAL_FORMS"] = "0"
    return data


def count_of(data, prefix: str) -> int:
    """One more than the highest number in keys such as `role-3-entry`."""
    numbers = re.compile(rf"^{re.escape(prefix)}-(\d{{1,4}})-")
    found = [int(match.group(1)) for key in data if (match := numbers.match(key))]
    return max(found, default=-1) + 1
