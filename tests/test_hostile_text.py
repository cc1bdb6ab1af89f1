"""Texts that try to run something, everywhere a text goes, in a real browser: nothing runs."""

import pytest
from django.http import HttpResponse

from cases.kinds import KINDS
from tests.environment import SOAK, times
from tests.hostile_browser import Reader
from tests.hostile_records import Hostile
from tests.hostile_text import PAYLOADS, RUNNING, visible
from tests.make import edit, make

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.browser]

NOTHING_RUNS, XSS = "nothing that was written can run", "9, 10: texts that run in a browser"
WHOLE = times(1, 4)  # records whose every page is opened, in both windows
# Pages that show many records of many kinds.
EVERYTHING = ["/", "/search/?q=zq", "/en/search/?q=zq", "/map/", "/map/?show=cameras",
              "/map.geojson", "/timeline/", "/changes/", "/changes.atom", "/money/",
              "/money/funders.svg", "/tasks/", "/compare/", "/cities/", "/transparency/",
              "/pages/wanted/", "/contribute/"]  # fmt: skip


@pytest.fixture
def reader(chromium, client):
    """Somebody who reads as anybody does."""
    someone = Reader(chromium, client)
    yield someone
    someone.close()


def test_there_are_enough_of_them():
    assert len(PAYLOADS) >= 300


def test_a_page_that_escapes_nothing_is_found_out(reader):
    for text in RUNNING[:: times(6, 1)]:
        assert reader.look("/raw/", HttpResponse(f"<!doctype html><table><tr>{text} zq>")), text


def some_of(texts: list[str], tried, numbers: range) -> list[str]:
    """The texts of these numbers, spread over all sorts where not all are tried."""
    return [texts[number * (len(texts) // tried.planned)] for number in numbers]


def pages_of(record, number: int) -> list[str]:
    """Where a record shows: all of its pages for the first ones, then those that show it whole."""
    start = record.get_absolute_url()
    found = [start]
    if number < WHOLE * 6:
        found += [f"{start}history/1/"]
    if number < WHOLE:
        found += [f"/en{start}", f"{start}sheet/", f"{start}links/", f"{start}history/",
                  f"{start}edit/", f"{start}report/", f"{start}confirm/",
                  f"{start.rstrip('/')}.json", f"{start.rstrip('/')}.atom"]  # fmt: skip
    return found


def lists_of(kind) -> list[str]:
    """Where records of a kind show together."""
    word = kind.word
    return [f"/{word}/", f"/en/{word}/", f"/{word}/?q=zq", f"/{word}/?sort=title", f"/{word}.atom",
            f"/{word}.json", f"/{word}.csv", f"/{word}.geojson"]  # fmt: skip


@pytest.mark.soak
@pytest.mark.parametrize("key", times(["deployment"], list(KINDS)))
def test_no_text_of_a_record_runs_on_its_pages_or_in_lists(reader, client, soak_count, key):
    tried = soak_count(NOTHING_RUNS, XSS, full=len(visible()), few=20)
    with tried.at_once() as numbers:
        hostile = Hostile(key, some_of(visible(), tried, numbers))
        for number in range(hostile.rounds):
            record = make(key, **hostile.state(number))
            for path in pages_of(record, number):
                for line in reader.look(path, both=number < WHOLE):
                    tried.lose(line)
        edit(record, **hostile.state(number + 1))
        compared = f"{record.get_absolute_url()}compare/1/2/"
        for path in [compared, *lists_of(KINDS[key]), *EVERYTHING]:
            for line in reader.look(path, both=SOAK):
                tried.lose(line)
