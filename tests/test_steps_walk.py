"""On a phone, without JavaScript and with one thumb: a report in steps, and the browser's Back."""

import pytest

from cases.intake.models import Submission
from tests.browsing import follow, press
from tests.make import make_place

pytestmark = pytest.mark.django_db(transaction=True)
FINGER = 44  # pixels, the least that a thumb finds


def fits(page) -> None:
    """The page does not scroll sideways, and its main buttons are large and within reach."""
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), page.url
    for button in page.locator("main .form > .actions button").all():
        box = button.bounding_box()
        assert box["height"] >= FINGER and box["width"] > 300, button.inner_text()


def go_on(page) -> None:
    """Press the main button of the step, once it was seen to fit."""
    fits(page)
    follow(page, page.locator("main button.primary"))


def test_a_report_in_four_steps_on_a_phone_and_the_back_of_the_browser(open_browser):
    make_place("Moirans", insee="38239", postcodes="38430")
    page = open_browser(javascript=False, width=360)
    page.goto("/en/contribute/deployment/")
    assert "Step 1 of 4" in page.locator(".steps").inner_text()
    page.get_by_role("textbox", name="Where?").fill("Moiran")
    page.get_by_label("What is it?").fill("Un mât et trois caméras.")
    go_on(page)
    assert page.locator(".error-summary a").get_attribute("href") == "#id_places"
    page.get_by_role("textbox", name="Where?").fill("Moirans")
    page.get_by_role("textbox", name="Where?").press("Tab")
    go_on(page)
    page.get_by_label("I saw it myself").check()
    page.get_by_label("For the moderators only").fill("Lundi, jour de marché")
    go_on(page)
    page.locator("summary", has_text="Who does what").click()
    page.locator("[name=role-0-note]").fill("La commune")
    follow(page, page.get_by_role("button", name="Add one more").locator("visible=true"))
    assert page.locator("[name=role-1-note]").is_visible()
    assert page.locator("[name=role-0-note]").input_value() == "La commune"
    page.locator("[name=role-0-note]").fill("")
    page.get_by_label("Not before 4 weeks").check()
    go_on(page)
    fits(page)
    follow(page, page.locator("button[formaction='#id_title']"))
    assert page.locator("#id_title").is_visible()  # its fold is open
    page.go_back()
    page.go_back()
    assert page.get_by_label("Not before 4 weeks").is_checked()
    page.go_back()
    page.go_back()
    assert page.get_by_label("For the moderators only").input_value() == "Lundi, jour de marché"
    follow(page, page.get_by_role("button", name="Nothing to add"))
    follow(page, page.get_by_role("button", name="Show all on one page"))
    assert page.get_by_label("I saw it myself").is_checked()
    follow(page, page.get_by_role("button", name="Read again before sending"))
    assert not Submission.objects.waiting().exists()
    follow(page, page.locator("button[value=send]"))
    assert page.locator("#receipt-code").inner_text()
    assert Submission.objects.waiting().get().basis_note == "Lundi, jour de marché"
    assert page.context.cookies() == []


def test_the_enter_key_of_a_phone_goes_on_and_never_sends_or_adds(open_browser):
    make_place("Moirans", insee="38239", postcodes="38430")
    page = open_browser(javascript=False, width=360)
    page.goto("/en/contribute/vendor/")
    page.get_by_label("Name").fill("Exemple SA")
    page.get_by_label("Name").focus()
    press(page, "Enter")
    page.locator("[name=source-0-title]").fill("Un article")
    page.locator("[name=source-0-title]").focus()
    press(page, "Enter")
    assert "Step 3 of 4" in page.locator(".steps").inner_text()
    follow(page, page.get_by_role("button", name="Show all on one page"))
    page.locator("[name=name]").focus()
    press(page, "Enter")
    assert "Exemple SA" in page.content() and page.locator("button[value=send]").count() == 1
