"""How many rows of each kind a form was sent, read off the names of what was sent."""

import re


def counts_of(data, starts: list[str]) -> dict[str, int]:
    """For each start: one more than the highest number in names such as `role-3-entry`."""
    counts = dict.fromkeys(starts, 0)
    numbered = re.compile(rf"({'|'.join(map(re.escape, starts))})-(\d{{1,4}})-")
    for name in data if starts else ():
        if match := numbered.match(name):
            counts[match[1]] = max(counts[match[1]], int(match[2]) + 1)
    return counts


def count_of(data, start: str) -> int:
    """The same, of one kind of rows."""
    return counts_of(data, [start])[start]
