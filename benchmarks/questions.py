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
from playwright.sync_api import Browser, Error, Page, sync_playwright

FILE = Path(__file__).with_name("questions.yaml")
SEARCH = "header input[name=q]"
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
    start, actions, text = time.monotonic(), 0, ""
    try:
        page.goto("/")
        for step in asked["steps"]:
            ((what, value),) = step.items()
            text = ACTIONS[what](page, value) or ""
            actions += 1
        text = text or page.inner_text("main")
        missing = [words for words in asked["answer"] if plain(words) not in plain(text)]
    except Error as error:
        missing = [str(error).splitlines()[0]]
    seconds = time.monotonic() - start
    visitor.close()
    return Walk(asked["question"], actions, seconds, missing)


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return " ".join(text.replace("\u202f", " ").split())


def _type(page: Page, words: str) -> None:
    box = page.locator(SEARCH)
    if not box.is_visible():  # on a narrow screen the box stands on the page of the search
        box = page.locator("main input[name=q]")
    box.fill(words)
    box.press("Enter")
    page.wait_for_url("**/search/**")


def _click(page: Page, words: str) -> None:
    found = page.get_by_role("link", name=words, exact=True).or_(
        page.get_by_role("button", name=words, exact=True)
    )
    found.first.click()
    page.wait_for_load_state()


def _tick(page: Page, words: str) -> None:
    label = page.locator("form.facets label").filter(has=page.get_by_text(words, exact=True))
    if not label.first.is_visible():
        page.locator("details", has=label).first.locator("summary").click()
    label.first.click()


def _field(page: Page, named: list[str]) -> None:
    label, words = named
    empty = page.get_by_label(label, exact=True).and_(
        page.locator("input[type=text], input:not([type])")
    )
    field = next(one for one in empty.all() if not one.input_value())
    field.fill(words)
    field.press("Enter")
    page.wait_for_load_state()


def _download(page: Page, words: str) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=words, exact=True).first.click()
    return Path(waiting.value.path()).read_text("utf-8")


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
