"""What a reader does: look through lists, filter, search, read a record and its history."""

import datetime
import re

import pytest

from cases.kinds import KINDS
from cases.models import Entry
from tests.make import (
    cited,
    dated,
    edit,
    make,
    make_any,
    make_deployment,
    make_organisation,
    make_place,
    make_source,
    make_term,
    make_vendor,
    propose,
    role,
)

pytestmark = pytest.mark.django_db


def text_of(client, address: str, status: int = 200) -> str:
    """The text of a page, after checking that it is public in every respect."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    assert not response.cookies, address
    assert "Cookie" not in response.headers.get("Vary", ""), address
    return response.content.decode()


@pytest.fixture
def nice(db):
    """A town in a department, with a deployment by a vendor, its money, its case, its source."""
    department = make_place("Alpes-Maritimes", kind="department", insee="06")
    place = make_place("Nice", insee="06088", postcodes="06000 06100", parent=department)
    vendor = make_vendor("Thales", slug="thales")
    source = make_source("Un article relayé", publisher="Ricochets")
    deployment = make_deployment(
        place, title="Programme Safe City", technologies=[make_term("technology", "vsa")],
        roles=[role(vendor, "integrator", confidence="inferred"), role(place, "operator")],
        tags=["caméra", "ville intelligente"], status="experimental", dates=[dated("2018~")],
        citations=[cited(source), cited(source, "technologies", confidence="derived")],
    )  # fmt: skip
    make("funding", title="Levée de fonds", amount="18000000", payee=vendor,
         deployments=[deployment], citations=[cited(source)])  # fmt: skip
    make("legal", title="Recours contre Safe City", deployments=[deployment],
         forum=make_organisation("TA de Nice"))  # fmt: skip
    return place


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_and_record_in_both_languages(client, kind):
    record = make_any(kind)
    word = KINDS[kind].word
    for prefix in ("", "/en"):
        assert str(record.entry) in text_of(client, f"{prefix}/{word}/")
        assert str(record.entry) in text_of(client, f"{prefix}{f'/{word}/{record.entry.slug}/'}")


@pytest.mark.once
@pytest.mark.parametrize("address", ["/", "/search/", "/changes/", "/en/", "/en/search/?q=nice"])
def test_pages_of_the_whole_register(client, nice, address):
    text_of(client, address)


@pytest.mark.once
def test_empty_register(client):
    for address in ("/", "/changes/", "/search/?q=nothing", "/deployments/"):
        text_of(client, address)


@pytest.mark.once
def test_english_lives_under_en(client, nice):
    assert 'lang="en"' in text_of(client, "/en/places/nice/")
    page = text_of(client, "/places/nice/")
    assert 'lang="fr"' in page
    assert 'href="/en/places/nice/"' in page


def test_links_are_followed_both_ways(client, nice):
    town = text_of(client, "/places/nice/")
    for linked in ("Programme Safe City", "Levée de fonds", "Recours contre Safe City", "Thales"):
        assert linked in town
    assert "Programme Safe City" in text_of(client, "/vendors/thales/")
    assert "Levée de fonds" in text_of(client, "/vendors/thales/")
    assert "Programme Safe City" in text_of(client, "/places/alpes-maritimes/")
    assert "Programme Safe City" in text_of(client, "/sources/un-article-relaye/")
    assert "Recours contre Safe City" in text_of(client, "/organisations/ta-de-nice/")
    assert "Programme Safe City" in text_of(client, "/tags/camera/")
    assert "Programme Safe City" in text_of(client, "/terms/technology-vsa/")


@pytest.mark.once
def test_each_value_shows_its_source_and_how_sure_it_is(client, nice):
    page = text_of(client, "/deployments/programme-safe-city/")
    assert 'href="#s1">[1]</a>' in page
    assert 'id="s1"' in page
    assert "box-supposed" in page.split('<dl class="facts">')[1].split("</dl>")[0]
    assert "18\u00a0M€" in page
    assert "vers 2018" in page
    assert "1er janvier" not in page and "1ᵉʳ janvier" not in page


@pytest.mark.once
def test_a_value_without_source_is_marked(client):
    make_deployment(title="Sans preuve", cameras_total=4)
    assert "box-missing" in text_of(client, "/deployments/sans-preuve/")


@pytest.mark.once
def test_derived_amount_shows_its_formula_and_inputs(client):
    budget = make("funding", title="Crédits 2022", amount="80000000")
    make("funding", title="Crédits 2021", amount="70000000", formula="credits-2022 - 10 M€",
         inputs=[budget])  # fmt: skip
    page = text_of(client, "/funding/credits-2021/")
    assert "80\u00a0M€ − 10 M€ = 70\u00a0M€" in page
    assert 'href="/funding/credits-2022/"' in page


@pytest.mark.once
def test_bounds_and_words_are_not_turned_into_amounts(client):
    make("funding", title="Au moins", amount="", amount_min="2000000000")
    make("funding", title="En mots", amount="", amount_text="plusieurs milliards")
    assert "2\u00a0Md€" in text_of(client, "/funding/au-moins/")
    assert "plusieurs milliards" in text_of(client, "/funding/en-mots/")


@pytest.mark.once
def test_contested_says_why(client):
    contest = {"contested": True, "contested_note": "Six ou huit ?"}
    make("statistic", title="Photos", value="8000000", **contest)
    page = text_of(client, "/statistics/photos/")
    assert "Six ou huit ?" in page and "box-contested" in page


class TestFilters:
    """Lists filtered by a query string."""

    def titles(self, client, query: str) -> list[str]:
        """Titles in the list of deployments."""
        page = text_of(client, f"/deployments/?{query}")
        return re.findall(r'<a class="title" href="[^"]*">([^<]*)</a>', page)

    def test_by_what_where_and_who(self, client, nice):
        make_deployment(title="Autre")
        for query in ("technology=vsa", "place=nice", "vendor=thales", "status=experimental",
                      "year=2018", "q=safe+city", "role=integrator"):  # fmt: skip
            assert self.titles(client, query) == ["Programme Safe City"], query

    def test_a_place_covers_what_lies_inside_it(self, client, nice):
        make_deployment(title="Autre")
        assert self.titles(client, "place=alpes-maritimes") == ["Programme Safe City"]

    def test_tags_all_of_any_of_none_of(self, client):
        make_deployment(title="Deux", tags=["caméra", "drone"])
        make_deployment(title="Une", tags=["caméra"])
        assert self.titles(client, "tag=camera&tag=drone") == ["Deux"]
        assert sorted(self.titles(client, "tag_any=camera&tag_any=drone")) == ["Deux", "Une"]
        assert self.titles(client, "tag=camera&tag_not=drone") == ["Une"]
        page = text_of(client, "/deployments/?tag=camera&tag=drone")
        assert "tag_any=camera&amp;tag_any=drone" in page

    @pytest.mark.once
    def test_each_chosen_value_can_be_removed(self, client, nice):
        page = text_of(client, "/deployments/?technology=vsa&place=nice")
        assert 'href="?place=nice"' in page and 'href="?technology=vsa"' in page

    def test_counts_stand_beside_values(self, client, nice):
        page = text_of(client, "/deployments/")
        assert 'name="technology" value="vsa"' in page and '<span class="count">1</span>' in page

    @pytest.mark.once
    @pytest.mark.parametrize(
        "name", [name for name in KINDS["deployment"].filter.base_filters if name != "tag_not"]
    )
    def test_unknown_values_give_an_empty_list(self, client, nice, name):
        assert self.titles(client, f"{name}=no-such-thing") == []


NONSENSE = ["%00", "%ff%fe", "%ED%A0%80", "9" * 400, "-1", "1e9", "%27%20OR%201=1", "%F0%9F%92%A9",
            "[]", "{}", "%25", "../..", "0", "%D9%A3", "%E2%80%AE"]  # fmt: skip


@pytest.mark.parametrize(
    "kind", [pytest.param(key, marks=[pytest.mark.once] * (key != "deployment")) for key in KINDS]
)
def test_nonsense_never_breaks_a_list(client, kind):
    make_any(kind)
    word, names = KINDS[kind].word, [*KINDS[kind].filter.base_filters, "page", "sort", "zzz"]
    for name in names:
        for value in NONSENSE:
            status = client.get(f"/{word}/?{name}={value}&{name}={value}").status_code
            assert status in (200, 404), (name, value, status)


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_never_breaks_other_pages(client, value):
    entry = make_deployment().entry
    for address in ("/search/?q=", "/changes/?page=", f"{entry.get_absolute_url()}history/?a=1&b="):
        assert client.get(address + value).status_code in (200, 302, 404)


def test_pages_of_a_list(client):
    for number in range(51):
        make_any("event", number)
    assert 'rel="next"' in text_of(client, "/events/")
    assert 'rel="prev"' in text_of(client, "/events/?page=2")
    for page in ("3", "0", "abc", "-1", "99999999999999"):
        text_of(client, f"/events/?page={page}", 404)


class TestSearch:
    """Finding a record by what one types."""

    def test_names_aliases_codes_and_postcodes(self, client, nice):
        make_vendor("XXII", aliases=["Vingt-Deux"], siren="123456789")
        expected = {
            "xxii": "XXII", "vingt deux": "XXII", "123456789": "XXII",
            "06088": "Nice", "06100": "Nice", "SAFE city": "Programme Safe City",
        }  # fmt: skip
        for typed, found in expected.items():
            assert f">{found}</a>" in text_of(client, f"/search/?q={typed}"), typed

    def test_names_come_before_text(self, client):
        make_vendor("Autre société", description="Elle a racheté Sensivic.")
        make_vendor("Sensivic")
        page = text_of(client, "/search/?q=sensivic")
        assert page.index(">Sensivic</a>") < page.index(">Autre société</a>")

    @pytest.mark.once
    def test_nothing_found_says_what_to_do(self, client):
        assert 'href="/contribute/"' in text_of(client, "/search/?q=introuvable")


class TestHistory:
    """What a record stated, and what changed."""

    def test_revisions_and_comparison(self, client, nice):
        record = edit(make_deployment(title="Avant", status="announced"), title="Après")
        base = record.get_absolute_url()
        history = text_of(client, f"{base}history/")
        assert f'{base}compare/1/2/"' in history
        assert "Avant" in text_of(client, f"{base}history/1/")
        assert "Après" in text_of(client, f"{base}history/2/")
        compared = text_of(client, f"{base}compare/1/2/")
        assert "<del>Avant</del>" in compared and "<ins>Après</ins>" in compared
        assert client.get(f"{base}history/?a=2&b=1")["Location"] == f"{base}compare/1/2/"

    @pytest.mark.once
    def test_rows_are_compared_one_by_one(self, client):
        vendor = make_vendor("Atos")
        record = edit(make_deployment(), roles=[role(vendor, "integrator")])
        assert "Atos" in text_of(client, f"{record.get_absolute_url()}compare/1/2/")

    @pytest.mark.once
    def test_unknown_revisions(self, client):
        base = make_deployment().get_absolute_url()
        for address in ("history/9/", "compare/1/9/", "compare/99999999999999999999/1/"):
            text_of(client, base + address, 404)

    def test_changes_of_the_register(self, client):
        record = make_deployment(title="Tout neuf")
        assert record.get_absolute_url() in text_of(client, "/changes/")


class TestGone:
    """Records that are no longer there."""

    PATHS = ("", "history/", "history/1/", "compare/1/1/")

    @pytest.mark.once
    def test_merged_leads_to_the_record_it_became(self, client):
        old, kept = make_vendor("Ancien"), make_vendor("Nouveau")
        Entry.objects.filter(pk=old.pk).update(merged_into=kept.entry)
        for path in self.PATHS:
            response = client.get(f"/en/vendors/ancien/{path}")
            assert (response.status_code, response["Location"]) == (301, "/en/vendors/nouveau/")

    @pytest.mark.once
    def test_withdrawn_says_so_without_its_content(self, client):
        record = make_vendor("Secret Industries", description="Contenu retiré")
        Entry.objects.filter(pk=record.pk).update(withdrawn_on=datetime.date(2026, 1, 2))
        for path in self.PATHS:
            page = text_of(client, f"/vendors/secret-industries/{path}", 410)
            assert "Secret Industries" not in page and "Contenu retiré" not in page

    @pytest.mark.once
    def test_unknown(self, client):
        for address in ("/vendors/nobody/", "/vendors/nobody/history/", "/nowhere/"):
            page = text_of(client, address, 404)
            assert 'href="/contribute/"' in page and 'name="q"' in page


@pytest.mark.once
def test_what_waits_is_nowhere(client):
    propose("vendor", name="Kangourou Sécurité", tags=["kangourou"])
    for address in ("/", "/vendors/", "/search/?q=kangourou", "/changes/", "/tags/"):
        assert "angourou S" not in text_of(client, address)


@pytest.mark.once
def test_the_territory_of_the_instance_comes_first(client, nice, settings):
    other = make_place("Isère", kind="department", insee="38")
    make_deployment(make_place("Moirans", parent=other), title="Un")
    make_deployment(make_place("Vif", parent=other), title="Deux")
    table = text_of(client, "/").partition('class="table keep"')[2]
    assert table.index("Isère") < table.index("Alpes-Maritimes")
    assert "Moirans, Vif" in table
    settings.TERRITORY = "06"
    table = text_of(client, "/").partition('class="table keep"')[2]
    assert table.index("Alpes-Maritimes") < table.index("Isère")


def test_the_home_page_draws_the_departments_and_leads_to_their_maps(client, nice):
    make_deployment(nice)
    page = text_of(client, "/en/")
    assert (
        'href="/en/map/?place=alpes-maritimes"><title>Alpes-Maritimes: 2 deployments</title>'
        in page
    )


def test_further_filters_are_folded_until_one_of_their_values_is_chosen(client, nice):
    folded = re.findall(r'<details class="facet-group"(.*?)>', text_of(client, "/deployments/"))
    assert folded and not any(folded)
    assert '<details class="facet-group" open>' in text_of(client, "/deployments/?tag=camera")


@pytest.mark.once
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_reading_pages_only_answer_reading(client, method):
    base = make_deployment().get_absolute_url()
    for address in ("/", "/search/", "/deployments/", base, f"{base}history/", "/changes/"):
        assert getattr(client, method)(address).status_code == 405
