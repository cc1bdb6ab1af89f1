"""The records of one contribution, stored together, are what one contribution each would store."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases import integrity
from cases.history import Refused
from cases.kinds import KINDS
from cases.models import Deployment, Entry, Revision, TaggedEntry
from cases.moderation import decide, form_tokens
from cases.moderation.submit import Proposal, submit
from cases.snapshots import empty_snapshot
from tests.full import full_state
from tests.make import dated, edit, make_deployment, make_place, make_row, make_vendor

pytestmark = pytest.mark.django_db

# Random, or counted from another start; the number of contributions and their decisions differ.
NOT_COMPARED = {"id", "salts", "commitments", "digest"}
NOT_TABLES = ("DataVersion", "Decision")


def deployment(title: str, **fields) -> Proposal:
    form = KINDS["deployment"].form
    return Proposal("deployment", empty_snapshot(form) | {"title": title} | fields)


def accept(*proposals: Proposal) -> list[Revision]:
    submission = submit(list(proposals), form_tokens.issue(), channel="import")
    return decide.accept(submission, submission.version, None)


def rows_of_all_tables() -> dict[str, list]:
    """Every public row, with addresses in the place of numbers."""
    addresses = {entry.pk: entry.reference for entry in Entry.objects.all()}
    found = {}
    for model in apps.get_app_config("cases").get_models(include_auto_created=True):
        if model.__name__ not in NOT_TABLES:
            rows = [_values(row, addresses) for row in model._base_manager.all()]
            found[model.__name__] = sorted(rows)
    # Which records changed is noted once for a contribution, not once for each of its records.
    found["ChangedEntry"] = sorted(set(found["ChangedEntry"]))
    return found


def _values(row, addresses) -> str:
    values = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.is_relation:
            value = addresses.get(value, value)
        if field.name not in NOT_COMPARED and (type(row).__name__, field.name) != (
            "ChangedEntry", "version",
        ):  # fmt: skip
            values[field.name] = str(value)
    return str(sorted(values.items()))


def one_of_every_kind(source: str) -> list[Proposal]:
    """A full record of each kind; its text names its neighbours; all cite the first."""
    keys = ["source", *(key for key in KINDS if key != "source")]
    names = [f"Lot {key}" for key in keys]
    proposals = []
    for number, key in enumerate(keys):
        state = full_state(key) | {KINDS[key].label_field: names[number]}
        near = names[number - 1], names[(number + 1) % len(names)]
        state["description"] = f"Voir [[{near[0]}]], [[{near[1]}]] et [[{names[number]}]]."
        state["tags"] = ["mot neuf", f"mot {key}", *state["tags"]]
        state["citations"] = [make_row(key, "citations", source=source)]
        proposals.append(Proposal(key, state, wanted_slug=f"lot-{key}"))
    return proposals


def test_one_contribution_stores_what_one_for_each_record_would():
    together = one_of_every_kind("@0")
    with transaction.atomic():
        accept(*together)
        stored = rows_of_all_tables()
        assert list(integrity.problems()) == []
        transaction.set_rollback(True)
    for proposal in together:
        for row in proposal.state["citations"]:
            row["source"] = "lot-source"
        accept(proposal)
    alone = rows_of_all_tables()
    for table, rows in alone.items():
        assert stored[table] == rows, table


def test_records_may_name_others_of_the_same_contribution_by_their_names():
    make_vendor("Surveil SA")
    first = Proposal("place", empty_snapshot(KINDS["place"].form) | {"name": "Villeneuve"})
    accept(first, deployment("Un", places=["Villeneuve"]), deployment("Un", parent="@1"))
    one, other = Deployment.objects.order_by("pk")
    assert [place.title for place in one.places.all()] == ["Villeneuve"]
    assert other.parent == one.entry
    assert (one.entry.slug, other.entry.slug) == ("un", "un-2")


def test_one_refused_record_refuses_all_and_says_why():
    make_place("Nice", slug="nice")
    before = rows_of_all_tables()
    wrong = deployment("Deux", contested=True)
    with pytest.raises(Refused, match="par qui") as refused:
        accept(deployment("Un", places=["nice"], tags=["neuf"]), wrong, deployment("Trois"))
    assert "contested_note" in refused.value.form.errors
    assert rows_of_all_tables() == before
    with pytest.raises(Refused, match="pas été trouvé"):
        accept(deployment("Un"), deployment("Deux", places=["nulle-part"]))


def test_what_the_database_is_asked_hardly_grows_with_the_records():
    like = make_deployment(make_place("Nice", slug="nice"), make_vendor("Surveil", slug="surveil"))
    stated = like.entry.revisions.get().snapshot

    def asked(number: int) -> int:
        proposals = [deployment(f"Lot {number} {n}", **_unlike(stated)) for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            accept(*proposals)
        return len(queries)

    assert asked(12) <= asked(3) + 3


def _unlike(stated: dict) -> dict:
    return {name: stated[name] for name in ("places", "roles", "tags")}


def numbers_of_rows(record) -> dict[str, list[int]]:
    """The numbers that the rows of a record have in their tables, its links and tags with them."""
    form = KINDS[record.entry.kind].form
    found = {rows.name: [row.pk for row in rows.of(record).all()] for rows in form.ROWS}
    tags = TaggedEntry.objects.filter(content_object=record.pk)
    found["tags"] = sorted(tags.values_list("pk", flat=True))
    for field in record._meta.many_to_many:
        lines = field.remote_field.through.objects.filter(**{field.m2m_field_name(): record.pk})
        found[field.name] = sorted(lines.values_list("pk", flat=True))
    return found


def test_an_edit_writes_the_rows_that_differ_and_leaves_the_others():
    for key in KINDS:
        [revision] = accept(Proposal(key, full_state(key)))
        record = KINDS[key].model.objects.get(pk=revision.entry_id)
        before = numbers_of_rows(record)
        edit(record, note="Autre remarque.")
        assert numbers_of_rows(record) == before, key
    rows = [dated("2019"), dated("2020-06"), dated("2021")]
    first, second = make_place("Nice"), make_place("Lyon")
    record = make_deployment(first, make_vendor(), dates=rows, tags=["gare", "plage"])
    before = numbers_of_rows(record)
    kept, changed, _gone = record.entry.revisions.get().snapshot["dates"]
    dates = [changed | {"value": "2022"}, kept]
    edited = edit(record, dates=dates, places=[second], tags=["plage", "port"])
    after = numbers_of_rows(edited)
    assert after["roles"] == before["roles"] and after["dates"] != before["dates"]
    assert [row.value for row in edited.entry.dates.all()] == ["2022", "2019"]
    assert [place.title for place in edited.places.all()] == ["Lyon"]
    assert sorted(edited.entry.tags.values_list("name", flat=True)) == ["plage", "port"]
    assert list(integrity.problems()) == []
