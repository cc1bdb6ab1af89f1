"""The pages of copies of sources in a real browser: axe finds nothing, nothing overflows."""

import io

import pytest
from django.core.management import call_command
from django.test import Client

from cases.models import Capture
from tests.accessible import check
from tests.hostile_server import server  # noqa: F401 (a fixture)
from tests.make import cited, make_deployment, make_source, make_term, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_vanished_source_its_open_copy_and_the_desk(server, edith, open_browser, live_server):  # noqa: F811
    make_term("source_kind", "order")
    source = make_source("Arrêté", url=server.page("/" + "a" * 200), kind="order", language="fr")
    case = make_deployment(citations=[cited(source)])
    call_command("archive_sources", stdout=io.StringIO(), stderr=io.StringIO())
    server.page("/" + "a" * 200, b"gone", 404)
    call_command("check_links", stdout=io.StringIO(), stderr=io.StringIO())
    editor = Client()
    sign_in(editor, edith)
    desk = f"/moderation/captures/{Capture.objects.get().pk}/"
    sent = {"action": "open", "text": "Le texte […]", "checked": "on"}
    assert editor.post(desk, sent).status_code == 302
    page = open_browser(bypass_csp=True)
    for path in (f"/deployments/{case.entry.slug}/", f"/sources/{source.entry.slug}/",
                 f"/sources/{source.entry.slug}/captures/1/"):  # fmt: skip
        page.goto(path)
        check(page)
    page.context.add_cookies([
        {"name": name, "value": cookie.value, "url": live_server.url}
        for name, cookie in editor.cookies.items()
    ])  # fmt: skip
    for path in ("/moderation/captures/", desk):
        page.goto(path)
        check(page)
