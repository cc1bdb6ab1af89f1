"""The face of the register: the page of the design system, the first screen, what a page weighs."""

import datetime
import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone, translation

from cases.kinds import KINDS
from cases.models import Decision
from cases.style.tokens import read
from tests.make import make_deployment, make_place, make_term, make_vendor, propose, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MOST_BYTES = 60_000  # of style and scripts, compressed, of any page but the map
READERS_PARTS = {
    "error_summary", "facets", "field", "filter_sentence", "mark", "messages",
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


def test_a_page_is_light_and_names_its_other_language_and_its_picture(client, register, mona):
    record = register.get_absolute_url()
    waiting = propose("deployment", title="Mâts", places=["moirans"], description="Trois.")
    addresses = [
        "/", "/search/?q=moirans", "/deployments/?status=active", "/places/moirans/", record,
        f"{record}edit/", f"{record}report/", f"{record}history/", f"{record}sheet/", "/changes/",
        "/money/", "/timeline/", "/tasks/", "/data/", "/transparency/", "/about/legal/",
        "/about/style/", "/contribute/deployment/", "/contribute/deployment/paper/", "/receipt/",
        "/compare/",
    ]  # fmt: skip
    for address in addresses:
        french, english = (client.get(f"{start}{address}") for start in ("", "/en"))
        for page in (french.content.decode(), english.content.decode()):
            weigh(page, address)
            named = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', page))
            assert named == {"fr": address, "en": f"/en{address}"}, address
    sign_in(client, mona)
    for address in ("/moderation/", f"/moderation/{waiting.pk}/", "/account/"):
        weigh(client.get(address).content.decode(), address)


def weigh(page: str, address: str) -> None:
    """The page has a picture, and its style and scripts weigh little; nothing comes from others."""
    assert re.search(r'<link rel="icon" href="/static/[^"]+"', page), address
    needed = re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script[^>]* src="([^"]+)"', page)
    names = [(sheet or script).removeprefix("/static/") for sheet, script in needed]
    files = [Path(finders.find(name)).read_bytes() for name in names]
    assert "css/site.css" in names, address
    assert sum(len(gzip.compress(content)) for content in files) <= MOST_BYTES, address


def first_screen(client) -> str:
    """What stands before the first section of the English home page, in one line of words."""
    page = client.get("/en/").content.decode().split('<section class="section"')[0]
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_first_screen_says_what_to_do_and_how_long_an_answer_takes(client, register):
    said = first_screen(client)
    for words in (
        "Correct, reply, report", "Follow my report", "City, vendor, court", "Report",
        "No account. We do not keep your address. Works with Tor.", "In the register, last changed",
        "Moderation, in figures · Moderators",
    ):  # fmt: skip
        assert words in said, words
    today = timezone.localdate()
    for waited, days_ago in ((0, 1), (4, 2), (6, 3), (90, 80)):
        day = today - datetime.timedelta(days=days_ago)
        Decision.objects.create(kind=Decision.Kind.REFUSED, day=day, days_waited=waited)
    assert "Moderation: median wait 4 days · Moderators" in first_screen(client)


def test_the_first_figure_is_that_of_the_department_of_the_instance(client, register, settings):
    assert "Isère" not in first_screen(client)
    settings.TERRITORY = "38"
    assert re.search(r"last changed on [\w ]+ Isère 1 deployment here", first_screen(client))
    make_place("Jura", kind="department", insee="39")
    settings.TERRITORY = "39"
    assert "Jura 0 Nothing recorded here yet." in first_screen(client)
