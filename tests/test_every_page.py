"""Every page of the register in a real browser, in both languages and both themes.

`make test` opens a few, on a small register; `make soak` all, on the demonstration corpus, and
leaves a table in the folder that REPORTS names.
"""

import pytest
from django.core.management import call_command

from tests import reports
from tests.accessible import by_theme
from tests.browsing import cookies_of
from tests.environment import times
from tests.every_page import for_moderators, for_readers, of_every_kind, unseen
from tests.test_corpus import FILE, prepare

LANGUAGES = {"fr": "", "en": "/en"}
EVERY = times(45, 1)  # of so many pages, one


def fill(folder) -> None:
    """The corpus when everything is tried, else a record of each kind."""
    if EVERY == 1:
        prepare(folder)
        call_command("load_corpus", FILE, skip_checks=True, verbosity=0)
        call_command("load_pages", skip_checks=True, verbosity=0)
    of_every_kind()


def opened(page, addresses: list[str]):
    """Each page in each language, and what is wrong with it by theme."""
    for address in addresses:
        for language, prefix in LANGUAGES.items():
            page.goto(prefix + address)
            yield language, address, by_theme(page)


@pytest.mark.soak
@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_nothing_is_wrong_with_any_page(open_browser, live_server, ada, tmp_path):
    fill(tmp_path)
    page = open_browser(bypass_csp=True)
    seen = list(opened(page, for_readers()[::EVERY]))
    page.context.add_cookies(cookies_of(ada, live_server.url))
    seen += opened(page, for_moderators()[:: min(EVERY, 10)])
    rows = [
        [f"`{address}`", language, theme, len(faults), "; ".join(faults).replace("|", "¦")]
        for language, address, found in seen
        for theme, faults in found.items()
    ]
    reports.write("accessibility", ["page", "language", "theme", "faults", "what"], rows)
    assert [row for row in rows if row[3]] == []


@pytest.mark.soak
@pytest.mark.once
@pytest.mark.django_db
def test_each_page_has_a_title_of_its_own(client, tmp_path):
    fill(tmp_path)
    titles = {}
    for address in for_readers()[:: min(EVERY, 5)]:
        text = client.get(address, follow=True).content.decode()
        title = text.partition("<title>")[2].partition("</title>")[0]
        titles.setdefault(title, set()).add(address.partition("?")[0])
    assert [sorted(addresses) for addresses in titles.values() if len(addresses) > 1] == []


@pytest.mark.once
@pytest.mark.django_db
def test_no_page_is_left_out():
    of_every_kind()
    assert unseen([*for_readers(), *for_moderators()]) == []
