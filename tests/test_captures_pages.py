"""The page of a copy gives what proves it; its text is read only once an editor opened it."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.intake.models import AuditLine, CaptureOpening
from cases.models import Capture, DataVersion
from cases.moderation import withdraw
from tests.hostile_server import PAGE, server  # noqa: F401 (a fixture)
from tests.make import cited, edit, make_deployment, make_source, make_term

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HOSTILE = PAGE.replace(b"<b>Nice</b>", b"&lt;script&gt;alert(1)&lt;/script&gt; Mme Martin")
TEXT = (
    "Conseil municipal\nDélibération 12\nLe conseil vote 40 caméras pour "
    "<script>alert(1)</script> Mme Martin."
)
MASKED = TEXT.replace("Mme Martin", "[…]")


@pytest.fixture
def act(server):  # noqa: F811
    """The copy of an official act."""
    make_term("source_kind", "council_minutes")
    source = make_source("Délibération", url=server.page("/a", HOSTILE), kind="council_minutes")
    call_command("archive_sources", stdout=io.StringIO(), stderr=io.StringIO())
    return Capture.objects.get(entry=source.entry)


@pytest.fixture
def press(server):  # noqa: F811
    """The copy of an article."""
    make_term("source_kind", "article")
    source = make_source("Article", url=server.page("/b"), kind="article")
    call_command("archive_sources", stdout=io.StringIO(), stderr=io.StringIO())
    return Capture.objects.get(entry=source.entry)


def public(capture) -> str:
    return f"/sources/{capture.entry.slug}/captures/{capture.number}/"


def desk(capture) -> str:
    return f"/moderation/captures/{capture.pk}/"


def opening(text=MASKED, **fields) -> dict:
    return {"action": "open", "text": text, "checked": "on", **fields}


def test_the_page_gives_day_digest_address_and_how_to_consult(act, client, settings):
    settings.PUBLISHER = {**settings.PUBLISHER, "contact": "contact@registre.example"}
    page = client.get(public(act))
    said = page.content.decode()
    assert page.status_code == 200
    assert act.sha256 in said and act.url in said and act.excerpt[:40] in said
    assert "contact@registre.example" in said
    assert "Texte de la copie" not in said
    assert not page.cookies


def test_the_public_archive_is_named_beside_it(act, client):
    edit(act.entry.source, archived_url="https://web.archive.org/web/2026/a")
    assert "https://web.archive.org/web/2026/a" in client.get(public(act)).content.decode()


def test_the_page_of_the_source_leads_to_its_copy(act, client):
    page = client.get(f"/sources/{act.entry.slug}/").content.decode()
    assert public(act) in page and act.sha256 in page


@pytest.mark.parametrize("path", ["captures/2/", "captures/0/", "captures/x/"])
def test_a_copy_that_is_not_there_is_not_found(act, client, path):
    assert client.get(f"/sources/{act.entry.slug}/{path}").status_code == 404
    assert client.get("/sources/nobody/captures/1/").status_code == 404


def test_the_page_is_only_read(act, client):
    assert client.post(public(act)).status_code == 405


def test_the_copy_of_a_withdrawn_source_is_not_public(act, client, mona):
    withdraw.withdraw(act.entry, mona, "Demande fondée")
    assert client.get(public(act)).status_code == 410


def test_an_editor_opens_the_text_without_what_was_masked(act, editing, client):
    version = DataVersion.current()
    assert editing.post(desk(act), opening()).status_code == 302
    act.refresh_from_db()
    assert (act.masked, act.published_text) == (True, MASKED)
    assert DataVersion.current() == version + 1
    said = client.get(public(act)).content.decode()
    assert "Texte de la copie" in said and "Martin" not in said
    assert "Des données personnelles ont été retirées" in said
    assert "<script>alert" not in said and "&lt;script&gt;alert(1)" in said


def test_who_opened_it_is_known_to_moderators_and_to_nobody_else(act, editing, client):
    editing.post(desk(act), opening())
    line = AuditLine.objects.get(action="capture-opened")
    assert (line.who, line.target) == ("edith", f"source/{act.entry.slug}/1")
    assert CaptureOpening.objects.get().who == "edith"
    assert "edith" in editing.get(desk(act)).content.decode()
    client.cookies.clear()
    assert "edith" not in client.get(public(act)).content.decode()


def test_closing_takes_the_text_off_and_keeps_the_masked_excerpt(act, editing, client):
    editing.post(desk(act), opening())
    assert editing.post(desk(act), {"action": "close"}).status_code == 302
    act.refresh_from_db()
    assert (act.opened_on, act.published_text) == (None, "")
    assert "Martin" not in act.excerpt
    assert "Texte de la copie" not in client.get(public(act)).content.decode()
    assert AuditLine.objects.filter(action="capture-closed").count() == 1
    editing.post(desk(act), {"action": "close"})  # twice is once
    assert CaptureOpening.objects.filter(opened=False).count() == 1


def test_press_stays_closed_and_the_page_says_why(press, editing, client):
    assert "La presse et les publications restent fermées" in (
        editing.get(desk(press)).content.decode()
    )
    refused = editing.post(desk(press), opening("Le texte"))
    assert refused.status_code == 409
    assert "La presse et les publications restent fermées" in refused.content.decode()
    press.refresh_from_db()
    assert press.opened_on is None
    assert not AuditLine.objects.filter(action="capture-opened").exists()


def test_a_source_that_turns_out_to_be_press_is_refused_although_copied_as_an_act(act, editing):
    make_term("source_kind", "article")
    edit(act.entry.source, kind="article")
    assert editing.post(desk(act), opening()).status_code == 409


def test_without_the_promise_to_have_read_it_nothing_opens_and_the_text_is_kept(act, editing):
    page = editing.post(desk(act), {"action": "open", "text": "Mon masquage"})
    assert page.status_code == 422
    assert "Lisez-le en entier" in page.content.decode()
    assert "Mon masquage" in page.content.decode()


def test_an_empty_text_is_refused(act, editing):
    page = editing.post(desk(act), opening(" \n "))
    assert page.status_code == 422
    assert "Il ne reste rien à publier" in page.content.decode()


def test_a_moderator_a_stranger_and_a_reader_may_not_open(act, client, mona, stranger):
    from tests.make import sign_in

    assert client.get(desk(act)).status_code == 302
    assert client.post(desk(act), opening()).status_code in (302, 401)
    sign_in(client, mona)
    assert client.get(desk(act)).status_code == 403
    assert client.post(desk(act), opening()).status_code == 403
    assert client.get("/moderation/captures/").status_code == 403
    assert Capture.objects.get().opened_on is None


def test_the_desk_lists_copies_by_title_and_refuses_other_methods(act, press, editing):
    page = editing.get("/moderation/captures/?q=lib").content.decode()
    assert desk(act) in page and desk(press) not in page
    assert editing.get("/moderation/captures/?q=%00&page=zzz").status_code == 200
    assert editing.post("/moderation/captures/").status_code == 405
    assert editing.put(desk(act)).status_code == 405
    assert editing.get("/moderation/captures/999999/").status_code == 404


def test_ten_sources_cost_the_page_of_a_record_no_more_queries_than_one(server, client):  # noqa: F811
    sources = [make_source(f"S {n}", url=server.page(f"/{n}", PAGE + b"%d" % n)) for n in range(10)]
    call_command("archive_sources", stdout=io.StringIO(), stderr=io.StringIO())
    counts = []
    for cites in (sources[:1], sources):
        case = make_deployment(citations=[cited(source) for source in cites])
        client.get(f"/deployments/{case.entry.slug}/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(f"/deployments/{case.entry.slug}/").content.decode()
        counts.append(len(queries))
        assert page.count("Copie conservée le") == len(cites)
    assert counts[0] == counts[1]
