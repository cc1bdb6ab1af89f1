"""What links to a record, and the names that texts ask for."""

import pytest

from tests.make import make, make_deployment, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def nice():
    return make_place("Nice", slug="nice")


def test_a_record_shows_the_texts_that_mention_it(client, nice):
    make("page", title="Guide des caméras", description="Vu à [[Nice]].")
    page = client.get("/places/nice/").content.decode()
    assert "Mentionné" in page
    assert "Guide des caméras" in page


def test_a_text_that_names_its_own_record_is_no_mention(client):
    make_place("Lyon", slug="lyon", description="[[Lyon]] est une ville.")
    assert "Mentionné" not in client.get("/places/lyon/").content.decode()


def test_the_page_of_links_gathers_fields_and_texts_by_kind(client, nice):
    make_deployment(nice, title="Portiques des lycées")
    make("page", title="Guide", description="[[place/nice]]")
    page = client.get("/places/nice/links/").content.decode()
    assert "Portiques des lycées" in page
    assert ">Guide</a>" in page
    assert 'id="links-deployment"' in page
    assert 'id="links-page"' in page


def test_the_page_of_links_says_so_when_nothing_links_here(client, nice):
    assert "Aucune fiche" in client.get("/places/nice/links/").content.decode()


@pytest.mark.parametrize("page", ["0", "2", "x", "9999999", ""])
def test_a_page_of_links_that_is_not_there_is_not_found(client, nice, page):
    assert client.get("/places/nice/links/", {"page": page}).status_code == 404


def test_links_are_only_read_and_only_of_what_exists(client, nice):
    assert client.post("/places/nice/links/").status_code == 405
    assert client.post("/pages/wanted/").status_code == 405
    assert client.get("/places/nowhere/links/").status_code == 404


def test_the_links_come_fifty_a_page(client, nice):
    for number in range(51):
        make("page", title=f"Page {number:02}", description="[[Nice]]")
    assert client.get("/places/nice/links/").content.decode().count("/pages/page-") == 50
    assert "Page 50" in client.get("/places/nice/links/?page=2").content.decode()


def test_the_most_wanted_name_comes_first_with_its_texts(client):
    make("page", title="Un", description="[[Briefcam]] [[Évian]]")
    make("page", title="Deux", description="[[BriefCam]]")
    page = client.get("/pages/wanted/").content.decode()
    assert page.index("rief") < page.index("Évian")
    assert "dans 2 textes" in page


def test_a_name_that_gets_its_record_is_no_longer_wanted(client):
    make("page", title="Un", description="[[Évian]]")
    make_place("Évian")
    assert "Évian" not in client.get("/pages/wanted/").content.decode()
