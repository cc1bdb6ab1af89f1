"""Ten questions of a journalist, walked in Chromium: `python -m benchmarks.questions [ADDRESS]`.

Prints how many actions each takes and how many seconds the pages take, without JavaScript and
with it. The register at ADDRESS (http://127.0.0.1:8000 by default) holds the demonstration corpus.
"""

import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import yaml
from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright

FILE = Path(__file__).with_name("questions.yaml")
SEARCH = "input[name=q]:visible"
PATIENCE = 5_000  # milliseconds for one action
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True)
class Walk:
    """One question walked: how many actions, how long, and what of the answer was not there."""

    question: str
    actions: int
    seconds: float
    missing: list[str]


def questions() -> list[dict]:
    """The questions with their steps and answers."""
    return yaml.safe_load(FILE.read_text("utf-8"))


def walk(browser: Browser, address: str, asked: dict, javascript: bool) -> Walk:
    """Walk one question from the home page, as a new visitor."""
    visitor = browser.new_context(
        base_url=address, java_script_enabled=javascript, locale="fr-FR", accept_downloads=True
    )
    visitor.set_default_timeout(PATIENCE)
    page = visitor.new_page()
    start, actions = time.monotonic(), 0
    try:
        page.goto("/")
        for step in asked["steps"]:
            ((what, value),) = step.items()
            actions += ACTIONS[what](page, value)
        text = page.inner_text("main")
        missing = [words for words in asked["answer"] if plain(words) not in plain(text)]
    except Error as error:
        missing = [str(error).splitlines()[0]]
    seconds = time.monotonic() - start
    visitor.close()
    return Walk(asked["question"], actions, seconds, missing)


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return " ".join(text.replace("\u202f", " ").split())


def _open_fold_around(one: Locator) -> int:
    """Open the fold in which something is hidden; how many clicks that took."""
    if one.is_visible():
        return 0
    one.locator("xpath=ancestor::details[not(@open)]/summary").first.click()
    return 1


def _type(page: Page, words: str) -> int:
    box = page.locator(SEARCH).first
    box.fill(words)
    box.press("Enter")
    page.wait_for_url("**/search/**")
    return 1


def _click(page: Page, words: str) -> int:
    found = page.get_by_role("link", name=words, exact=True).or_(
        page.get_by_role("button", name=words, exact=True)
    )
    found.first.click()
    page.wait_for_load_state()
    return 1


def _tick(page: Page, words: str) -> int:
    label = page.locator("form.facets label").filter(has=page.get_by_text(words, exact=True)).first
    clicks = _open_fold_around(label)
    label.click()
    return clicks + 1


def _field(page: Page, named: list[str]) -> int:
    label, words = named
    field = next(one for one in page.get_by_label(label).all() if not one.input_value())
    clicks = _open_fold_around(field)
    field.fill(words)
    field.press("Enter")
    page.wait_for_load_state()
    return clicks + 1


def _download(page: Page, words: str) -> int:
    """The file is shown instead of the page, so that the answer is looked for in it."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=words, exact=True).first.click()
    text = Path(waiting.value.path()).read_text("utf-8")
    page.evaluate("text => document.querySelector('main').textContent = text", text)
    return 1


ACTIONS = {"type": _type, "click": _click, "tick": _tick, "field": _field, "download": _download}


def main(address: str) -> int:
    """Print the table; 1 when a question found no answer."""
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for asked in questions():
            found.append(
                [walk(browser, address, asked, javascript) for javascript in (False, True)]
            )
        browser.close()
    sys.stdout.write("| question | actions | s without JavaScript | s with |\n|---|--:|--:|--:|\n")
    for without, with_script in found:
        lacking = "".join(
            f" **not found: {words}**" for words in without.missing + with_script.missing
        )
        sys.stdout.write(
            f"| {without.question}{lacking} | {without.actions} | {without.seconds:.1f} "
            f"| {with_script.seconds:.1f} |\n"
        )
    return int(any(one.missing for pair in found for one in pair))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
