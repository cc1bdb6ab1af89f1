"""`check_links` says which originals changed or vanished, and never more than it saw."""

import contextlib
import datetime
import io
import socket

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.evidence import sandbox
from cases.evidence.captures import sources_with_address
from cases.evidence.fetch import Fetcher
from cases.evidence.link_checks import check
from cases.models import Capture, DataVersion, LinkCheck
from tests.hostile_server import PAGE, bomb, server  # noqa: F401 (a fixture)
from tests.make import cited, edit, make_deployment, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TODAY = datetime.date(2026, 3, 10)
CHANGED = PAGE.replace(b"40 cam", b"50 cam")


def run(name: str, **options) -> str:
    """Run a command; what it printed."""
    out = io.StringIO()
    call_command(name, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def kept(server):  # noqa: F811
    """A source with a copy."""
    made = make_source("Délibération", url=server.page("/a"))
    run("archive_sources")
    assert Capture.objects.count() == 1
    return made


def look(source, day: datetime.date = TODAY) -> LinkCheck:
    """What a check of this day finds."""
    check(sources_with_address().get(pk=source.pk), Fetcher(), day)
    return LinkCheck.objects.filter(entry=source.entry).order_by("-pk").first()


def test_an_original_that_stays_is_the_same(kept):
    assert "1 same" in run("check_links")
    found = LinkCheck.objects.get()
    assert (found.outcome, found.since, found.day) == ("same", *[timezone.localdate()] * 2)


def test_an_original_whose_words_differ_has_changed(kept, server):  # noqa: F811
    server.page("/a", CHANGED)
    printed = run("check_links")
    assert f"{kept.entry.slug} original changed 200" in printed
    assert "1 original changed" in printed


def test_other_bytes_with_the_same_words_are_reported_and_are_no_change(kept, server):  # noqa: F811
    server.page("/a", PAGE.replace(b"TOKEN", b"f00d"))
    assert "1 same text, other bytes" in run("check_links")
    found = LinkCheck.objects.order_by("-pk").first()
    assert found.outcome == "same"
    assert found.sha256 != Capture.objects.get().sha256


def test_a_pdf_has_changed_when_its_bytes_differ(server):  # noqa: F811
    made = make_source(url=server.page("/a", b"%PDF-1.4 a", kind="application/pdf"))
    run("archive_sources")
    assert look(made).outcome == "same"
    server.page("/a", b"%PDF-1.4 b", kind="application/pdf")
    assert look(made).outcome == "changed"


@pytest.mark.parametrize("status", [404, 410])
def test_an_original_that_is_not_found_has_vanished_at_once(kept, server, status):  # noqa: F811
    server.page("/a", b"gone", status)
    assert "original vanished" in run("check_links")
    found = LinkCheck.objects.order_by("-pk").first()
    assert (found.outcome, found.status) == ("vanished", status)


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_an_error_of_the_site_is_no_disappearance(kept, server, status):  # noqa: F811
    server.page("/a", b"sorry", status)
    assert look(kept).outcome == "unreachable"


@pytest.mark.parametrize("behaviour", ["short", "nonsense", "header_flood"])
def test_a_broken_answer_is_no_disappearance(kept, server, behaviour):  # noqa: F811
    server.does("/a", getattr(server, behaviour))
    assert (look(kept).outcome, look(kept).reason) == ("unreachable", "broken")


def test_a_site_that_is_stopped_did_not_answer(kept, server):  # noqa: F811
    server.http.shutdown()
    server.http.server_close()
    assert (look(kept).outcome, look(kept).reason) == ("unreachable", "no_answer")


def test_a_name_that_nobody_knows_has_vanished_on_the_second_day(kept, monkeypatch):
    """On the first day the fault may be that of our own network."""

    def unknown(*args, **options):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    source = edit(kept, url="https://disparu.example/a")
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert look(source).outcome == "unreachable"
    assert look(source).outcome == "unreachable"
    assert look(source, TODAY + datetime.timedelta(days=1)).outcome == "vanished"


def test_a_page_that_became_too_large_for_a_check_is_still_there(kept, server):  # noqa: F811
    server.page("/a", bomb(3), Content_Encoding="gzip")
    assert (look(kept).outcome, look(kept).reason) == ("there", "size")


def test_a_large_copy_is_compared_whole(server):  # noqa: F811
    words = b"<p>" + b"mot " * 200_000
    made = make_source(url=server.page("/a", words))
    run("archive_sources")
    assert look(made).outcome == "same"
    server.page("/a", words + b"<p>fin")
    assert look(made).outcome == "changed"


def test_a_text_too_long_to_be_kept_whole_is_compared_by_its_bytes(server):  # noqa: F811
    words = b"<p>" + b"mot " * 400_000
    made = make_source(url=server.page("/a", words))
    run("archive_sources")
    server.page("/a", words + b"<p>fin")
    assert look(made).outcome == "changed"


def test_a_page_whose_text_cannot_be_read_now_is_not_said_to_have_changed(
    kept, server, monkeypatch  # noqa: F811
):  # fmt: skip
    """No child process is free for the whole time that one is waited for."""
    server.page("/a", CHANGED)
    monkeypatch.setattr(sandbox, "WAIT_SECONDS", 0)
    with contextlib.ExitStack() as taken:
        for _child in range(sandbox.MOST_CHILDREN):
            taken.enter_context(sandbox._room)
        assert look(kept).outcome == "there"
    assert look(kept).outcome == "changed"


def test_without_a_copy_it_says_only_that_the_page_is_there(server):  # noqa: F811
    made = make_source(url=server.page("/a"))
    assert look(made).outcome == "there"


def test_what_is_found_again_reaches_to_the_day_and_keeps_its_beginning(kept, server):  # noqa: F811
    LinkCheck.objects.all().delete()
    server.page("/a", b"gone", 404)
    days = [TODAY + datetime.timedelta(days=n) for n in range(3)]
    for day in days:
        found = look(kept, day)
    assert (found.since, found.day, LinkCheck.objects.count()) == (days[0], days[2], 1)
    server.page("/a", b"gone", 410)  # said otherwise, gone since the same day
    later = look(kept, days[2] + datetime.timedelta(days=1))
    assert (later.since, later.status) == (days[0], 410)
    server.page("/a")
    assert look(kept, days[2] + datetime.timedelta(days=2)).outcome == "same"


def test_a_source_with_a_new_address_is_copied_there_and_compared_with_that(
    kept, server, client  # noqa: F811
):  # fmt: skip
    server.page("/a", b"gone", 404)
    assert look(kept).outcome == "vanished"
    source = edit(kept, url=server.page("/b", CHANGED))
    assert "disparu" not in client.get(f"/sources/{source.entry.slug}/").content.decode()
    assert look(source).outcome == "there"
    run("archive_sources")
    assert list(Capture.objects.values_list("number", "url")) == [
        (1, server.url("/a")), (2, server.url("/b"))
    ]  # fmt: skip
    assert look(source).outcome == "same"


def test_a_publisher_who_objects_later_is_left_alone_and_the_copy_stays(kept, server, client):  # noqa: F811
    server.page("/a", TDM_Reservation="1")
    run("check_links")
    page = client.get(f"/sources/{kept.entry.slug}/").content.decode()
    assert "N’est plus consulté depuis" in page and "réserve ses droits" in page
    assert "Voir la copie du" in page and "Non copiée" not in page


def test_only_what_was_not_looked_at_for_so_many_days(kept, server):  # noqa: F811
    asked = len(server.asked)
    run("check_links", older_than=3)
    assert len(server.asked) == asked  # copying was a look too
    LinkCheck.objects.update(day=timezone.localdate() - datetime.timedelta(days=3))
    run("check_links", older_than=3)
    assert len(server.asked) > asked


def test_limit_bounds_how_many(server):  # noqa: F811
    for number in range(3):
        make_source(f"Source {number}", url=server.page(f"/{number}"))
    assert "2 sources in all" in run("check_links", limit=2)
    with pytest.raises(CommandError):
        run("check_links", limit=-2)


def test_a_check_changes_the_version_of_what_readers_see(kept):
    before = DataVersion.current()
    look(kept)
    assert DataVersion.current() == before + 1


@pytest.mark.parametrize(("language", "said", "leads"), [
    ("", "Original disparu", "Voir la copie du"),
    ("/en", "Original vanished", "See the copy of"),
])  # fmt: skip
def test_the_page_that_cites_it_says_so_and_leads_to_the_copy(
    kept, server, client, language, said, leads  # noqa: F811
):  # fmt: skip
    case = make_deployment(citations=[cited(kept)])
    address = language + f"/deployments/{case.entry.slug}/"
    assert said not in client.get(address).content.decode()
    server.page("/a", b"gone", 404)
    run("check_links")
    page = client.get(address).content.decode()
    assert said in page and leads in page
    assert f"{language}/sources/{kept.entry.slug}/captures/1/" in page


def test_a_site_that_did_not_answer_is_not_said_to_have_vanished(kept, server, client):  # noqa: F811
    server.page("/a", b"", 500)
    run("check_links")
    page = client.get(f"/sources/{kept.entry.slug}/").content.decode()
    assert "L’original n’a pas répondu" in page
    assert "disparu" not in page
