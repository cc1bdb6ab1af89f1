"""How well a record is supported, when it was last looked at, and what is missing of it."""

import datetime

import pytest

from cases import integrity
from cases.models import Camera, Deployment, Entry, Gap, Source
from cases.rebuild import rebuild
from tests.make import (
    cited,
    dated,
    edit,
    make,
    make_deployment,
    make_place,
    make_source,
    make_term,
    make_vendor,
)

pytestmark = pytest.mark.django_db


def source(publisher: str, **fields):
    return make_source(f"Article de {publisher}", publisher=publisher, **fields)


def level(*citations, **fields) -> str:
    record = make_deployment(citations=list(citations), **fields)
    return Entry.objects.get(pk=record.pk).verification


def test_nothing_a_single_source_and_two_independent_ones():
    monde, mediapart = source("Le Monde"), source("Mediapart")
    assert level() == "none"
    assert level(cited(monde)) == "single"
    assert level(cited(monde), cited(monde, "status")) == "single"
    assert level(cited(monde), cited(mediapart)) == "corroborated"


def test_who_repeats_another_is_not_independent():
    afp = source("Le Monde", agency="AFP")
    assert level(cited(afp), cited(source("Ouest-France", agency="AFP"))) == "single"
    first = source("Ricochets")
    relay = source("Blog", relayed_by=[first])
    assert level(cited(first), cited(relay)) == "single"
    one = make_source("Un", url="https://www.exemple.fr/a")
    assert level(cited(one), cited(make_source("Deux", url="https://exemple.fr/b"))) == "single"


def test_an_official_document_and_what_was_seen():
    minutes = source("Ville", kind=make_term("source_kind", "council_minutes"))
    assert level(cited(minutes)) == "official"
    assert level(cited(source("Blog"), acquisition="answer")) == "official"
    assert level(cited(None, acquisition="on_site")) == "on_site"


def test_our_own_inference_supports_nothing():
    assert level(cited(source("Le Monde"), confidence="inferred")) == "none"


def test_what_is_contested_is_contested_and_a_ruling_is_last():
    row = {"field": "status", "why": "Le maire dément."}
    assert level(cited(source("A")), disputes=[row]) == "contested"
    assert level(contested=True, contested_note="Non.") == "contested"
    ruling = {"level": "official", "reason": "Vu le procès-verbal.", "day": "2026-01-02"}
    assert level(disputes=[row], rulings=[ruling]) == "official"


def test_records_follow_when_a_source_changes(client):
    one, two = source("Le Monde"), source("Le Monde 2")
    record = make_deployment(title="Suivi", citations=[cited(one), cited(two)])
    assert Entry.objects.get(pk=record.pk).verification == "corroborated"
    edit(Source.objects.get(pk=two.pk), publisher="Le Monde")
    assert Entry.objects.get(pk=record.pk).verification == "single"
    assert list(integrity.problems()) == []
    page = client.get("/en/deployments/suivi/").content.decode()
    assert "Verification: a single source (2 sources, 1 publisher)" in page


def test_lists_can_be_filtered_by_it(client):
    make_deployment(title="Vu", citations=[cited(None, acquisition="on_site")])
    make_deployment(title="Nu")
    page = client.get("/deployments/?verification=on_site").context["page"]
    [row] = page.rows
    assert ">Vu</a>" in row
    facet = next(f for f in page.facets if f["name"] == "verification")
    assert {value["value"]: value["count"] for value in facet["values"]} == {
        "on_site": 1,
        "none": 1,
    }


def test_the_day_of_the_last_check_that_could_tell():
    checks = [
        {"day": "2026-01-10", "answer": "there", "basis": "on_site"},
        {"day": "2026-03-01", "answer": "unsure"},
    ]
    record = make("camera", checks=checks)
    stored = Camera.objects.select_related("entry").get(pk=record.pk)
    assert stored.verified_on == datetime.date(2026, 1, 10)
    assert stored.entry.verification == "on_site"


def test_completeness_counts_what_was_looked_for(client):
    record = make_deployment(title="Peu")
    entry = Entry.objects.get(pk=record.pk)
    assert (entry.completeness, entry.gaps.count()) == (0, 9)
    unknowns = [
        {"field": "cameras_total", "reason": "refused", "who": "Mairie"},
        {"field": "laws", "reason": "not_applicable"},
    ]
    edit(record, places=[make_place("Nice")], status="active", unknowns=unknowns,
         dates=[dated("2020")])  # fmt: skip
    entry.refresh_from_db()
    assert entry.completeness == 50  # four of the eight that apply
    gaps = dict(Gap.objects.filter(entry=entry).values_list("name", "reason"))
    assert gaps["cameras_total"] == "refused"
    assert "laws" not in gaps and "places" not in gaps
    assert "50\u00a0% de ce qu’on attend" in client.get("/deployments/peu/").content.decode()


def test_a_level_or_a_gap_changed_by_hand_is_named_and_made_again():
    record = make_deployment(make_place("Nice"), make_vendor("X"), citations=[cited(source("A"))])
    Entry.objects.filter(pk=record.pk).update(verification="official", completeness=99)
    Gap.objects.filter(entry=record.pk).delete()
    Deployment.objects.filter(pk=record.pk).update(verified_on="2020-01-01")
    named = " ".join(integrity.problems())
    for words in ("level of verification", "completeness", "missing of it", "verified on"):
        assert words in named
    list(rebuild())
    assert list(integrity.problems()) == []
