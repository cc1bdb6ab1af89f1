"""A canary: what waits in the queue shows on no public page."""

import re

import pytest

from cases import history
from cases.kinds import KINDS
from cases.moderation.submit import Proposal
from tests.full import full_state
from tests.make import make, make_submission, store_picture
from tests.page_forms import controls

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CANARY = "zyxcanari"
FORMATS = ("csv", "json", "geojson", "atom")
LINK = re.compile(r'href="(/[^"#]*)"')
FIXED = ["/", "/search/", f"/search/?q={CANARY}", "/changes/", "/transparency/", "/contribute/",
         "/transparency.csv", "/transparency.atom", "/map/", f"/map/?q={CANARY}",
         "/map/?show=cameras", "/map.geojson?box=-5,41,10,51",
         "/map.geojson?show=cameras&box=-5,41,10,51",
         "/transparency.csv", "/transparency.atom", "/money/", "/data/",
         "/money/funders.csv", "/money/years.svg", "/timeline/", "/changes.atom",
         "/receipt/", "/about/legal/", "/about/privacy/", "/about/testers.json", "/account/login/",
         f"/complete/{'+'.join(KINDS)}/?q={CANARY}", "/healthz", "/readyz", "/en/"]  # fmt: skip
FILTERED_FILE = re.compile(rf"\.({'|'.join(FORMATS)})\?")
MAP_OF_A_PLACE = re.compile(r"/map/\?place=")  # the map of each: tests/test_map.py
MOST_PAGES = 700


def starting_points() -> list[str]:
    """Lists in both languages, with filters that a leak would show through."""
    found = list(FIXED)
    for kind in KINDS.values():
        found += [f"/{kind.word}/", f"/en/{kind.word}/", f"/contribute/{kind.key}/",
                  f"/{kind.word}/?q={CANARY}", f"/{kind.word}/?tag={CANARY}",
                  f"/{kind.word}/{CANARY}/", f"/{kind.word}/{CANARY}/history/"]  # fmt: skip
        found += [f"/{kind.word}.{ending}" for ending in FORMATS]
    return found


def crawl(client) -> dict[str, str]:
    """{address: text} of everything that can be reached by following links."""
    todo, seen = starting_points(), {}
    while todo and len(seen) < MOST_PAGES:
        url = todo.pop(0)
        # The doors beside each fact are many and alike; tests/test_report.py looks at them.
        # So are the files of every list with every filter: tests/test_exports.py compares them.
        if url in seen or "/static/" in url or "?passage=" in url or FILTERED_FILE.search(url):
            continue
        if MAP_OF_A_PLACE.search(url):
            continue
        response = client.get(url)
        seen[url] = b"".join(response).decode(errors="replace")  # a page, or a file
        todo += LINK.findall(seen[url].replace("&amp;", "&"))
    return seen


def asking() -> list[str]:
    """Addresses that ask for the canary itself: they may only repeat the question."""
    return [url for url in starting_points() if CANARY in url]


def full_proposals() -> list[Proposal]:
    """A pending creation and a pending edit of every kind, the canary in every text and tag."""
    found = []
    for key in KINDS:
        state = full_state(key, CANARY) | {"tags": [CANARY]}
        found.append(Proposal(key, state))
        known = make(key, **full_state(key, "public"))
        current = history.current_state(known.entry)
        edited = current | {n: v for n, v in state.items() if isinstance(v, str) and CANARY in v}
        found.append(Proposal(key, edited | {"tags": [CANARY]}, current, known.entry, 1))
    return found


def test_nothing_that_waits_shows_on_any_public_page(client):
    proposals = full_proposals()
    before = {url: client.get(url).content for url in asking()}
    for proposal in proposals:
        waiting = make_submission(proposal)
    file = store_picture("green")
    waiting.attachments.create(position=1, name=file, type="png", size=1, caption=CANARY,
                               day=waiting.received_on)  # fmt: skip
    pages = crawl(client)
    assert len(pages) > len(starting_points())
    assert [url for url, text in pages.items() if CANARY in text and CANARY not in url] == []
    assert [url for url, text in pages.items() if file in text] == []
    assert any(url.startswith("/files/") for url in pages)  # those of public sources
    assert [url for url in before if client.get(url).content != before[url]] == []


def test_the_canary_is_seen_once_it_is_public(client):
    make("vendor", name=f"{CANARY} SA")
    assert any(CANARY in text for url, text in crawl(client).items() if CANARY not in url)


def test_the_contribution_form_completes_no_name_that_waits(client):
    make_submission(Proposal("vendor", full_state("vendor", CANARY) | {"name": CANARY}))
    typed = controls(client.get("/contribute/product/")) | {"name": "X", "vendor": CANARY}
    response = client.post("/contribute/product/", typed | {"action": "send"})
    assert response.status_code == 422
