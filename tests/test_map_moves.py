"""The map in a real browser: axe-core finds nothing, nothing scrolls sideways, it moves."""

import re

import pytest
from playwright.sync_api import expect

from cases.models import Place
from tests.accessible import check
from tests.browsing import follow
from tests.make import make, make_deployment, make_place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def isere():
    """A department with a town, its deployment, and cameras in two corners of it."""
    region = make_place("Auvergne-Rhône-Alpes", kind="region", insee="84",
                        parent=make_place("France", kind="country", country="FR"))  # fmt: skip
    department = make_place("Isère", kind="department", insee="38", parent=region)
    town = make_place("Grenoble", parent=department)
    Place.objects.filter(pk=town.pk).update(latitude=45.19, longitude=5.72, point="place")
    make_deployment(town, title="Boîtiers")
    for number, (latitude, longitude) in enumerate(((45.19, 5.72), (45.192, 5.722))):
        make("camera", title=f"Œil {number}", place=town, latitude=latitude, longitude=longitude,
             direction=45)  # fmt: skip
    return department


def test_no_fault_is_found_and_nothing_scrolls_sideways(isere, open_browser):
    page = open_browser(bypass_csp=True)
    for address in ("/map/", "/map/?place=isere", "/en/map/?show=cameras&place=grenoble"):
        page.goto(address)
        check(page)


def test_without_javascript_links_zoom_in_and_out(isere, open_browser):
    page = open_browser(javascript=False, width=360)
    page.goto("/map/")
    follow(page, page.locator("svg a", has_text="Isère"), force=True)
    expect(page).to_have_url(re.compile("place=isere"))
    follow(page, page.get_by_role("link", name="Caméras", exact=True).first)
    expect(page.locator(".marks a")).to_have_count(1)
    follow(page, page.get_by_role("link", name="Plus près"))
    expect(page).to_have_url(re.compile("zoom=1"))
    follow(page, page.get_by_role("link", name="Carte", exact=True).first)
    expect(page).not_to_have_url(re.compile("place"))


def test_finer_points_are_fetched_from_this_register_alone(isere, open_browser, live_server):
    page = open_browser()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/map/?show=cameras&place=grenoble")
    assert page.locator(".marks a").count() == 1
    for _time in range(3):  # a cluster opens in place
        if page.locator(".marks a").count() == 1:
            with page.expect_response("**/map.geojson*"):
                page.locator(".marks a").dispatch_event("click")
    page.locator(".marks a").nth(1).wait_for(state="attached")
    assert page.url.endswith("place=grenoble")
    with page.expect_response("**/map.geojson*"):
        page.locator("svg[data-points]").press("+")
    page.get_by_role("button", name="Plus large").click()
    assert all(url.startswith(live_server.url) for url in asked)
    page.locator(".marks a").first.focus()
    expect(page.locator(".map-popup")).to_contain_text("Œil")


def test_a_failed_fetch_is_said_and_the_page_stays(isere, open_browser):
    page = open_browser()
    page.goto("/map/?place=isere")
    page.route("**/map.geojson*", lambda route: route.abort())
    page.get_by_role("button", name="Plus près").click()
    page.get_by_text("Les points n’ont pas pu être lus").wait_for()
    assert page.locator(".marks a").count() == 1
