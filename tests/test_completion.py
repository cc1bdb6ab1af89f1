"""Names completed while they are typed: what is suggested, in which order, and how it is chosen."""

from pathlib import Path

import axe_playwright_python
import pytest

from cases.moderation.withdraw import withdraw
from tests.make import edit, make, make_deployment, make_organisation, make_place, make_vendor

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def register(db):
    """Grenoble and what is called after it, and Grenade, in two departments."""
    isere = make_place("Isère", kind="department", insee="38")
    make_place("Grenade", parent=make_place("Landes", kind="department", insee="40"),
               population=9000, postcodes="40270", insee="40117")  # fmt: skip
    make_place("Grenoble-Alpes-Métropole", kind="epci", population=450_000, parent=isere)
    make_organisation("Tribunal administratif de Grenoble")
    make_vendor("Grenœuil SAS", aliases=["Œil de Grenoble"])
    make("tag", name="grenouillage")
    return make_place("Grenoble", population=160_000, postcodes="38000 38100", insee="38185",
                      parent=isere)  # fmt: skip


def suggested(client, kinds: str, typed: str, start: str = "") -> list[str]:
    """The titles that are suggested, in order."""
    answer = client.get(f"{start}/complete/{kinds}/", {"q": typed})
    return [one["title"] for one in answer.json()["found"]]


def test_exact_names_come_first_then_towns_by_their_number_of_people(client, register):
    places = ["Grenoble", "Grenoble-Alpes-Métropole", "Grenade"]
    assert suggested(client, "place", "GRÉN") == places
    assert suggested(client, "place", "grenade") == ["Grenade"]
    assert suggested(client, "place", "381") == ["Grenoble"]  # an INSEE code, or a postcode
    assert suggested(client, "place", "38") == ["Isère", "Grenoble"]
    assert suggested(client, "vendor", "grenoe") == ["Grenœuil SAS"]
    edit(register, population=100)
    assert suggested(client, "place", "gren")[-1] == "Grenoble"


def test_kinds_take_turns_and_a_body_is_found_by_a_word_in_its_middle(client, register):
    found = suggested(client, "place+vendor+organisation", "gren", "/en")
    assert found[:3] == ["Grenoble", "Grenœuil SAS", "Tribunal administratif de Grenoble"]
    first = client.get("/complete/place/?q=gren").json()
    assert first["said"] == "3 suggestions."
    assert first["found"][0] == {
        "title": "Grenoble", "note": "commune, Isère, 38000", "token": "Grenoble [place/grenoble]",
        "slug": "grenoble", "url": "/places/grenoble/",
    }  # fmt: skip
    assert client.get("/complete/tag/?q=zz").json() == {"said": "Aucune suggestion.", "found": []}


def test_an_answer_is_short_the_same_for_everyone_and_of_live_records_alone(
    client, register, mona, django_assert_max_num_queries
):
    for number in range(12):
        make_vendor(f"Grenat {number}")
    withdraw(make_vendor("Grenat 00").entry, mona, "Une erreur.", "error")
    with django_assert_max_num_queries(4):
        assert len(suggested(client, "vendor", "grenat")) == 10
    assert "Grenat 00" not in suggested(client, "vendor", "grenat 0")
    answer = client.get("/complete/vendor/?q=grenat")
    assert not answer.cookies and "Vary" not in answer.headers
    for typed in ("", "g", "'\"%_\x00", "x" * 5000):
        assert suggested(client, "place+vendor", typed) == []
    assert client.get("/complete/nothing/?q=gren").status_code == 404
    assert client.post("/complete/place/?q=gren").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_a_place_is_chosen_by_keyboard_and_said_aloud(register, open_browser):
    page = open_browser(width=360, bypass_csp=True)
    page.goto("/contribute/deployment/?all=1")
    places = page.locator("[name=places]")
    places.press_sequentially("Grenade\ngre")
    page.locator(".completions li").nth(2).wait_for()
    assert page.get_by_text("3 suggestions.").get_attribute("role") == "status"
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({runOnly: tags})", STANDARD)
    assert [(f["id"], [n["target"] for n in f["nodes"]]) for f in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    places.press("ArrowDown")
    chosen = page.locator(f"#{places.get_attribute('aria-activedescendant')}")
    assert "Grenoble" in chosen.inner_text()
    places.press("Enter")
    assert places.input_value() == "Grenade\nGrenoble [place/grenoble]"
    page.locator("details:has([name=tags]) > summary").click()
    tags = page.locator("[name=tags]")
    tags.press_sequentially("nouveau, gren")
    page.locator(".completions li", has_text="grenouillage").click()
    assert tags.input_value() == "nouveau, grenouillage, "


@pytest.mark.django_db(transaction=True)
def test_the_search_box_leads_to_the_record_and_escape_leaves_the_words(register, open_browser):
    page = open_browser()
    page.goto("/en/")
    box = page.locator("#home-q")
    box.press_sequentially("greno")
    page.locator(".completions li").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false" and box.input_value() == "greno"
    box.press_sequentially("b")
    page.locator(".completions li").first.click()
    page.wait_for_url("**/en/places/grenoble/")


@pytest.mark.django_db(transaction=True)
def test_a_value_that_a_filter_does_not_show_is_found_by_its_name(register, open_browser):
    for number in range(9):
        make_deployment(make_place(f"Ville {number}"), title=f"Boîtiers {number}")
    page = open_browser()
    page.goto("/deployments/")
    field = page.get_by_role("group", name="Territoire").get_by_role("combobox")
    field.press_sequentially("grenob")
    page.locator(".completions li").first.wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/deployments/?place=grenoble")
    without = open_browser(javascript=False)
    without.goto("/deployments/")
    assert without.get_by_role("combobox").count() == 0
    assert without.get_by_role("button", name="Appliquer").is_visible()
