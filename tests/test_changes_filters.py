"""Recent changes by kind of record and by territory, on the page and as a feed."""

from xml.etree import ElementTree

import pytest

from tests.make import edit, make, make_deployment, make_place, make_vendor

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def changed(db):
    """Changes in Isère, in Nice, and of a vendor that is nowhere."""
    isere = make_place("Isère", kind="department")
    grenoble = make_place("Grenoble", parent=isere)
    here = make_deployment(grenoble, title="Caméras de Grenoble")
    edit(here, title="Caméras de Grenoble, bis")
    make_deployment(make_place("Nice"), title="Caméras de Nice")
    make_vendor("XXII")
    make("funding", title="Subvention", deployments=[here])


def titles(client, query: str) -> set[str]:
    page = client.get(f"/changes/{query}").context["page"]
    return {str(one.entry) for one in page.object_list}


def entries(response) -> list[str]:
    root = ElementTree.fromstring(response.content)  # noqa: S314  our own
    return [node.find(f"{ATOM}title").text for node in root.iter(f"{ATOM}entry")]


def test_kinds_filter(client, changed):
    assert titles(client, "?kind=vendor") == {"XXII"}
    assert titles(client, "?kind=vendor&kind=funding") == {"XXII", "Subvention"}


def test_a_territory_covers_what_lies_inside_it(client, changed):
    assert titles(client, "?place=isere") == {"Isère", "Grenoble", "Caméras de Grenoble, bis",
                                              "Subvention"}  # fmt: skip
    assert titles(client, "?place=isere&kind=deployment") == {"Caméras de Grenoble, bis"}


def test_a_place_may_be_typed_by_its_name(client, changed):
    page = client.get("/changes/?place=Isère").content.decode()
    assert "/changes.atom?place=isere" in page


def test_an_unknown_place_is_told_beside_the_field_and_kept(client, changed):
    page = client.get("/changes/?place=Nowhere").content.decode()
    assert "id_place_error" in page
    assert 'value="Nowhere"' in page


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_feed_has_the_changes_of_the_page(client, changed, language):
    found = entries(client.get(f"{language}/changes.atom?place=isere&kind=deployment"))
    assert len(found) == 2
    assert all("Caméras de Grenoble" in title for title in found)
    page = client.get(f"{language}/changes/?place=isere&kind=deployment").content.decode()
    assert f"{language}/changes.atom?kind=deployment&amp;place=isere" in page


def test_the_feed_is_paged(client, changed, monkeypatch):
    monkeypatch.setattr("cases.views.history.IN_FEED", 3)
    first = client.get("/changes.atom")
    root = ElementTree.fromstring(first.content)  # noqa: S314  our own
    (more,) = [n.get("href") for n in root.iter(f"{ATOM}link") if n.get("rel") == "next"]
    second = client.get(more)
    assert len(entries(first)) == len(entries(second)) == 3
    assert not set(entries(first)) & set(entries(second))
    assert client.get("/changes.atom?page=99").status_code == 404


@pytest.mark.parametrize("query", ["kind=submission", "place=nowhere", "page=0", "page=x",
                                   "place=%00"])  # fmt: skip
def test_a_feed_of_nothing_is_not_found(client, changed, query):
    assert client.get(f"/changes.atom?{query}").status_code == 404


def test_only_reading_is_answered(client):
    assert client.post("/changes.atom").status_code == 405
