"""Representative pages in a real browser: axe-core finds nothing, and nothing scrolls sideways."""

import pytest
from playwright.sync_api import expect

from cases.models import Entry
from cases.moderation import form_tokens, withdraw
from cases.moderation.complain import Sent, complain
from cases.moderation.throttle import CONTRIBUTIONS
from tests.accessible import check
from tests.browsing import cookies_of, follow
from tests.make import (
    cited,
    code_of,
    dated,
    edit,
    make,
    make_deployment,
    make_place,
    make_source,
    make_term,
    make_vendor,
    propose,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def register():
    """A little of everything, and a contribution that waits."""
    vsa = make_term("technology", "vsa", name="vidéosurveillance algorithmique")
    isere = make_place("Isère", kind="department", insee="38")
    moirans = make_place("Moirans", insee="38239", postcodes="38430", parent=isere)
    article = make_source("Un article")
    vendor = make_vendor("Briefcom")
    system = make_deployment(
        moirans, vendor, title="Boîtiers", technologies=[vsa], description="Des boîtiers.",
        tags=[f"Mot {number}" for number in range(10)],  # more than a filter shows unfolded
        contested=True, contested_by="source", contested_note="La mairie dément.",
        replies=[{"author": "Briefcom", "text": "Non.", "received_on": "2022-07-01",
                  "field": "places"}],
        dates=[dated("2022-06")], citations=[cited(article, "places"), cited(article)],
    )  # fmt: skip
    edit(system, title="Boîtiers de la place")
    for amount in ("12000", "90000"):
        make("funding", title=f"Marché {amount}", deployments=[system], amount=amount)
    make("legal", title="Recours", deployments=[system])
    propose("deployment", title="Caméras", places=[moirans.entry.slug], description="Trois mâts.")
    return system.entry.slug


def test_the_pages_people_read(open_browser, register, mona):
    withdraw.withdraw(make("event", title="Fait").entry, mona, "Une personne privée.", "personal")
    page = open_browser(bypass_csp=True)
    system = f"/deployments/{register}/"
    for address in (
        "/", "/en/search/?q=moirans", "/deployments/", "/en/deployments/?q=zzzz", system,
        f"/en{system}", f"{system}history/", f"/en{system}compare/1/2/", "/places/moirans/",
        "/en/about/accessibility/", "/nothing-here/", f"{system}report/?passage=places&door=reply",
        f"/en{system}report/?door=notice", "/transparency/", "/events/fait/",
        "/vendors/briefcom/", "/places/moirans/sheet/", "/tags/mot-1/",
        "/about/style/", "/contribute/deployment/paper/",
    ):  # fmt: skip
        page.goto(address)
        check(page)


def test_contributing(open_browser, register):
    page = open_browser(bypass_csp=True)
    page.goto("/contribute/deployment/?all=1")
    check(page)
    follow(page, page.locator("button[value=preview]"))
    check(page)
    page.goto("/contribute/deployment/")
    follow(page, page.locator("main button.primary"))
    check(page)
    page.locator("[name=places]").fill("Moirans")
    page.locator("#id_description").fill("Des boîtiers.")
    follow(page, page.locator("main button.primary"))
    check(page)
    page.locator("[name=basis]").first.check()
    follow(page, page.locator("main button.primary"))
    check(page)
    follow(page, page.locator("main button.primary"))
    check(page)
    follow(page, page.locator("button[value=send]"))
    check(page)
    code = page.locator("#receipt-code").inner_text()
    page.goto("/receipt/")
    check(page)
    page.locator("[name=code]").fill(code)
    follow(page, page.locator("main button.primary"))
    check(page)
    follow(page, page.locator("form[action$='correct/'] button"))
    check(page)
    for _sent in range(CONTRIBUTIONS.in_all):
        CONTRIBUTIONS.count(None)
    page.locator("#id_description").fill("Des boîtiers, et un micro.")
    follow(page, page.locator("button[value=preview]"))
    expect(page.locator("[name=answer]")).to_have_count(1)
    check(page)


def test_adding_to_a_record_and_taking_back(open_browser, register):
    page = open_browser(bypass_csp=True, javascript=True)
    page.goto("/en/contribute/deployment/?all=1")
    page.locator("[name=places]").fill("Moirans")
    page.locator("#id_description").fill("Des boîtiers.")
    page.locator("[name=status]").evaluate("box => { box.value = 'active' }")
    follow(page, page.locator("button[value=preview]"))
    follow(page, page.locator("button[value=attach]"))
    check(page)
    follow(page, page.locator("button[value=send]"))
    page.locator("button[value=proof]").focus()
    code = page.locator("#receipt-code").inner_text()
    page.goto("/en/receipt/")
    page.locator("[name=code]").fill(code)
    follow(page, page.locator("main button.primary"))
    follow(page, page.locator("button[value=withdraw]"))
    check(page)
    follow(page, page.locator("button[value=withdraw]"))
    expect(page.locator("#receipt-state")).to_have_text("withdrawn by you")


def test_moderating(open_browser, register, mona, max_moderator):
    seen = Entry.objects.get(kind="deployment", slug=register)
    sent = Sent("notice", "C’est faux.", "Des boîtiers", {"category": "other"}, {"name": "Jo"})
    notice = complain(seen, sent, form_tokens.issue())
    withdraw.withdraw(make("event", title="Fait").entry, max_moderator, "Oui.", "error")
    mona.set_password("correct horse battery")
    mona.save()
    page = open_browser(bypass_csp=True)
    page.goto("/moderation/")
    check(page)
    page.locator("[name=username]").fill("mona")
    page.locator("[name=password]").fill("correct horse battery")
    follow(page, page.locator("main button"))
    check(page)
    page.locator("[name=code]").fill(code_of(mona))
    follow(page, page.locator("main button.primary"))
    check(page)
    follow(page, page.locator("table a.title").last)
    check(page)
    follow(page, page.locator("button[value=ask]"))
    check(page)
    for address in (f"/moderation/complaints/{notice.pk}/", "/moderation/operations/"):
        page.goto(address)
        check(page)


def test_accounts_and_team(open_browser, live_server, ada, mona):
    page = open_browser(bypass_csp=True)
    page.context.add_cookies(cookies_of(ada, live_server.url))
    for address in (
        "/account/", "/en/account/password/", "/account/authenticator/", "/account/sessions/",
        "/account/proof/", "/moderation/team/", f"/moderation/team/{mona.pk}/",
        "/moderation/audit/",
    ):  # fmt: skip
        assert page.goto(address).status == 200
        check(page)
    page.goto("/account/codes/")
    follow(page, page.locator("main button.primary"))
    check(page)
    page.goto("/moderation/team/new/")
    follow(page, page.locator("main button.primary"))
    check(page)
    page.locator("[name=name]").fill("nina")
    follow(page, page.locator("main button.primary"))
    check(page)


def test_focus_is_seen_on_every_control(open_browser, register):
    page = open_browser()
    page.goto("/contribute/deployment/")
    for _step in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
