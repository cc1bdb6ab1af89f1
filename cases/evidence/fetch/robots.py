"""robots.txt as RFC 9309 has it, and the patterns that tdmrep.json shares with it.

Python's own parser knows neither `*` nor `$` and takes the first rule that fits instead of the
longest, so it would read what a publisher closes with `Disallow: /*.pdf$`.
"""

import json
from urllib.parse import unquote

MOST_RULES = 5_000


class Rules:
    """What one site's robots.txt asks of one agent: its own group, else that of everybody."""

    def __init__(self, text: str, agent: str):
        groups = _groups(text)
        self.rules = groups.get(agent.lower(), groups.get("*", []))

    def allow(self, path: str) -> bool:
        """True when the longest rule that fits allows, or none fits; of equals, allow wins."""
        fitting = [(len(rule), allows) for allows, rule in self.rules if fits(rule, path)]
        return max(fitting, default=(0, True))[1]


def fits(pattern: str, path: str) -> bool:
    """True when the path begins as the pattern says; `*` is anything, a last `$` the end.

    In one pass from left to right: a hostile pattern cannot make it slow.
    """
    path, pattern = unquote(path), unquote(pattern)
    to_end = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for number, part in enumerate(others, 1):
        if to_end and number == len(others):
            return len(path) - len(part) >= at and path.endswith(part)
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return not to_end or bool(others) or at == len(path)


def reserves(text: str, path: str) -> bool:
    """True when a site's tdmrep.json reserves the rights of text and data mining of this path."""
    try:
        rules = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(rules, list):
        return False
    fitting = [
        (len(str(rule.get("location", ""))), str(rule.get("tdm-reservation", "")).strip() == "1")
        for rule in rules[:MOST_RULES]
        if isinstance(rule, dict) and fits(str(rule.get("location", "")), path)
    ]
    return max(fitting, default=(0, False))[1]


def _groups(text: str) -> dict[str, list[tuple[bool, str]]]:
    """(allows, pattern) of each agent; groups that name the same agent are one."""
    groups: dict[str, list] = {}
    agents, in_rules = [], False
    for line in text.lstrip("\ufeff").splitlines()[:MOST_RULES]:
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "user-agent" and colon:
            agents = [value.lower()] if in_rules else [*agents, value.lower()]
            in_rules = False
            for agent in agents:
                groups.setdefault(agent.partition("/")[0], [])
        elif name in ("allow", "disallow") and colon:
            in_rules = True
            for agent in agents if value else []:
                groups[agent.partition("/")[0]].append((name == "allow", value))
    return groups
