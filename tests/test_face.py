"""The face of the register: the page of the design system, the first screen, what a page weighs."""

from pathlib import Path

import pytest
from django.utils import translation

from cases.kinds import KINDS
from cases.style.tokens import read
from tests.make import make_deployment, make_place, make_term, make_vendor

pytestmark = [pytest.mark.django_db, pytest.mark.once]

READERS_PARTS = {
    "error_summary", "facets", "facet_values", "field", "filter_sentence", "mark", "messages",
    "pagination", "search_again", "status", "changes",
}  # fmt: skip


@pytest.fixture
def register():
    """A deployment in a town of a department."""
    isere = make_place("Isère", kind="department", insee="38")
    moirans = make_place("Moirans", insee="38239", parent=isere)
    return make_deployment(moirans, make_vendor("Briefcom"), title="Boîtiers")


def test_tokens_are_read_off_the_style_sheet():
    found = read(
        ":root { --ink: #111; --t-note: 1rem; --s1: 4px; --serif: Georgia; }\n"
        "@media (min-width: 48rem) { :root { --t-note: 2rem; } }\n"
        "@media (prefers-color-scheme: dark) { :root { --ink: #eee; } }"
    )
    assert [(t.name, t.value, t.other) for t in found.colours] == [("--ink", "#111", "#eee")]
    assert [(t.name, t.value, t.other) for t in found.sizes] == [("--t-note", "1rem", "2rem")]
    assert [(t.name, t.value) for t in found.spaces] == [("--s1", "4px")]


def test_the_style_page_is_made_of_the_parts_that_pages_include(client, register):
    for address in ("/about/style/", "/en/about/style/"):
        response = client.get(address)
        included = {Path(t.name).stem for t in response.templates if "parts/" in (t.name or "")}
        assert READERS_PARTS - included == set()
        page = response.content.decode()
        assert "#ad2f15" in page and "#ff8d6b" in page  # vermilion, in light and in the dark
        assert register.get_absolute_url() in page
        assert 'class="error"' in page and 'class="chart"' in page
    chosen = client.get("/en/about/style/?status=active").content.decode()
    assert register.get_absolute_url() not in chosen.split('id="list"')[1].split("</table>")[0]


def test_the_page_of_accessibility_leads_to_the_style_page_and_the_menu_does_not(client):
    assert 'href="/about/style/"' in client.get("/about/accessibility/").content.decode()
    assert 'href="/about/style/"' not in client.get("/").content.decode()


def test_a_form_on_paper_asks_what_the_form_on_the_screen_asks(client):
    make_term("technology", "vsa", name="vidéosurveillance algorithmique")
    page = client.get("/contribute/deployment/paper/").content.decode()
    form = KINDS["deployment"].form()
    asked = {bound.label for bound in form} - {form["places"].label, form["description"].label}
    with translation.override("fr"):
        assert [label for label in asked if f"<b>{label}</b>" not in page] == []
        for rows in form.ROWS:
            offered = not (rows.moderators_only or rows.is_about)
            assert (f"<h2>{rows.label}</h2>" in page) == offered, rows.name
        for key in ("vendor", "source", "funding", "camera"):
            assert f"<h2>{KINDS[key].label}</h2>" in page
    assert "<b>Où\u202f?</b>" in page and "Aucun nom n’est nécessaire" in page
    assert page.split("vidéosurveillance algorithmique")[0].endswith("</svg> ")  # a box to tick
    assert "<figcaption>http://testserver/contribute/deployment/</figcaption>" in page
    assert "<input" not in page.split("<main")[1].split("</main>")[0]


def test_what_is_not_offered_to_everyone_has_no_form_on_paper(client):
    for kind in KINDS.values():
        response = client.get(f"/en/contribute/{kind.key}/paper/")
        assert response.status_code == (200 if kind.contribute else 404), kind.key
    for address in ("/contribute/", "/receipt/", "/contribute/deployment/"):
        assert 'href="/contribute/deployment/paper/"' in client.get(address).content.decode()
    assert 'href="/contribute/legal/paper/"' in client.get("/contribute/legal/").content.decode()
