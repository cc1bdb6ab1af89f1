"""`archive_sources` keeps a private copy of each source, once, and says why where it may not."""

import gzip
import hashlib
import io
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone
from warcio.archiveiterator import ArchiveIterator

from cases.evidence import capture_files, captures
from cases.models import Capture, DataVersion, LegalBasis, LinkCheck
from tests.hostile_server import PAGE, TEXT, bomb, server  # noqa: F401 (a fixture)
from tests.make import make_source

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def archive(**options) -> str:
    """Run the command; what it printed."""
    out = io.StringIO()
    call_command("archive_sources", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def last_check() -> LinkCheck:
    return LinkCheck.objects.get()


def test_a_page_is_kept_as_warc_and_text_with_its_digest(server):  # noqa: F811
    source = make_source("Délibération", url=server.page("/a"))
    assert "1 copied" in archive()
    capture = Capture.objects.get(entry=source.entry)
    assert capture.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert (capture.day, capture.number, capture.status) == (timezone.localdate(), 1, 200)
    assert (capture.content_type, capture.size) == ("text/html", len(PAGE))
    assert capture_files.read_text(capture.text_file) == TEXT
    assert capture.excerpt == " ".join(TEXT.split())
    assert capture.opened_on is None and capture.published_text == ""


def test_the_warc_holds_each_request_and_answer_of_the_way(server):  # noqa: F811
    server.page("/b")
    source = make_source(url=server.redirect("/a", "/b"))
    archive()
    capture = Capture.objects.get()
    assert capture.final_url == server.url("/b") != source.url
    records = []
    for record in ArchiveIterator(io.BytesIO(capture_files.read(capture.warc))):
        address, day = (record.rec_headers.get(f"WARC-{name}") for name in ("Target-URI", "Date"))
        records.append((record.rec_type, address, record.content_stream().read()))
        assert day == f"{timezone.localdate()}T00:00:00Z"
    assert [(kind, address) for kind, address, _body in records] == [
        ("response", server.url("/a")), ("request", server.url("/a")),
        ("response", server.url("/b")), ("request", server.url("/b")),
    ]  # fmt: skip
    assert records[2][2] == PAGE


def test_the_warc_of_a_packed_page_holds_it_as_it_was_sent(server):  # noqa: F811
    make_source(url=server.page("/a", gzip.compress(PAGE), Content_Encoding="gzip"))
    archive()
    first = next(iter(ArchiveIterator(io.BytesIO(capture_files.read(Capture.objects.get().warc)))))
    assert first.content_stream().read() == PAGE
    assert first.http_headers.get_header("Content-Encoding") == "gzip"


def test_the_excerpt_leaves_out_what_may_name_a_person(server):  # noqa: F811
    body = b"<p>Mme Martin, 12 rue des Lilas<p>Appelez le 06 12 34 56 78<p>Le conseil vote."
    make_source(url=server.page("/a", body))
    archive()
    assert Capture.objects.get().excerpt == "[…] […] Le conseil vote."


def test_odd_headers_do_not_stop_the_worker(server):  # noqa: F811
    def odd(handler):
        handler.wfile.write(
            b"HTTP/1.1 200 D\xe9j\xe0 vu\r\nContent-Type: text/html; charset=\x00nobody\xff\r\n"
            b"X-Odd: \xff\x00\xe2\x82\xac\r\n folded\r\nX-\xe9: odd\r\n: empty\r\n"
            b"Content-Length: 8\r\n\r\n<p>\xe9t\xe9</"
        )

    make_source("Étrange", url=server.does("/a", odd))
    make_source("Suivante", url=server.page("/b"))
    assert "2 copied" in archive()
    assert Capture.objects.filter(entry__title="Suivante").exists()
    assert list(captures.missing_or_altered()) == []


def test_nothing_of_a_copy_lies_where_the_site_serves_files(server, client):  # noqa: F811
    make_source(url=server.page("/a"))
    archive()
    capture = Capture.objects.get()
    for name in (capture.warc, capture.text_file):
        assert client.get(f"/files/{name}").status_code == 404
        assert client.get(f"/files/small/{name}").status_code == 404


def test_a_second_run_asks_nothing_and_again_makes_a_second_copy(server):  # noqa: F811
    make_source(url=server.page("/a"))
    archive()
    asked = len(server.asked)
    archive()
    assert len(server.asked) == asked
    archive(again=True)
    assert Capture.objects.count() == 1  # the same page on the same day
    server.page("/a", PAGE + b"<p>new")
    archive(again=True)
    assert list(Capture.objects.values_list("number", flat=True)) == [1, 2]


def test_limit_and_source_say_what_is_copied(server):  # noqa: F811
    first = make_source("Un", url=server.page("/1"))
    other = make_source("Deux", url=server.page("/2"))
    make_source("Sans adresse")
    archive(source=other.entry.slug)
    assert Capture.objects.get().entry == other.entry
    make_source("Trois", url=server.page("/3"))
    archive(limit=1)
    assert set(Capture.objects.values_list("entry", flat=True)) == {first.pk, other.pk}


@pytest.mark.parametrize("options", [{"limit": -1}, {"loop": -5}, {"source": "nobody"}])
def test_an_option_that_makes_no_sense_stops_with_a_sentence(options):
    with pytest.raises(CommandError):
        archive(**options)


def test_a_pdf_is_kept_without_text(server):  # noqa: F811
    make_source(url=server.page("/a.pdf", b"%PDF-1.4 x", kind="application/pdf"))
    archive()
    capture = Capture.objects.get()
    assert (capture.content_type, capture.text_file, capture.excerpt) == ("application/pdf", "", "")


def test_a_plain_text_is_read_in_its_charset(server):  # noqa: F811
    body = "Arrêté du préfet\r\n\r\n\x00Nice\u202e".encode("utf-16")
    make_source(url=server.page("/a", body, kind="text/plain; charset=utf-16"))
    archive()
    assert capture_files.read_text(Capture.objects.get().text_file) == "Arrêté du préfet\nNice"


def test_a_page_in_an_old_charset_is_read(server):  # noqa: F811
    body = '<html><meta charset="iso-8859-1"><p>Délibération</p>'.encode("latin-1")
    make_source(url=server.page("/a", body))
    archive()
    assert capture_files.read_text(Capture.objects.get().text_file) == "Délibération"


def test_a_page_that_nests_without_end_is_kept_whatever_becomes_of_its_text(server):  # noqa: F811
    make_source(url=server.page("/a", b"<div>" * 200_000 + b"fin"))
    archive()
    assert Capture.objects.get().size == 5 * 200_000 + 3


@pytest.mark.parametrize(("answer", "outcome", "reason"), [
    ({"kind": "image/png"}, "refused", "type"),
    ({"kind": "application/zip"}, "refused", "type"),
    ({"status": 404}, "vanished", "status"),
    ({"status": 410}, "vanished", "status"),
    ({"status": 500}, "unreachable", "status"),
    ({"status": 403}, "unreachable", "status"),
    ({"TDM_Reservation": "1"}, "opted_out", "rights"),
    ({"X_Robots_Tag": "noarchive"}, "opted_out", "rights"),
    ({"Content_Length": "9999999999"}, "refused", "size"),
    ({"body": bomb(60), "Content_Encoding": "gzip"}, "refused", "size"),
])  # fmt: skip
def test_what_cannot_be_copied_is_noted_with_the_reason(server, answer, outcome, reason):  # noqa: F811
    make_source(url=server.page("/a", **answer))
    archive()
    assert not Capture.objects.exists()
    assert (last_check().outcome, last_check().reason) == (outcome, reason)
    assert capture_files.all_names() == []


def test_a_site_closed_by_robots_txt_is_left_for_a_month(server):  # noqa: F811
    server.page("/robots.txt", b"User-agent: *\nDisallow: /", kind="text/plain")
    make_source(url=server.page("/a"))
    archive()
    assert (last_check().outcome, last_check().reason) == ("opted_out", "robots")
    asked = len(server.asked)
    archive()
    assert (len(server.asked), server.paths()) == (asked, [])


def test_an_address_into_a_private_network_is_never_connected_to(server):  # noqa: F811
    make_source(url=server.redirect("/a", "http://169.254.169.254/latest/meta-data/"))
    archive()
    assert (last_check().outcome, last_check().reason) == ("refused", "address")


@pytest.mark.parametrize(("fields", "basis"), [
    ({"kind": "article"}, LegalBasis.PRIVATE),
    ({"kind": "article", "acquisition": "document"}, LegalBasis.PRIVATE),
    ({"acquisition": "press"}, LegalBasis.PRIVATE),
    ({}, LegalBasis.PRIVATE),
    ({"kind": "court_ruling"}, LegalBasis.OFFICIAL),
    ({"acquisition": "answer"}, LegalBasis.OFFICIAL),
    ({"kind": "article", "licence": "CC BY-SA 4.0"}, LegalBasis.LICENCE),
    ({"kind": "report", "licence": "Licence Ouverte 2.0"}, LegalBasis.LICENCE),
    ({"kind": "article", "licence": "CC BY-NC 4.0"}, LegalBasis.PRIVATE),
    ({"kind": "article", "licence": "CC-BY-ND"}, LegalBasis.PRIVATE),
])  # fmt: skip
def test_each_copy_states_its_legal_basis(server, fields, basis):  # noqa: F811
    from tests.make import make_term

    if "kind" in fields:
        make_term("source_kind", fields["kind"])
    make_source(url=server.page("/a"), **fields)
    archive()
    assert Capture.objects.get().legal_basis == basis


def test_a_copy_changes_the_version_of_what_readers_see(server):  # noqa: F811
    make_source(url=server.page("/a"))
    before = DataVersion.current()
    archive()
    assert DataVersion.current() > before


def test_erasing_leaves_neither_row_nor_file(server, django_capture_on_commit_callbacks):  # noqa: F811
    source = make_source("Un", url=server.page("/1"))
    other = make_source("Deux", url=server.page("/2", PAGE + b"<p>deux"))
    archive()
    with django_capture_on_commit_callbacks(execute=True):
        assert captures.erase_captures(source.entry) == 1
    assert not LinkCheck.objects.filter(entry=source.entry).exists()
    left = Capture.objects.get(entry=other.entry)
    assert capture_files.all_names() == sorted([left.warc, left.text_file])


def test_erasing_leaves_the_text_that_another_copy_has_too(
    server, django_capture_on_commit_callbacks  # noqa: F811
):  # fmt: skip
    source = make_source("Un", url=server.page("/1"))
    other = make_source("Deux", url=server.page("/2"))
    archive()
    with django_capture_on_commit_callbacks(execute=True):
        captures.erase_captures(source.entry)
    assert capture_files.read_text(Capture.objects.get(entry=other.entry).text_file) == TEXT


def test_what_a_stopped_worker_left_is_erased_by_the_next(server):  # noqa: F811
    orphan = capture_files.store(b"left behind", ".txt")
    draft = capture_files._path(orphan).with_name(".half")
    draft.write_bytes(b"half")
    make_source(url=server.page("/a"))
    archive()
    assert orphan not in capture_files.all_names()
    assert not draft.exists()


def test_verify_names_a_copy_whose_file_was_changed_or_is_gone(server):  # noqa: F811
    source = make_source("Registre", url=server.page("/a"))
    archive()
    assert list(captures.missing_or_altered()) == []
    capture = Capture.objects.get()
    path = capture_files._path(capture.text_file)
    path.write_bytes(path.read_bytes() + b"!")
    capture_files.erase(capture.warc)
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify", stdout=out)
    for name in (capture.warc, capture.text_file):
        assert f"{source.entry.reference}: capture 1: its file {name} is missing" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_copy_of_each(server):  # noqa: F811
    for number in range(4):
        make_source(f"Source {number}", url=server.page(f"/{number}", PAGE + b"<p>%d" % number))
    problems = []

    def work():
        try:
            archive()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert problems == []
    assert sorted(Capture.objects.values_list("number", flat=True)) == [1, 1, 1, 1]
    assert list(captures.missing_or_altered()) == []
