"""What a journalist takes from a town or a vendor: a sentence, relations, a comparison, a sheet."""

import re

import pytest

from tests.make import (
    cited,
    dated,
    edit,
    make,
    make_deployment,
    make_organisation,
    make_place,
    make_source,
    make_vendor,
    role,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def nice(db):
    nice, thales = make_place("Nice", postcodes="06000"), make_vendor("Thales")
    source = make_source("Délibération 12", publisher="Ville de Nice")
    first = make_deployment(nice, thales, title="Safe city", status="active",
                            roles=[role(nice, "operator")], citations=[cited(source)],
                            dates=[dated("2018")])  # fmt: skip
    second = make_deployment(nice, title="Micros", status="announced")
    make("funding", title="Contrat", amount="18000000", payer=nice, payee=thales,
         deployments=[first], stage="awarded")  # fmt: skip
    make("funding", title="Subvention", amount="", amount_text="non communiqué",
         payer=make_organisation("FIPD"), deployments=[second])  # fmt: skip
    make("legal", title="Recours", deployments=[first], forum=make_organisation("TA de Nice"),
         parties=[{"entry": make_organisation("Ligue"), "side": "claimant"}])  # fmt: skip
    return nice


def page_of(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_a_town_opens_with_a_sentence_that_claims_what_is_recorded(client, nice):
    page = page_of(client, "/en/places/nice/")
    assert (
        "2 deployments are recorded here, in Nice (1 announced, 1 in service), 2 lines of money"
        " (1 with an exact amount), 1 legal challenge."
    ) in page
    assert "Never verified since it was recorded" in page
    assert "no supplier known for 1 deployment of 2" in page
    french = page_of(client, "/places/nice/")
    assert "Nice : 2 déploiements recensés ici (1 annoncé, 1 en service)" in french
    assert "utilise" not in french.partition("Plus grand manque")[0]


def test_a_vendor_is_named_in_so_many_deployments_and_places(client, nice):
    make_deployment(make_place("Lyon"), make_vendor("Thales"), title="Autre")
    page = page_of(client, "/en/vendors/thales/")
    assert "1 deployment in which Thales is named is recorded here (1 in service)" in page
    assert "in 1 town" in page


def test_a_record_without_deployments_claims_nothing(client):
    make_place("Vide")
    assert 'class="quotable"' not in page_of(client, "/places/vide/")


def test_relations_are_sentences_with_their_source(client, nice):
    page = page_of(client, "/en/places/nice/")
    assert 'Thales</a> supplies (role not specified) <a href="/en/deployments/safe-city/">' in page
    assert 'Nice</a> operates <a href="/en/deployments/safe-city/">' in page
    assert re.search(r"Nice</a> awards [^<]*18[^<]* to <a href=./en/vendors/thales/", page)
    assert 'Ligue</a> is claimant in <a href="/en/legal/recours/">' in page
    assert "before TA de Nice" in page
    assert 'Source: <a href="/en/sources/deliberation-12/">' in page


def test_what_is_cited_leads_back_to_the_day(client, nice):
    page = page_of(client, "/places/nice/")
    assert "/places/nice/?at=20" in page
    assert re.search(r"révision 1 du [^<]* page consultée le [^<]* ODbL 1.0", page)
    assert "/places/nice/?at=r1<" in page


def test_a_sheet_of_paper_has_its_square_and_stays_out_of_search_engines(client, nice):
    sheet = page_of(client, "/en/places/nice/sheet/")
    # What a council meeting asks: what, known from whom, and what nobody knows.
    assert "announced · Nice · no supplier known · no date known" in sheet
    assert '<span class="src">[1]</span>' in sheet
    assert '<li value="1">Délibération 12, Ville de Nice</li>' in sheet
    assert "No supplier known for 1 deployment of 2" in sheet
    assert "an amount that is not known · FIPD" in sheet
    sheet = page_of(client, "/places/nice/sheet/")
    assert 'class="qr"' in sheet
    assert '<meta name="robots" content="noindex">' in sheet
    assert 'rel="canonical" href="/places/nice/"' in sheet
    assert 'class="qr"' not in page_of(client, "/places/nice/")
    assert client.get("/places/inconnue/sheet/").status_code == 404
    assert client.post("/places/nice/sheet/").status_code == 405


def test_two_towns_stand_side_by_side(client, nice):
    make_deployment(make_place("Lyon"), title="Drones", status="suspended")
    page = page_of(client, "/en/compare/?place=nice&place=Lyon")
    assert "1 deployment is recorded here, in Lyon (1 suspended)." in page
    assert "2 deployments are recorded here, in Nice" in page
    assert '<a href="/en/places/lyon/">Lyon</a>' in page
    assert page.count('class="src"') == 0
    figures = dict(client.get("/en/compare/?place=nice&place=Lyon").context["comparison"].figures)
    assert figures["Deployments"] == ["2", "1"]
    assert figures["Deployments, suspended"] == ["0", "1"]


@pytest.mark.parametrize(
    ("query", "columns"),
    [("", 0), ("?place=", 0), ("?place=nice", 0), ("?place=nice&place=nice", 0),
     ("?place=06000&place=lyon", 2), ("?vendor=thales&vendor=xxii", 2),
     ("?place=a&place=b&place=%00", 0), ("?place=nice&place=lyon&place=p1&place=p2&place=p3", 4)],
)  # fmt: skip
def test_what_is_compared_is_understood_as_typed(client, nice, query, columns):
    for name in ("Lyon", "P1", "P2", "P3"):
        make_place(name)
    make_vendor("XXII")
    shown = client.get(f"/compare/{query}").context["comparison"]
    assert (len(shown.columns) if shown else 0) == columns


def test_a_name_that_is_not_known_is_said_and_kept(client, nice):
    page = page_of(client, "/compare/?place=nice&place=Atlantide")
    assert "« Atlantide » est introuvable" in page
    assert 'value="Nice [place/nice]"' in page


def test_an_edit_changes_the_sentence(client, nice):
    from cases.models import Deployment

    edit(Deployment.objects.get(title="Micros"), status="abandoned")
    assert "(1 in service, 1 abandoned)" in page_of(client, "/en/places/nice/")


def test_a_town_names_its_neighbours_and_a_vendor_its_rivals(client):
    department = make_place("Alpes-Maritimes", kind="department")
    point = {"point": "place", "parent": department}
    nice = make_place("Nice", latitude=43.70, longitude=7.27, **point)
    menton = make_place("Menton", latitude=43.77, longitude=7.50, **point)
    cannes = make_place("Cannes", latitude=43.55, longitude=7.01, **point)
    make_place("Grasse", latitude=43.66, longitude=6.92, **point)
    for number, town in enumerate((nice, menton, cannes)):
        make_deployment(town, make_vendor(f"V{number}"), title=f"D{number}")
    make_deployment(nice, make_vendor("Rival"), title="Autre")
    values = client.get("/en/places/nice/").context["around"].values
    assert [(v.text, v.note) for v in values] == [
        ("Menton", "20 km as the crow flies, 1 deployment"),
        ("Cannes", "27 km as the crow flies, 1 deployment"),
    ]
    assert client.get("/places/nice/").context["around"].compare_url == (
        "/compare/?place=nice&place=menton&place=cannes"
    )
    [rival] = client.get("/vendors/v0/").context["around"].values
    assert (rival.text, rival.note) == ("Rival", "Nice")
