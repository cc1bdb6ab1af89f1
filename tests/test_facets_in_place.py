"""Filters, orders and pages of a list that change in place, in a real browser."""

import pytest

from tests.browsing import follow
from tests.make import make_deployment, make_place, make_term

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def register():
    """Two deployments, of which one in Moirans has a technology."""
    vsa = make_term("technology", "vsa", name="vidéosurveillance algorithmique")
    make_deployment(make_place("Moirans"), title="Boîtiers", technologies=[vsa])
    return make_deployment(make_place("Nice"), title="Portiques")


def rows(page) -> int:
    """How many records the list shows."""
    return page.locator("table tbody tr").count()


def test_a_filter_changes_the_list_in_place_and_back_undoes_it(register, open_browser):
    page = open_browser()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto("/deployments/")
    page.evaluate("window.isTheSame = true")
    box = page.get_by_role("checkbox", name="vidéosurveillance algorithmique")
    box.check()
    page.wait_for_url("**/deployments/?technology=vsa")
    page.get_by_role("status").get_by_text("1 fiche").wait_for(state="attached")
    assert rows(page) == 1 and box.is_checked()
    assert box.evaluate("box => box === document.activeElement")
    assert "vidéosurveillance algorithmique" in page.title()
    other = page.locator("header a[hreflang=en]")
    assert other.get_attribute("href") == "/en/deployments/?technology=vsa"
    canonical = page.locator("link[rel=canonical]")
    assert canonical.get_attribute("href") == "/deployments/?technology=vsa"
    page.get_by_role("link", name="titre", exact=True).click()
    page.wait_for_url("**/deployments/?technology=vsa&sort=title")
    page.get_by_role("link", name="Retirer").click()
    page.wait_for_url("**/deployments/?sort=title")
    page.locator("h1", has_text="2 fiches").wait_for()
    page.go_back()
    page.go_back()
    page.locator("h1", has_text="1 fiche.").wait_for()
    page.go_back()
    page.locator("h1", has_text="2 fiches").wait_for()
    assert rows(page) == 2 and not box.is_checked()
    assert page.evaluate("window.isTheSame") and wrong == []


def test_on_a_phone_the_filters_stay_unfolded_and_a_failure_loads_the_page(register, open_browser):
    page = open_browser(width=360)
    page.goto("/en/deployments/")
    page.locator(".facets-open").click()
    box = page.get_by_role("checkbox", name="vidéosurveillance algorithmique")
    box.check()
    page.locator("h1", has_text="1 record.").wait_for()
    assert box.is_visible()
    assert page.locator(".facets-open").text_content() == "Filters: 1 chosen"
    asked = []

    def fail_once(route):
        asked.append(route.request.resource_type)
        route.abort() if asked == ["xhr"] else route.continue_()

    page.route("**/deployments/", fail_once)
    page.evaluate("window.isTheSame = true")
    box.uncheck()
    page.locator("h1", has_text="2 records").wait_for()
    assert asked == ["xhr", "document"] and not page.evaluate("window.isTheSame")


def test_without_javascript_the_button_and_the_links_do_the_same(register, open_browser):
    page = open_browser(javascript=False)
    page.goto("/deployments/")
    page.get_by_role("checkbox", name="vidéosurveillance algorithmique").check()
    assert rows(page) == 2
    follow(page, page.get_by_role("button", name="Appliquer"))
    assert page.url.endswith("/deployments/?technology=vsa") and rows(page) == 1
