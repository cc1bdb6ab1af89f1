"""The three tasks with the keys alone, and what the settings of a device ask for."""

import pytest
from playwright.sync_api import expect

from tests.accessible import EDGES
from tests.browsing import press
from tests.make import code_of, make_deployment, make_place, make_term, make_vendor, propose

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

MOST = 150  # presses of Tab to a control; a trap or a lost order takes more
FOCUSED = "element => document.activeElement === element"
RING = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  return at === document.body || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
    && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""
PASSED = """() => {
  const at = document.activeElement;
  if (at === document.body) return 'end';
  at.dataset.passed = Number(at.dataset.passed ?? 0) + 1;
  return at.dataset.passed === '1' ? 'new' : at.outerHTML.slice(0, 120);
}"""
CONTROLS = "a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary"
LEFT_OUT = f"""() => [...document.querySelectorAll('{CONTROLS}')]
  .filter(e => e.checkVisibility({{visibilityProperty: true}}) && !e.disabled)
  .filter(e => e.tabIndex >= 0 && !e.dataset.passed)
  .map(e => e.outerHTML.slice(0, 120))"""
MOVES = """() => [...document.querySelectorAll('*')].filter(e => {
  const style = getComputedStyle(e);
  const lasting = `${style.transitionDuration}, ${style.animationDuration}`.split(', ');
  return lasting.some(seconds => parseFloat(seconds) > .01) || style.scrollBehavior === 'smooth';
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def register():
    """A town with a system of a technology."""
    vsa = make_term("technology", "vsa", name="vidéosurveillance algorithmique")
    moirans = make_place("Moirans", insee="38239", postcodes="38430")
    make_deployment(moirans, make_vendor("Briefcom"), title="Boîtiers", technologies=[vsa])
    return moirans


def reach(page, locator) -> None:
    """Press Tab until the control has the focus, which is seen at each step."""
    wanted = locator.first.element_handle()
    for _press in range(MOST):
        page.keyboard.press("Tab")
        assert page.evaluate(RING), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate(FOCUSED, wanted):
            return
    raise AssertionError(f"{locator} is out of reach of the keys on {page.url}")


def write(page, locator, text: str) -> None:
    """Reach a field and type."""
    reach(page, locator)
    page.keyboard.type(text)


def go(page, locator) -> None:
    """Reach a link or a button and take it."""
    reach(page, locator)
    press(page, "Enter")


def test_an_activist_contributes(open_browser, register):
    page = open_browser(reduced_motion="reduce")  # scrolled there at once
    page.goto("/en/")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.goto("/en/")
    go(page, page.get_by_role("link", name="Report", exact=True))
    page.goto("/en/contribute/deployment/")
    go(page, page.get_by_role("button", name="Continue"))
    summary = page.locator(".error-summary")
    expect(summary).to_be_in_viewport()
    wrong = summary.locator("a[href='#id_places']")
    reach(page, wrong)
    page.keyboard.press("Enter")
    expect(page.locator("#id_places")).to_be_focused()
    page.keyboard.type("38430")
    page.keyboard.press("Escape")  # what completes the name is not wanted
    write(page, page.get_by_label("What is it?"), "Trois boîtiers.")
    go(page, page.get_by_role("button", name="Continue"))
    reach(page, page.get_by_label("I saw it myself"))
    page.keyboard.press("Space")
    go(page, page.get_by_role("button", name="Nothing to add"))
    go(page, page.locator("button[value=send]"))
    expect(page.locator("#receipt-code")).to_be_visible()


def test_a_journalist_filters_opens_a_record_and_takes_the_list_away(open_browser, register):
    page = open_browser(reduced_motion="reduce")  # scrolled there at once
    page.goto("/en/deployments/")
    reach(page, page.locator("input[name=technology][value=vsa]"))
    page.keyboard.press("Space")
    page.wait_for_url("**/deployments/?technology=vsa")
    go(page, page.locator("table a.title"))
    expect(page.locator("h1")).to_have_text("Boîtiers")
    page.goto("/en/deployments/?technology=vsa")
    reach(page, page.locator("a[href*='deployments.csv']"))
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename.endswith(".csv")


def test_a_moderator_accepts(open_browser, register, mona):
    propose("deployment", title="Caméras", places=[register.entry.slug], description="Trois mâts.")
    mona.set_password("correct horse battery")
    mona.save()
    page = open_browser(reduced_motion="reduce")  # scrolled there at once
    page.goto("/en/moderation/")
    write(page, page.get_by_label("Username"), "mona")
    write(page, page.get_by_label("Password"), "correct horse battery")
    press(page, "Enter")
    write(page, page.get_by_label("Code"), code_of(mona))
    press(page, "Enter")
    go(page, page.locator("table a.title"))
    go(page, page.locator("button[value=accept]"))
    expect(page.locator("main")).to_contain_text("1 record published")


def test_the_keys_pass_every_control_once_and_come_out_at_the_end(open_browser, register):
    page = open_browser(reduced_motion="reduce")  # scrolled there at once
    for address in ("/deployments/", "/contribute/deployment/", "/map/", "/receipt/"):
        page.goto(address)
        for _press in range(400):
            page.keyboard.press("Tab")
            if (at := page.evaluate(PASSED)) != "new":
                break
        assert at == "end", address
        assert page.evaluate(LEFT_OUT) == [], address


def test_less_motion_and_forced_colours_are_followed(open_browser, register):
    page = open_browser(reduced_motion="reduce", forced_colors="active")
    for address in ("/", "/deployments/", "/contribute/deployment/", "/map/"):
        page.goto(address)
        assert page.evaluate(MOVES) == [], address
        assert page.evaluate(EDGES) == [], address
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate(RING), address
