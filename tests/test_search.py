"""Searching as people type: the same answers from both databases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cases.models import Entry
from cases.search.finding import find
from cases.search.query import read
from cases.search.words import stems
from tests.make import (
    cited,
    edit,
    make,
    make_deployment,
    make_organisation,
    make_place,
    make_source,
    make_term,
    make_vendor,
)

pytestmark = pytest.mark.django_db


def slugs(typed: str) -> list[str]:
    """Slugs of everything found, in the order of the page."""
    return [hit.entry.slug for group in find(typed).groups for hit in group.hits]


@pytest.fixture
def register(db):
    vsa = make_term("technology", "vsa", name="Vidéosurveillance algorithmique", aliases=["VSA"])
    nice = make_place("Nice", postcodes="06000 06100", insee="06088", population=350_000)
    make_place("Niceville")
    briefcam = make_vendor("BriefCam", aliases=["Brief Cam Ltd"])
    lqdn = make_organisation("La Quadrature du Net", aliases=["LQDN"])
    source = make_source("Enquête sur les caméras", publisher="Le Monde")
    make_deployment(
        nice, briefcam, title="Analyse d’images", technologies=[vsa], status="active",
        description="Le maire a installé des caméras près de l’école, sans débat public.",
        citations=[cited(source)],
    )  # fmt: skip
    make_deployment(title="Drones au-dessus du cœur de ville", description="La Quadrature du Net.")
    make("legal", title="Recours contre les drones", forum=lqdn)
    return nice


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nice", "nice"),
        ("NICE", "nice"),
        ("briefcam", "briefcam"),
        ("brief cam ltd", "briefcam"),
        ("06100", "nice"),
        ("06088", "nice"),
        ("lqdn", "la-quadrature-du-net"),
        ("quadrature", "la-quadrature-du-net"),
        ("vsa", "technology-vsa"),
        ("coeur de ville", "drones-au-dessus-du-coeur-de-ville"),
        ("cœur", "drones-au-dessus-du-coeur-de-ville"),
    ],
)
def test_a_name_in_any_spelling_comes_first(register, typed, first):
    assert slugs(typed)[0] == first


@pytest.mark.parametrize("typed", ["caméra", "caméras", "cameras", "CAMERA", "l’école", "l'ecole"])
def test_accents_case_apostrophes_and_plurals_do_not_count(register, typed):
    assert "analyse-d-images" in slugs(typed)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("vsa nice", True),  # an acronym of the technology, and the place
        ("algorithmique briefcam", True),  # the names of what it links to
        ("le monde", True),  # who published its source: not in the record itself
        ("installe camera", True),
        ("install", True),  # the last word may only begin so
        ("insta camera", False),  # another word may not
        ('"débat public"', True),
        ('"public débat"', False),
        ("caméras -drone", True),
        ("caméras -briefcam", False),
        ('caméras -"débat public"', False),
        ("caméras girafe", False),
    ],
)
def test_words_phrases_and_exclusions(register, typed, found):
    deployment = "analyse-d-images"
    if typed == "le monde":
        assert slugs(typed) == ["enquete-sur-les-cameras"]
    else:
        assert (deployment in slugs(typed)) is found


def test_an_acronym_finds_texts_that_have_the_full_name(register):
    assert "drones-au-dessus-du-coeur-de-ville" in slugs("lqdn")


def test_a_typing_error_is_answered_with_the_nearest_name(register, client):
    found = find("bricam")
    assert (found.groups, found.instead) == ([], "BriefCam")
    page = client.get("/search/?q=bricam").content.decode()
    assert '<a href="?q=BriefCam">BriefCam</a>' in page
    assert find("BriefCam").instead == ""


def test_titles_come_before_texts_and_whole_names_before_parts(register):
    assert slugs("drones")[:2] == [
        "drones-au-dessus-du-coeur-de-ville",
        "recours-contre-les-drones",
    ]
    found = slugs("nice")
    assert found.index("nice") < found.index("analyse-d-images")
    assert found.index("nice") < found.index("niceville")


def test_the_words_found_are_marked_in_their_text(register, client):
    page = client.get("/search/?q=camera").content.decode()
    assert "installé des <mark>caméras</mark> près" in page
    make("event", title="Un vote", description="Le conseil vote.\n\n- contre le **Zirconium**")
    page = client.get("/search/?q=zirconium").content.decode()
    assert "contre le <mark>Zirconium</mark>" in page
    page = client.get("/search/?q=<script>alert</script>").content.decode()
    assert "<script>alert" not in page


def test_a_list_filtered_by_words_has_what_the_search_counts(register, client):
    [group] = [g for g in find("caméras").groups if g.kind.key == "deployment"]
    assert client.get("/deployments/?q=caméras").context["page"].total == group.total == 1


def test_an_edit_a_new_name_and_a_withdrawal_are_found_at_once(register, mona):
    from cases.moderation import withdraw

    vendor = Entry.objects.get(kind="vendor").vendor
    edit(vendor, name="Milestone")
    assert slugs("milestone")[0] == "briefcam"
    assert "analyse-d-images" in slugs("milestone")
    assert "analyse-d-images" not in slugs("briefcam")
    withdraw.withdraw(Entry.objects.get(slug="analyse-d-images"), mona, "demande")
    assert slugs("école") == []


def test_rebuilding_finds_the_same(register):
    from cases.rebuild import rebuild

    before = slugs("vsa nice"), slugs("lqdn")
    Entry.objects.update(search_text="", search_names="")
    assert slugs("vsa nice") == []
    list(rebuild())
    assert (slugs("vsa nice"), slugs("lqdn")) == before


@pytest.mark.parametrize(
    "typed", ["", " ", "-", '"', '""', "-nice", "'; DROP TABLE", "* OR *", "::"]
)
def test_what_asks_for_nothing_finds_nothing(register, typed):
    assert slugs(typed) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("caméras municipales", "camera municipale"),
        ("Municipaux, régionaux", "municipal regional"),
        ("réseaux d’eaux", "reseau d eau"),
        ("jeux, bus, 2024s", "jeu bus 2024s"),
    ],
)
def test_plurals_fall_away(text, words):
    assert stems(text) == words.split()


class AnythingTyped(TestCase):
    @given(st.text(max_size=60))
    def test_is_a_question_that_both_databases_understand(self, typed):
        make_vendor("Thales")
        assert find(typed).total >= 0
        assert read(typed) is not None


def test_filters_narrow_what_is_found_and_lead_to_the_list_with_the_same(register, client):
    make_deployment(make_place("Lyon"), title="Caméras du port", description="caméras")
    for number in range(11):
        make_deployment(register, title=f"Caméras, lot {number}")
    page = client.get("/en/search/?verification=&q=cameras&place=nice&contested=no")
    text = page.content.decode()
    [group] = [g for g in page.context["found"].groups if g.kind.key == "deployment"]
    assert group.total == 12 and len(group.hits) == 10
    assert group.query == "?contested=no&place=nice&q=cameras" == page.context["canonical"]
    assert client.get(f"/deployments/{group.query}").context["page"].total == group.total
    listed = client.get("/en/deployments/?technology=vsa&q=cameras&place=nice").content.decode()
    assert 'href="/en/search/?place=nice&amp;q=cameras"' in listed  # words and shared filters
    assert "All 12 results" in text and "Caméras du port" not in text
    assert "Not looked at" in text and "Sources" in text
    assert 'href="?contested=no&amp;q=cameras"' in text  # the cross beside “in Nice”
    alone = client.get("/search/?q=nice&kind=place&kind=nonsense")
    assert [group.kind.key for group in alone.context["found"].groups] == ["place"]


def test_where_nothing_is_found_other_ways_are_offered_that_find_something(register, client):
    make_place("Lyon")
    searched = client.get("/en/search/?q=école&place=lyon&kind=deployment")
    assert [(one.total, one.url) for one in searched.context["help"].fewer] == [
        (1, "?kind=deployment&q=%C3%A9cole")
    ]
    listed = client.get("/en/deployments/?q=école&place=lyon&technology=drone")
    assert listed.context["help"].fewer == []  # no single filter keeps all of it away
    listed = client.get("/en/deployments/?q=bricam&place=nice&sort=title").content.decode()
    assert "?place=nice&amp;q=BriefCam&amp;sort=title" in listed
    assert 'href="?place=nice&amp;sort=title"' in listed  # without the words
    assert 'href="/en/contribute/deployment/?places=nice"' in listed


def test_the_nearest_name_is_one_that_stands_today(register, mona):
    from cases.moderation import withdraw

    assert find("milestome").instead == ""
    briefcam = Entry.objects.get(kind="vendor").vendor
    edit(briefcam, name="Milestone")
    assert find("milestome").instead == "Milestone"
    withdraw.withdraw(briefcam.entry, mona, "demande")
    assert find("milestome").instead == ""


def test_words_that_other_records_have_are_no_typing_error(register, client):
    make_place("Recoura")  # near a word of a title
    assert find("recour").instead == ""
    page = client.get("/search/?q=recours&place=nice")
    assert page.context["found"].instead == page.context["help"].instead == ""
    assert client.get("/vendors/?q=recours").context["help"].instead == ""
    nothing = client.get('/vendors/?q="<>%26&country=XX')  # signs alone, in a list without a record
    assert nothing.status_code == 200 and nothing.context["page"].total == 0
