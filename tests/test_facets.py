"""Facets: whatever happens to the register, lists hold and count what plain reading gives."""

from contextlib import contextmanager
from random import Random
from unittest.mock import Mock

import pytest
from django.db import OperationalError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from cases.facets import bitmaps, current, following, keys, refreshing, stored, trees
from cases.facets.current import facets_of
from cases.facets.keeping import keep
from cases.kinds import KINDS
from cases.models import ChangedEntry, DataVersion, Entry, Revision
from cases.moderation.merge import merge_records, undo_merge
from cases.moderation.withdraw import undo_withdrawal, withdraw
from cases.rebuild import rebuild
from cases.rows.kept import rows_of_page
from tests import plain_filters
from tests.make import (
    dated,
    edit,
    make,
    make_deployment,
    make_moderator,
    make_organisation,
    make_place,
    make_term,
    make_vendor,
    role,
)

pytestmark = pytest.mark.django_db
DATES = ("2019", "2021-06", "2020/2022", "1990/2019", "[..2021]", "")
STATUSES = ("announced", "active", "unknown")


@pytest.fixture
def town_and_all(db):
    """Towns inside departments inside regions, vendors, words that lie in one another."""
    regions = [make_place(f"Région {n}", kind="region", insee=f"R{n}") for n in range(2)]
    places = [*regions]
    for number in range(4):
        department = make_place(
            f"Département {number}", kind="department", parent=regions[number % 2]
        )
        places += [department, make_place(f"Ville {number}", parent=department)]
    broad = make_term("technology", "broad")
    terms = [broad, *(make_term("technology", f"narrow{n}", parent=broad) for n in range(2))]
    tag = make("tag", name="Large")
    return {
        "place": places,
        "term": terms,
        "tag": [tag, *(make("tag", name=f"Fin {n}", parent=tag) for n in range(3))],
        "vendor": [make_vendor(f"Vendeur {n}") for n in range(4)],
        "payer": [make_organisation(f"Payeur {n}") for n in range(3)],
        "admin": make_moderator("ada", "administrator"),
    }


def some(random, choices, most=2) -> list:
    """A few of the choices, or none."""
    return random.sample(choices, random.randint(0, min(most, len(choices))))


def fields_of(random, known) -> dict:
    """What a deployment may state."""
    return {
        "places": some(random, known["place"]),
        "technologies": some(random, known["term"]),
        "roles": [
            role(who, random.choice(("vendor", "operator", "publisher")))
            for who in some(random, [*known["vendor"], *known["payer"], *known["place"][-2:]])
        ],
        "status": random.choice(STATUSES),
        "tags": [tag.entry.slug for tag in some(random, known["tag"])],
        "dates": [dated(value) for value in some(random, [d for d in DATES if d])],
        **random.choice(({}, {"contested": True, "contested_note": "Six ou huit ?"})),
    }


def again(record):
    """The record as it is now."""
    return type(record).objects.get(pk=record.pk)


def act(random, known) -> None:
    """One accepted change of the register."""
    deployments = list(KINDS["deployment"].model.objects.select_related("entry").order_by("pk"))
    one = random.choice(deployments) if deployments else None
    number = Revision.objects.count()
    what = random.choice(
        ("new", "new", "edit", "revert", "money", "contest", "hide", "merge", "move", "narrow",
         "vendor", "hide vendor", "merge vendor")
    )  # fmt: skip
    if what == "new" or one is None:
        make_deployment(title=f"Dispositif {number}", **fields_of(random, known))
    elif what == "edit":
        edit(one, **fields_of(random, known))
    elif what == "revert":
        edit(again(one), **state_before(one))
    elif what == "money":
        make("funding", title=f"Argent {number}", amount="5", payer=random.choice(known["payer"]),
             deployments=some(random, deployments), stage="granted")  # fmt: skip
    elif what == "contest":
        make("legal", title=f"Recours {number}", deployments=some(random, deployments),
             forum=random.choice(known["payer"]))  # fmt: skip
    elif what == "hide":
        hide(random, known, one)
    elif what == "merge" and len(deployments) > 1:
        merge(random, known, *random.sample(deployments, 2))
    elif what == "vendor":
        edit(again(random.choice(known["vendor"])), country=random.choice(("FR", "IL", "")))
    elif what == "hide vendor" and len(known["vendor"]) > 1:
        hide(random, known, random.choice(known["vendor"]))
    elif what == "merge vendor" and len(known["vendor"]) > 1:
        merge(random, known, *random.sample(known["vendor"], 2))
    elif what == "move":
        towns = [p for p in known["place"] if p.kind == "commune"]
        departments = [p for p in known["place"] if p.kind == "department"]
        edit(again(random.choice(towns)), parent=random.choice(departments))
    elif what == "narrow":
        edit(again(known["tag"][1]), parent=random.choice([None, known["tag"][0]]))


def state_before(record) -> dict:
    """What a record stated first, without those that are gone meanwhile."""
    state = record.entry.revisions.order_by("number").first().snapshot
    live = {entry.reference for entry in Entry.objects.live()}
    return state | {"roles": [row for row in state["roles"] if row["entry"] in live]}


def hide(random, known, record) -> None:
    """Withdraw a record, now and then for a moment only, in which processes may look."""
    operation = withdraw(record.entry, known["admin"], "essai")
    if random.random() < 0.5:
        current.current()
        undo_withdrawal(operation, known["admin"])
    elif record in known["vendor"]:
        known["vendor"].remove(record)


def merge(random, known, one, other) -> None:
    """Merge two records of a kind, now and then for a moment only."""
    operation = merge_records(one.entry, other.entry, known["admin"], "essai")
    if random.random() < 0.5:
        current.current()
        undo_merge(operation, known["admin"])
    elif one in known["vendor"]:
        known["vendor"].remove(one)


def question(random, kind: str, every: dict) -> dict[str, list[str]]:
    """Some filters, with values that records have."""
    seen = every.values()
    found = {}
    for name in some(random, list(plain_filters.FILTERED[kind]), 3):
        values = sorted({value for one in seen for value in one[name]})
        if values:
            found[name] = some(random, values, 2) or [values[0]]
    if "tag" in found and random.random() < 0.5:
        found[random.choice(("tag_any", "tag_not"))] = found.pop("tag")
    return found


def check(kind: str, asked: dict[str, list[str]], every: dict) -> None:
    """The list of the kind holds and counts what plain reading gives."""
    chosen = KINDS[kind].filter(asked, queryset=KINDS[kind].model.objects.all())
    wanted = plain_filters.listed(every, asked)
    assert set(chosen.numbers()) == wanted, (kind, asked)
    assert set(chosen.passing().values_list("pk", flat=True)) == wanted
    assert set(chosen.numbers(1, 3)) == set(chosen.numbers()[1:3])
    assert (len(chosen.listed()), list(chosen.listed()[1:3])) == (len(wanted), chosen.numbers(1, 3))
    assert (
        set(KINDS[kind].filter(asked | {"sort": "title"}, queryset=chosen.queryset).numbers())
        == wanted
    )
    for name in plain_filters.FILTERED[kind]:
        counted = plain_filters.counts(every, name, asked)
        for value in chosen.facet(name)["values"]:
            assert value["count"] == counted.get(value["value"], 0), (kind, asked, name, value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_lists_hold_and_count_what_plain_reading_gives(town_and_all, seed):
    random = Random(seed)
    current.forget()  # the register of the example before was taken back
    with transaction.atomic(), held_as_in_a_large_register(random):
        shown()  # so that it is brought up to date, not read once all is done
        known = town_and_all | {"vendor": [*town_and_all["vendor"]]}
        for _step in range(6):
            act(random, known)
            if random.random() < 0.3:  # several changes at once, or each alone
                shown()
        for kind in plain_filters.FILTERED:
            every = plain_filters.everything(kind)
            check(kind, question(random, kind, every), every)
        assert_same_as_read_anew()
        remembered = shown()
        current.forget()
        assert remembered == shown()
        transaction.set_rollback(True)  # each example begins with the same register


@contextmanager
def held_as_in_a_large_register(random):
    """Keys with few documents and with many, counted by key and by document, at a few records."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bitmaps, "FEW", random.choice((1, 3, 256)))
        patch.setattr(bitmaps, "MANY", random.choice((1, 2000)))
        patch.setattr(bitmaps, "SOUGHT", random.choice((0, 1, 4)))
        yield


def shown() -> dict[str, tuple]:
    """What the list of each kind shows: its rows, and the numbers beside the values."""
    found = {}
    for key, kind in KINDS.items():
        facets_of(current.current(), key)
        chosen = kind.filter({}, queryset=kind.model.objects.all())
        found[key] = rows_of_page(chosen.index, kind, chosen.numbers(0, 50)), chosen.facets()
    return found


def assert_same_as_read_anew() -> None:
    """What was brought up to date change by change equals what the whole register gives.

    So do the most frequent keys.
    """
    kept, anew = current.current(), refreshing.whole(current.current().version)
    for kind in KINDS:
        listed = kept.numbers_of(kept.all_of(kind)), anew.numbers_of(anew.all_of(kind))
        assert listed[0] == listed[1], kind
        for name, held in facets_of(kept, kind).items():
            expected = refreshing.facets_of(anew, kind)[name]
            assert held.keys() == expected.keys(), (kind, name)
            within = kept.all_of(kind) - BitMap(range(0, len(kept.entries), 3))
            found = keys.most_frequent(held, within, 3)
            counted = [bitmap.intersection_cardinality(within) for bitmap in held.values()]
            wanted = sorted((n for n in counted if n), reverse=True)[:3]
            assert sorted((n for _key, n in found), reverse=True) == wanted, (kind, name)
            for key, bitmap in held.items():
                assert set(kept.numbers_of(bitmap)) == set(anew.numbers_of(expected[key]))


def test_a_process_that_starts_reads_the_file_and_what_changed_since(town_and_all):
    vendor, other = town_and_all["vendor"][:2]
    first = make_deployment(title="Avant", roles=[role(vendor)])
    list(rebuild())
    assert stored.load().version == current.current().version
    second = make_deployment(title="Après", roles=[role(vendor)])
    edit(first, roles=[role(other)])
    current.forget()
    every = plain_filters.everything("deployment")
    check("deployment", {"vendor": [vendor.entry.slug]}, every)
    assert current.current().entries[-1] == first.pk
    assert second.pk in current.current().entries
    assert_same_as_read_anew()


def test_the_file_is_saved_again_and_lines_go_once_the_file_before_had_them(
    town_and_all, monkeypatch
):
    first = make_deployment(title="Un")
    assert keep() == 0
    assert stored.load().version == DataVersion.current()
    idle = current.current()
    make_deployment(title="Deux")
    assert keep() > 0  # what the first file had
    awake = current.current()
    assert ChangedEntry.objects.filter(version__gt=idle.version).exclude(entry=None).exists()
    edit(first, title="Un, corrigé")
    assert keep() > 0  # what the second had
    assert keep() == 0  # nothing changed since
    assert not ChangedEntry.objects.filter(version__lte=idle.version).exists()
    monkeypatch.setattr(refreshing, "whole", lambda version: pytest.fail("read the register"))
    for held in (awake, idle):  # one goes on from what it holds, the other reads the file
        current._held[:] = [held]
        make_deployment(title="Trois")
        check("deployment", {}, plain_filters.everything("deployment"))
    stored.forget()
    monkeypatch.undo()
    current._held[:] = [idle]
    check("deployment", {}, plain_filters.everything("deployment"))
    assert_same_as_read_anew()


def test_an_index_that_readers_asked_for_follows_without_them(town_and_all, monkeypatch):
    following.look()
    assert not current._held  # nobody asked
    current.current()
    shown()
    counted = {what for what in current.held().remembered() if what[0] == "facet"}
    made = make_deployment(title="Neuf")
    following.look()
    monkeypatch.setattr(refreshing, "after", lambda *_: pytest.fail("a reader waited"))
    assert counted and counted <= current.held().remembered().keys()
    assert current.current().entries[-1] == made.pk
    assert DataVersion.recent() == current.current().version
    monkeypatch.setattr(current, "is_behind", Mock(side_effect=OperationalError))
    monkeypatch.setattr(following, "connection", Mock())
    following.look()  # goes on without its database
    assert following.connection.close.called


def test_a_file_of_another_register_or_a_broken_one_is_not_believed(town_and_all):
    list(rebuild())
    whole = stored.path().read_bytes()
    other = whole.replace(f'"format": {stored.FORMAT}'.encode(), b'"format": 0')
    for broken in (whole[:-9], b"", b"{}\n", other):
        stored.path().write_bytes(broken)
        assert stored.load() is None
    stored.path().write_bytes(whole)
    Revision.objects.filter(sequence=stored.load().sequence).update(digest="0" * 64)
    assert stored.load() is None


def test_other_names_of_a_tag_and_of_a_term_lead_to_it(client, db):
    make("tag", name="Vidéosurveillance algorithmique", aliases=["VSA", "caméras augmentées"])
    make_deployment(title="Avec", tags=["videosurveillance-algorithmique"])
    make_deployment(title="Sans")
    for typed in ("vsa", "cameras-augmentees", "caméras augmentées"):
        page = client.get("/deployments/", {"tag": typed}).content.decode()
        assert "Avec" in page and ">Sans<" not in page, typed


def test_a_merged_record_still_filters_as_what_it_became(client, town_and_all):
    old, new = town_and_all["vendor"][:2]
    make_deployment(title="Le sien", roles=[role(old)])
    merge_records(old.entry, new.entry, town_and_all["admin"], "même société")
    assert "Le sien" in client.get(f"/deployments/?vendor={old.entry.slug}").content.decode()


def test_the_tree_opens_where_a_value_is_chosen(town_and_all, monkeypatch):
    monkeypatch.setattr(trees, "MOST_SHOWN", 3)
    for place in town_and_all["place"]:
        if place.kind == "commune":
            make_deployment(place)
    chosen = KINDS["deployment"].filter(
        {"place": ["ville-2"]}, queryset=KINDS["deployment"].model.objects.all()
    )
    rows = [(v["value"], v["count"], v["depth"]) for v in chosen.facet("place")["values"]]
    assert rows == [
        ("region-0", 2, 0), ("departement-0", 1, 1), ("departement-2", 1, 1), ("ville-2", 1, 2),
        ("region-1", 2, 0),
    ]  # fmt: skip
