"""Differences between snapshots, and the three-way merge of a proposal with what changed since."""

from dataclasses import dataclass

from cases.snapshots import says_nothing


@dataclass(frozen=True)
class Merge:
    """The result of a merge: the snapshot to write, and the fields a person must settle."""

    merged: dict
    conflicts: tuple[str, ...]


def merge(base: dict, current: dict, proposed: dict) -> Merge:
    """Apply `proposed` (only changed fields), made on top of `base`, to `current`.

    A field that nobody else changed takes the proposed value. Lists merge by their items,
    nested rows by their key and then field by field; additions never conflict. A field
    whose current value is neither the base nor the proposed one is a conflict: it keeps the
    current value and is named.
    """
    merged, conflicts = dict(current), []
    for name, value in proposed.items():
        was, now = base.get(name), current.get(name)
        if now in (was, value) or was is None and not now:
            merged[name] = value
        elif is_rows(value) or is_rows(now) or is_rows(was):
            merged[name], clashes = _merge_rows(was or [], now or [], value or [])
            conflicts += [f"rows/{key}/{field}" for key, field in clashes]
        elif isinstance(value, list):
            merged[name] = _merge_items(was or [], now or [], value)
        else:
            conflicts.append(name)
    return Merge(merged, tuple(conflicts))


def is_rows(value) -> bool:
    """True for a list of nested rows."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _merge_items(was: list, now: list, proposed: list) -> list:
    added = [item for item in proposed if item not in was and item not in now]
    removed = {item for item in was if item not in proposed}
    kept = [item for item in now if item not in removed] + added
    return sorted(kept) if now == sorted(now) else kept


def _merge_rows(was: list, now: list, proposed: list) -> tuple[list, list]:
    """Rows by key: added, removed, or changed field by field."""
    before, asked = _by_key(was), _by_key(proposed)
    clashes, rows = [], []
    for row in now:
        key = row["key"]
        old, new = before.get(key), asked.get(key)
        if new is None and old is not None:
            if row != old:  # removed by one, changed by the other
                clashes.append((key, "key"))
                rows.append(row)
        elif new is None:
            rows.append(row)
        else:
            rows.append(_merge_row(key, old or row, row, new, clashes))
    present = {row["key"] for row in rows} | set(before)
    return rows + [row for key, row in asked.items() if key not in present], clashes


def _merge_row(key: str, old: dict, now: dict, new: dict, clashes: list) -> dict:
    merged = dict(now)
    for field, value in new.items():
        if value == old.get(field):
            continue
        if now.get(field) in (old.get(field), value):
            merged[field] = value
        else:
            clashes.append((key, field))
    return merged


def _by_key(rows: list) -> dict:
    return {row["key"]: row for row in rows}


@dataclass(frozen=True)
class Difference:
    """One field that differs: `kind` is added, removed or changed."""

    name: str
    before: object
    after: object

    @property
    def kind(self) -> str:
        """What happened to the field."""
        if says_nothing(self.before):
            return "added"
        return "removed" if says_nothing(self.after) else "changed"


def compare(before: dict, after: dict) -> list[Difference]:
    """Fields that differ, in the order of the newer snapshot."""
    names = list(dict.fromkeys([*after, *before]))
    return [
        Difference(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
        and not (says_nothing(before.get(name)) and says_nothing(after.get(name)))
    ]


@dataclass(frozen=True)
class RowDifference:
    """One nested row that differs."""

    key: str
    before: dict | None
    after: dict | None


def compare_rows(before: list, after: list) -> list[RowDifference]:
    """Nested rows that were added, removed or changed, by key."""
    old, new = _by_key(before or []), _by_key(after or [])
    keys = list(dict.fromkeys([*old, *new]))
    return [
        RowDifference(key, old.get(key), new.get(key))
        for key in keys
        if old.get(key) != new.get(key)
    ]
