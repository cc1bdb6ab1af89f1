"""The reference data: every place of the edition is found, and loading it again changes nothing."""

import io
from collections import Counter

import pytest
from django.db import transaction

from cases import derived
from cases.exchange import reference, vocabularies
from cases.forms.lookup import find_entries
from cases.models import DataVersion, Entry, Name, Place, Revision, Term
from cases.moderation import imports
from cases.text import slugify
from tests.editions import FIXTURES, rows_of

pytestmark = pytest.mark.django_db


def load(folder):
    """Load an edition without showing progress."""
    return reference.load(folder, stream=io.StringIO())


def names(entry):
    """What an entry is found under."""
    return sorted(entry.names.values_list("folded", "source"))


@pytest.fixture(scope="module")
def france(django_db_setup, django_db_blocker):
    """The whole edition, for this module, taken away at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(FIXTURES)
        transaction.set_rollback(True)


def test_every_row_of_the_files_is_a_place(france):
    counts = Counter(Place.objects.values_list("kind", flat=True))
    assert counts == {
        "country": 1,
        "region": len(rows_of("regions.csv")),
        "department": len(rows_of("departments.csv")),
        "epci": len(rows_of("epci.csv")),
        "commune": len(rows_of("communes.csv.gz")),
    }
    assert france.places == france.made == sum(counts.values())
    assert Place.objects.exclude(edition="2026").count() == 0
    assert Place.objects.exclude(version=0).count() == Revision.objects.count() == 0


def test_a_town_states_what_the_files_state(france):
    stored = {place.insee: place for place in Place.objects.filter(kind="commune")}
    groupings = dict(Place.objects.filter(kind="epci").values_list("pk", "siren"))
    for row in rows_of("communes.csv.gz"):
        place = stored[row["insee"]]
        expected = (row["name"], row["postcodes"], row["siren"], row["point"], row["epci"])
        grouping = groupings.get(place.grouping_id, "")
        assert (place.name, place.postcodes, place.siren, place.point, grouping) == expected
        for name in ("population", "latitude", "longitude"):
            value = getattr(place, name)
            assert ("" if value is None else float(value)) == (
                float(row[name]) if row[name] else ""
            )


def test_a_town_lies_in_its_department_its_region_and_france(france):
    departments = {row["code"]: row["region"] for row in rows_of("departments.csv")}
    codes = {place.pk: (place.kind, place.insee) for place in Place.objects.all()}
    rows = {row["insee"]: row for row in rows_of("communes.csv.gz")}
    for place in Place.objects.filter(kind="commune"):
        row = rows[place.insee]
        above = [codes[pk] for pk in place.ancestor_ids()]
        assert departments[row["department"]] == row["region"]
        assert above == [
            ("country", ""), ("region", row["region"]), ("department", row["department"]),
        ]  # fmt: skip


def test_towns_that_share_a_name_carry_their_code_in_their_address(france):
    rows = rows_of("communes.csv.gz")
    names = Counter(slugify(row["name"]) for row in rows)
    shared = {name for name, count in names.items() if count > 1}
    assert (len(shared), sum(names[name] for name in shared)) == (1482, 3774)
    slugs = dict(Place.objects.filter(kind="commune").values_list("insee", "entry__slug"))
    for row in rows:
        name = slugify(row["name"])
        assert slugs[row["insee"]] == (f"{name}-{row['insee'].lower()}" if name in shared else name)


def test_other_territories_give_way_to_the_town(france):
    def slug(kind, insee):
        return Place.objects.get(kind=kind, insee=insee).entry.slug

    assert slug("commune", "75056") == "paris"
    assert slug("department", "75") == "paris-departement"
    assert (slug("department", "974"), slug("region", "04")) == (
        "la-reunion-departement", "la-reunion-region",
    )  # fmt: skip
    assert (slug("department", "38"), slug("region", "53")) == ("isere", "bretagne")
    assert Place.objects.get(kind="country").entry.slug == "france"


def test_names_are_those_that_the_writer_would_store(france):
    for place in Place.objects.filter(insee__in=["38185", "2A004", "97411", "971"]):
        entry = place.entry
        before = (entry.title, entry.title_en, entry.search_names, names(entry))
        derived.refresh(place)
        entry.refresh_from_db()
        assert (entry.title, entry.title_en, entry.search_names, names(entry)) == before


@pytest.mark.parametrize("typed", ["grenoble", "38185", "38000", "Grenoble (38)", "213801855"])
def test_a_town_is_found_by_name_code_postcode_and_siren(france, typed):
    assert [entry.slug for entry in find_entries(typed, ("place",))] == ["grenoble"]


def test_a_number_that_is_a_postcode_and_a_code_offers_both_towns(france):
    found = {entry.slug for entry in find_entries("38100", ("place",))}
    assert found == {"grenoble", "le-cheylas"}


def test_a_second_load_changes_nothing(france):
    before = DataVersion.current(), Entry.objects.count(), Name.objects.count()
    again = load(FIXTURES)
    assert (again.made, again.changed) == (0, 0)
    assert (DataVersion.current(), Entry.objects.count(), Name.objects.count()) == before


def test_vocabularies_go_through_the_door_once():
    schemes = vocabularies.read(FIXTURES / "vocabularies.yaml")
    done = imports.load_vocabularies(schemes)
    assert done.made == done.total == Term.objects.count() == Revision.objects.count()
    vsa = Term.objects.get(scheme="technology", key="vsa")
    assert (vsa.entry.slug, vsa.parent.slug) == ("technology-vsa", "technology-image_analysis")
    assert "VSA" in vsa.aliases and vsa.version == 1
    assert imports.load_vocabularies(schemes).made == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("technology:\n  a: {fr: a}\n", "needs fr and en"),
        ("technology:\n  a: {fr: a, en: a, parent: b}\n", "b is not a word"),
        ("technology:\n  a: {fr: a, en: a, parent: b}\n  b: {fr: b, en: b, parent: a}\n", "itself"),
        ("technology:\n  a: {fr: a, en: a, colour: red}\n", "needs fr and en"),
    ],
)
def test_a_bad_vocabulary_is_refused(tmp_path, text, told):
    file = tmp_path / "words.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(vocabularies.BadVocabulary, match=told):
        vocabularies.read(file)
