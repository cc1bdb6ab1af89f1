"""Contradictions, typed unknowns and calculations whose inputs changed, beside the value."""

import uuid

import pytest

from cases.history import Refused
from tests.make import dated, edit, make, make_deployment, make_place, make_source

pytestmark = pytest.mark.django_db


def page_of(client, record) -> str:
    return client.get(record.get_absolute_url()).content.decode()


def test_a_contradiction_stands_beside_the_value_with_its_source(client):
    source, other = make_source("Rapport de la CRC"), make("funding", title="Autre ligne")
    line = make("funding", amount="18000000", disputes=[
        {"field": "amount", "value": "21 M€", "who": "Chambre régionale des comptes",
         "why": "Avec la maintenance.", "source": source, "locator": "p. 4", "other": other},
    ])  # fmt: skip
    page = page_of(client, line)
    for words in (
        "21 M€",
        "Chambre régionale des comptes",
        "Avec la maintenance.",
        "Rapport de la CRC",
    ):
        assert words in page
    assert page.index("box-contested") < page.index("21 M€")
    assert str(line.entry) in page_of(client, other)


def test_a_contradiction_of_one_date_stands_beside_it(client):
    key = str(uuid.uuid4())
    record = make_deployment(make_place(), dates=[dated("2022", key=key)],
                             disputes=[{"field": f"rows/{key}", "value": "été 2021"}])  # fmt: skip
    page = page_of(client, record)
    assert page.count("été 2021") >= 2


def test_a_refusal_stands_in_the_place_of_the_value(client):
    source = make_source("Réponse de la mairie")
    record = make_deployment(make_place(), unknowns=[
        {"field": "technologies", "reason": "refused", "who": "Mairie de X", "as_of": "2023-06",
         "source": source},
    ])  # fmt: skip
    page = page_of(client, record)
    assert "refusé par l’administration" in page and "Mairie de X, juin 2023" in page
    gaps = page[page.index('id="gaps"') :]
    assert "Mairie de X" in gaps[: gaps.index("</section>")]
    assert "Réponse de la mairie" in page


def test_what_does_not_apply_is_no_gap(client):
    record = make_deployment(
        make_place(), unknowns=[{"field": "technologies", "reason": "not_applicable"}]
    )
    page = page_of(client, record)
    gaps = page[page.index('id="gaps"') :]
    assert "Quelle technologie" not in gaps[: gaps.index("</section>")]


def test_a_value_that_is_given_cannot_be_unknown():
    with pytest.raises(Refused, match="donnée|given"):
        make_deployment(make_place(), unknowns=[{"field": "places", "reason": "not_found"}])


def test_a_refusal_says_who_refused_or_where_it_is_written():
    with pytest.raises(Refused):
        make_deployment(make_place(), unknowns=[{"field": "technologies", "reason": "refused"}])


def test_a_calculation_says_which_input_changed_since(client):
    part = make("funding", title="Marché", amount="80000000")
    total = make("funding", title="Reste", amount="70000000",
                 formula=f"{part.entry.slug} - 10 M€", inputs=[part])  # fmt: skip
    assert "box-expired" not in page_of(client, total)
    edit(part, note="Rien ne change ici.")
    assert "box-expired" not in page_of(client, total)
    edit(part, amount="81000000")
    page = page_of(client, total)
    assert "box-expired" in page and "81" in page
    assert f"/{part.entry.slug}/compare/1/3/" in page
    listed = client.get("/funding/").content.decode()
    assert listed.count("marked box-expired") == 1
    edit(total, note="Rien de la somme.")
    assert "box-expired" in page_of(client, total)
    edit(total, amount="71000000")
    assert "box-expired" not in page_of(client, total)
