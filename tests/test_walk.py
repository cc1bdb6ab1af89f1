"""The whole walk in a real browser without JavaScript: contribute, moderate, publish, find."""

import base64
import re

import pytest
from django_otp.oath import totp
from playwright.sync_api import expect

from cases.moderation import accounts
from tests.browsing import follow
from tests.environment import times
from tests.make import make_place, make_term

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def register():
    """A town, a technology, and what a moderator was given to log in with."""
    make_place("Moirans", insee="38239", postcodes="38430")
    make_term("technology", "vsa", name="vidéosurveillance algorithmique")
    return accounts.create_moderator("mona")


def fold_out(page, text):
    """Open a fold of the form."""
    page.locator("summary", has_text=text).click()


def contribute(page) -> str:
    """An activist reports a system with a new vendor, a source and two tags; gives the code."""
    page.goto("/en/contribute/deployment/?all=1")
    page.get_by_label("I saw it myself").check()
    page.get_by_role("textbox", name="Where?").fill("38430")
    page.get_by_label("What is it?").fill("Boîtiers sur les caméras de la place.")
    fold_out(page, "About it")
    page.locator("input[name=technologies][value=vsa]").check()
    fold_out(page, "A vendor that is not")
    page.locator("[name=vendor-0-name]").fill("Briefcom")
    fold_out(page, "A source:")
    page.locator("[name=source-0-title]").fill("Délibération du conseil municipal")
    fold_out(page, "Tags, remarks")
    page.locator("[name=tags]").fill("Essai, Place publique")
    follow(page, page.get_by_role("button", name="Read again"))
    expect(page.locator("main")).to_contain_text("Briefcom")
    follow(page, page.locator("button[value=send]"))
    return page.locator("#receipt-code").inner_text()


def log_in(page, given):
    """The moderator logs in with password and code, and sees the queue."""
    page.goto("/en/moderation/")
    page.get_by_label("Username").fill("mona")
    page.get_by_label("Password").fill(given.password)
    follow(page, page.get_by_role("button", name="Log in"))
    page.get_by_label("Code").fill(f"{totp(base64.b32decode(given.secret)):06}")
    follow(page, page.get_by_role("button", name="Go on"))


def moderate(page, given):
    """The moderator opens the contribution and publishes it."""
    log_in(page, given)
    follow(page, page.locator("table a.title").first)
    expect(page.locator("main")).to_contain_text("Briefcom")
    follow(page, page.locator("button[value=accept]"))
    expect(page.locator("main")).to_contain_text("3 records published")


@pytest.mark.everywhere
def test_from_the_street_to_the_register_without_javascript(open_browser, register):
    activist = open_browser(javascript=False, width=360)
    requests = []
    activist.on("request", lambda request: requests.append(request.url))
    code = contribute(activist)
    assert re.fullmatch(r"([0-9A-Z]{4} ?){4}", code.replace("\n", " ").strip())

    moderate(open_browser(javascript=False, locale="en-GB"), register)

    activist.goto("/en/receipt/")
    activist.locator("[name=code]").fill(code)
    follow(activist, activist.get_by_role("button", name="See where it stands"))
    expect(activist.locator("#receipt-state")).to_have_text("accepted")

    journalist = open_browser(javascript=False, width=768)
    both_tags = "/deployments/?tag=essai&tag=place-publique"
    for address in ("/places/moirans/", "/vendors/briefcom/", both_tags, "/search/?q=briefcom"):
        journalist.goto(address)
        expect(journalist.locator("main")).to_contain_text(re.compile("Briefcom|Moirans"))
    journalist.goto(both_tags)
    follow(journalist, journalist.locator("table a.title").first)
    expect(journalist.locator("main")).to_contain_text("Boîtiers sur les caméras")

    assert activist.context.cookies() == []
    assert journalist.context.cookies() == []
    origins = {url.split("/")[2] for url in requests}
    assert len(origins) == 1


@pytest.mark.soak
@pytest.mark.once
def test_the_tasks_on_every_screen_with_scripts_and_without(open_browser, register):
    kinds = [(width, scripts) for scripts in (True, False) for width in (360, 768, 1280)]
    moderator = open_browser(width=kinds[0][0], locale="en-GB")
    log_in(moderator, register)
    for number, (width, scripts) in enumerate(kinds[: times(1, 6)]):
        page = open_browser(javascript=scripts, width=width)
        contribute(page)
        moderator.set_viewport_size({"width": width, "height": 900})
        moderator.goto("/en/moderation/")
        follow(moderator, moderator.locator("table a.title").first)
        follow(moderator, moderator.locator("button[value=accept]"))
        expect(moderator.locator("main")).to_contain_text("published")
        page.goto("/en/deployments/?tag=essai")
        expect(page.locator("table a.title")).to_have_count(number + 1)
        follow(page, page.locator("table a.title").first)
        expect(page.locator("main")).to_contain_text("Boîtiers sur les caméras")
        for address in ("/", "/contribute/deployment/", "/deployments/", "/places/moirans/"):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_of_the_walk_scrolls_sideways(open_browser, register, width):
    page = open_browser(width=width)
    for address in ("/", "/contribute/", "/contribute/deployment/", "/receipt/", "/deployments/",
                    "/places/moirans/", "/account/login/", "/about/privacy/"):  # fmt: skip
        page.goto(address)
        too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not too_wide, (address, width)
