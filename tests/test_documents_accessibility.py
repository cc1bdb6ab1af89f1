"""Reading documents and blacking them out: WCAG 2.2 AA as far as a program can tell."""

import pytest

from cases.document_index import index_documents
from cases.evidence import sandbox, storage
from cases.moderation import attachments
from tests.accessible import check
from tests.browsing import cookies_of, follow
from tests.make import edit, make_source, propose
from tests.test_documents import PAGES, council

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def source():
    """A public source with a PDF whose pages are read."""
    name = storage.store(sandbox.clean(council(*PAGES)))
    made = edit(make_source("Délibérations"), files=[{"name": name, "pages": 4}])
    list(index_documents())
    return made


def test_the_pages_of_documents(open_browser, source):
    inside = f"/sources/{source.entry.slug}/documents/{source.files.get().key}/"
    page = open_browser(bypass_csp=True)
    for address in (inside, f"/en{inside}?q=euros", f"{inside}2/?q=euros", f"/en{inside}3/",
                    "/search/?q=euros"):  # fmt: skip
        page.goto(address)
        check(page)


def test_blacking_out(open_browser, live_server, source, mona):
    waiting = propose("deployment", title="Caméras")
    attachments.add(waiting, council(*PAGES), "Délibération")
    page = open_browser(bypass_csp=True)
    page.context.add_cookies(cookies_of(mona, live_server.url))
    key = source.files.get().key
    for address in (
        f"/moderation/records/sources/{source.entry.slug}/files/{key}/?page=2",
        f"/moderation/{waiting.pk}/files/1/?page=2&part=1-0",
        f"/moderation/records/sources/{source.entry.slug}/",
    ):
        page.goto(address)
        check(page)
    page.goto(f"/moderation/{waiting.pk}/files/1/?page=2")
    page.locator("[name=words]").fill("Introuvable")
    follow(page, page.locator("button[value=words]"))
    check(page)
    assert page.locator("[name=words]").input_value() == "Introuvable"
