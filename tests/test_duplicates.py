"""What a new record may repeat is found, and named with the reason, the surest first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.kinds import KINDS
from cases.models import Entry, Name
from cases.moderation.duplicates import metres_between, possible_duplicates
from cases.moderation.submit import Proposal
from cases.snapshots import empty_snapshot
from cases.web_addresses import same_page
from tests.make import (
    make,
    make_deployment,
    make_organisation,
    make_place,
    make_row,
    make_source,
    make_term,
    make_vendor,
)

pytestmark = pytest.mark.django_db


def alike(key, **fields):
    """[(title, reason)] of what a new record may repeat."""
    proposal = Proposal(key, empty_snapshot(KINDS[key].form) | fields)
    return [(repeat.entry.title, repeat.why) for repeat in possible_duplicates([proposal])]


def titles(key, **fields):
    return [title for title, _why in alike(key, **fields)]


@pytest.mark.parametrize("typed", ["XXII", "xxii", "Vingt-deux", "vingt deux"])
def test_a_name_or_another_name(typed):
    make_vendor("XXII", aliases=["Vingt-deux"])
    assert alike("vendor", name=typed) == [("XXII", "the same name, or one of its other names")]


@pytest.mark.parametrize("typed", ["Briefcan", "Brief Cam", "BRIEFCAM SAS", "Briefcam Ltd"])
def test_a_name_that_differs_by_a_letter_or_a_legal_form(typed):
    make_vendor("Briefcam")
    assert titles("vendor", name=typed) == ["Briefcam"]


@pytest.mark.parametrize("typed", ["Brief", "Thalès", "Ubiquiti", "Bri"])
def test_another_name_is_another_firm(typed):
    make_vendor("Briefcam")
    assert alike("vendor", name=typed) == []


def test_numbers_tell_names_apart():
    make("law", title="Loi no 2021-646 pour une sécurité globale")
    assert titles("law", title="Loi no 2021-646 pour une securite globale")
    assert not titles("law", title="Loi no 2023-380 pour une sécurité globale")


def test_a_siren_is_known_whatever_the_kind_of_record():
    make_organisation("Ville de Nice", siren="210600888")
    assert alike("vendor", name="Régie", siren="210600888") == [
        ("Ville de Nice", "the same registry or INSEE number")
    ]


def test_an_insee_code_is_one_place():
    make_place("Nice", insee="06088")
    assert alike("place", name="Nizza", insee="06088")[0][1] == "the same registry or INSEE number"


@pytest.mark.parametrize("url", [
    "http://www.example.org/a/", "https://example.org/a?utm_source=x&utm_medium=y",
    "HTTPS://Example.org:443/a#chapitre", "https://example.org/a?fbclid=abc",
])  # fmt: skip
def test_a_source_at_the_same_address_however_it_is_written(url):
    make_source("Un article", url="https://example.org/a")
    assert alike("source", title="Autre", url=url) == [("Un article", "the same web address")]


@pytest.mark.parametrize("url", [
    "https://example.org/b", "https://example.org/a?page=2", "https://example.org.evil/a",
    "https://example.org/A",
])  # fmt: skip
def test_another_address_is_another_source(url):
    make_source("Un article", url="https://example.org/a")
    assert alike("source", title="Autre", url=url) == []


@pytest.mark.parametrize("text", ["", "x", "mailto:a@b.c", "//example.org", "http://", "http://[",
                                  "javascript:alert(1)"])  # fmt: skip
def test_what_is_no_web_address_is_none(text):
    assert same_page(text) == ""


def test_a_camera_within_25_metres_the_nearest_first():
    make("camera", title="Loin", latitude=47.9025, longitude=1.9)
    make("camera", title="Près", latitude=47.90015, longitude=1.9)
    make("camera", title="Là", latitude=47.90001, longitude=1.9)
    assert titles("camera", latitude=47.9, longitude=1.9) == ["Là", "Près"]


def test_a_corner_of_the_box_is_further_than_25_metres():
    make("camera", title="Angle", latitude=47.9002, longitude=1.9003)
    assert titles("camera", latitude=47.9, longitude=1.9) == []


@pytest.mark.parametrize(("one", "other", "metres"), [
    ((48.8566, 2.3522), (43.2965, 5.3698), 660_478), ((0, 0), (0, 0), 0),
    ((0, 0), (0, 180), 20_015_115),
])  # fmt: skip
def test_distances_are_those_of_the_earth(one, other, metres):
    assert abs(metres_between(*one, *other) - metres) < 100


def test_the_same_place_technology_and_vendor_come_first():
    nice, vsa = make_place("Nice"), make_term("technology", "vsa")
    vendor = make_vendor("XXII")
    make_deployment(nice, title="Ailleurs", technologies=[make_term("technology", "audio")])
    make_deployment(nice, title="Inconnue")
    make_deployment(nice, title="Sans fournisseur", technologies=[vsa])
    make_deployment(nice, vendor, title="La même", technologies=[vsa])
    roles = [make_row("deployment", "roles", entry=vendor, role="vendor")]
    found = alike("deployment", places=["nice"], technologies=["vsa"], roles=roles)
    assert found == [
        ("La même", "the same place, technology and vendor"),
        ("Sans fournisseur", "the same place and technology"),
        ("Inconnue", "the same place"),
    ]


def test_an_edit_repeats_nothing():
    vendor = make_vendor("XXII")
    proposal = Proposal("vendor", {"name": "XXII"}, {}, target=vendor.entry, base_number=1)
    assert possible_duplicates([proposal]) == []


def test_forty_thousand_names_are_narrowed_by_the_database():
    """What reaches memory is bounded, and the index narrows it: no scan of all names."""
    entries = Entry.objects.bulk_create(
        Entry(kind="source", slug=f"s{n}", title=f"Article {n}") for n in range(2_000)
    )
    Name.objects.bulk_create(
        Name(entry=entry, folded=f"article {n}", source="title") for n, entry in enumerate(entries)
    )
    make_source("Délibération du conseil municipal")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = titles("source", title="Deliberation du conseil municipale")
    assert found == ["Délibération du conseil municipal"]
    if connection.vendor == "sqlite":
        asked = next(q["sql"] for q in queries if "LENGTH" in q["sql"])
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "SCAN cases_name" not in plan
