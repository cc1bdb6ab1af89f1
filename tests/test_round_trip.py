"""A record, its snapshot and its form say the same: for every kind, with every field filled in."""

import pytest

from cases import history
from cases.diffs import compare, merge
from cases.kinds import KINDS
from cases.snapshots import empty_snapshot, form_data, snapshot
from tests.full import NOT_KNOWN, full_state
from tests.make import make

pytestmark = pytest.mark.django_db
every_kind = pytest.mark.parametrize("key", KINDS)


@every_kind
def test_a_stored_record_gives_back_the_snapshot_it_was_made_from(key):
    state = full_state(key)
    record = make(key, **state)
    assert snapshot(record, KINDS[key].form) == state


@every_kind
def test_the_form_filled_from_a_snapshot_gives_the_same_snapshot(key):
    record = make(key, **full_state(key))
    form_class = KINDS[key].form
    stated = snapshot(record, form_class)
    form = form_class(form_data(stated, form_class), instance=record)
    assert form.is_valid(), form.all_errors()
    assert form.snapshot() == stated


@every_kind
def test_every_field_of_the_full_record_says_something(key):
    state = full_state(key)
    silent = [name for name, value in state.items() if value in ("", None, [], False)]
    assert silent == ([NOT_KNOWN] if "unknowns" in state else [])


@every_kind
def test_the_last_revision_states_what_the_record_states(key):
    record = make(key, **full_state(key))
    revision = record.entry.revisions.last()
    assert revision.snapshot == history.current_state(record.entry)
    assert revision.number == record.version == 1


@every_kind
def test_an_empty_snapshot_differs_from_a_full_one_in_every_field(key):
    form_class = KINDS[key].form
    state = full_state(key)
    differing = {difference.name for difference in compare(empty_snapshot(form_class), state)}
    unchanged = {name for name, value in state.items() if empty_snapshot(form_class)[name] == value}
    assert differing | unchanged == set(state)


def test_fields_that_nobody_else_touched_merge():
    merged = merge({"a": 1}, {"a": 1, "b": 3}, {"a": 2})
    assert merged.merged == {"a": 2, "b": 3}
    assert merged.conflicts == ()


def test_a_field_changed_by_both_is_a_conflict_and_keeps_what_is_published():
    merged = merge({"a": "old"}, {"a": "theirs"}, {"a": "mine"})
    assert merged.merged == {"a": "theirs"}
    assert merged.conflicts == ("a",)


def test_two_who_add_to_the_same_list_both_succeed():
    merged = merge({"tags": ["x"]}, {"tags": ["x", "y"]}, {"tags": ["x", "z"]})
    assert merged.merged == {"tags": ["x", "y", "z"]}
    assert merged.conflicts == ()


def test_rows_merge_by_their_key_then_by_their_field():
    row = {"key": "k", "role": "operator", "note": ""}
    merged = merge(
        {"roles": [row]},
        {"roles": [row | {"note": "theirs"}]},
        {"roles": [row | {"role": "vendor"}, {"key": "new", "role": "adviser", "note": ""}]},
    )
    assert merged.conflicts == ()
    assert merged.merged["roles"] == [
        {"key": "k", "role": "vendor", "note": "theirs"},
        {"key": "new", "role": "adviser", "note": ""},
    ]


def test_a_row_field_changed_by_both_is_a_conflict():
    row = {"key": "k", "note": "old"}
    merged = merge(
        {"roles": [row]}, {"roles": [row | {"note": "theirs"}]}, {"roles": [row | {"note": "mine"}]}
    )
    assert merged.conflicts == ("rows/k/note",)
