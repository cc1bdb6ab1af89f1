"""While a contribution is typed: what it may repeat, and the warning before it is lost."""

import logging

import pytest

from cases.intake.models import Submission
from tests.browsing import follow
from tests.make import make_deployment, make_place, make_vendor

SECRET = "vu par Camille"


def similar(client, kind: str = "deployment", **typed) -> str:
    """What the form of a new record says of what is typed so far."""
    return client.post(f"/contribute/{kind}/similar/", typed).content.decode()


@pytest.mark.django_db
def test_a_half_typed_form_is_compared_and_nothing_of_it_is_kept(client, caplog):
    known = make_deployment(make_place("Moirans"), make_vendor("Briefcom"), title="Boîtiers")
    said = similar(client, places="moirans", latitude="4x", **{"role-0-entry": "briefcom"})
    assert known.get_absolute_url() in said and "<button" not in said  # Enter would press it
    assert "le même lieu" in said
    assert "/vendors/briefcom/" in similar(client, **{"vendor-0-name": "Briefcom SAS"})
    assert "/vendors/briefcom/" in similar(client, "vendor", name="Briefcoms")
    for nothing in ({}, {"places": "Nullepart"}, {"name": "\x00"}, {"role-9999-entry": "x"}):
        assert "<li>" not in similar(client, **nothing)
    before = Submission.objects.count()
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/contribute/vendor/similar/", {"name": SECRET})
    assert "no-store" in answer.headers["Cache-Control"] and not answer.cookies
    assert SECRET not in caplog.text
    assert Submission.objects.count() == before
    assert client.get("/contribute/vendor/similar/").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_repeats_are_told_politely_and_only_telling_fields_leave_the_page(client, open_browser):
    make_deployment(make_place("Moirans"), title="Boîtiers de Moirans")
    page = open_browser(width=360)
    page.goto("/contribute/deployment/?all=1")
    page.locator("textarea[name=description]").fill(SECRET)
    with page.expect_request("**/similar/") as sent:
        page.locator("[name=places]").fill("Moirans")
    assert (sent.value.method, sent.value.post_data) == ("POST", "places=Moirans")
    hint = page.locator(".similar")
    hint.get_by_role("link", name="Boîtiers de Moirans").wait_for()
    status = page.get_by_role("status").get_by_text("Une fiche existe peut-être déjà")
    assert status.text_content().endswith("(1)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("[name=places]").fill("")
    hint.wait_for(state="detached")


@pytest.mark.django_db(transaction=True)
def test_leaving_a_form_warns_once_something_was_typed_and_never_when_it_is_sent(open_browser):
    make_place("Moirans")
    page = open_browser()
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto("/contribute/deployment/?all=1")
    follow(page, page.get_by_role("link", name="technopolice", exact=True))
    page.go_back()
    page.locator("[name=places]").fill("Moirans")
    page.locator("textarea[name=description]").fill("Trois mâts.")
    page.get_by_role("link", name="technopolice", exact=True).click()
    assert asked == ["beforeunload"] and page.locator("[name=places]").input_value() == "Moirans"
    follow(page, page.get_by_role("button", name="Relire"))
    assert len(asked) == 1
    page.get_by_role("link", name="technopolice", exact=True).click()  # not sent yet
    assert len(asked) == 2
    kept = "localStorage.length + sessionStorage.length"
    assert page.evaluate(kept) == 0
    follow(page, page.get_by_role("button", name="Envoyer"))
    assert len(asked) == 2


@pytest.mark.django_db(transaction=True)
def test_without_javascript_the_page_before_sending_tells_what_is_repeated(open_browser):
    make_deployment(make_place("Moirans"), title="Boîtiers de Moirans")
    page = open_browser(javascript=False)
    page.goto("/contribute/deployment/?all=1")
    page.locator("[name=places]").fill("Moirans")
    page.locator("textarea[name=description]").fill("Trois mâts.")
    assert page.locator(".similar").count() == 0
    follow(page, page.get_by_role("button", name="Relire"))
    assert page.get_by_role("link", name="Boîtiers de Moirans").is_visible()
