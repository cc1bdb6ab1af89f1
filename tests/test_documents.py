"""Public PDFs are read page by page, found by their words, and cited."""

import io

import pikepdf
import pytest
from django.core.management import call_command
from pikepdf import Dictionary, Name

from cases import integrity
from cases import models as m
from cases.document_index import index_documents
from cases.evidence import page_pictures, sandbox, storage
from cases.evidence.limits import Refused
from cases.evidence.types import type_of
from cases.locators import page_of
from cases.moderation import withdraw
from tests.environment import times
from tests.hostile_files import FILES
from tests.make import cited, edit, make_deployment, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGES = ("Conseil municipal de Nice", "Marché de vidéosurveillance, 12 000 euros", "", "Fin, euros")


def council(*texts: str) -> bytes:
    """A PDF with one line of text on each page; no text for an empty one."""
    with pikepdf.new() as made:
        for text in texts:
            page = made.add_blank_page(page_size=(595, 842))
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                              Encoding=Name.WinAnsiEncoding)  # fmt: skip
            page.Resources = Dictionary(Font=Dictionary(F1=made.make_indirect(font)))
            drawn = b"BT /F1 18 Tf 50 700 Td (" + text.encode("cp1252") + b") Tj ET"
            page.Contents = made.make_stream(drawn if text else b"")
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


@pytest.fixture
def source():
    """A source with a PDF of four pages, of which the third has no words."""
    name = storage.store(sandbox.clean(council(*PAGES)))
    return edit(make_source("Délibérations"), files=[{"name": name, "pages": 4}])


@pytest.fixture
def read(source):
    """The same, once its pages were read."""
    list(index_documents())
    return source


def address(source, page="") -> str:
    return f"/sources/{source.entry.slug}/documents/{source.files.get().key}/{page}"


def test_each_page_keeps_its_words_and_where_they_stand(read):
    pages = m.DocumentPage.objects.all()
    assert [page.text for page in pages] == list(PAGES)
    word, left, top, right, bottom = pages[0].words[0]
    assert word == "Conseil"
    assert (left, bottom) == (pytest.approx(50 / 595 * 10_000, abs=60),
                              pytest.approx((842 - 700) / 842 * 10_000, abs=60))  # fmt: skip
    assert left < right and top < bottom


def test_the_command_says_how_far_it_is_and_reads_each_file_once(source, capsys):
    version = m.DataVersion.current()
    call_command("index_documents")
    assert "4 of 4 pages" in capsys.readouterr().out
    assert m.DataVersion.current() == version + 1  # readers' pages change with it
    call_command("index_documents")
    assert capsys.readouterr().out == "" and m.DataVersion.current() == version + 1


def test_a_file_that_nothing_names_any_more_is_forgotten(read):
    edit(read, files=[])
    list(index_documents())
    assert not m.DocumentPage.objects.exists()


def test_verify_sees_a_page_that_lacks(read):
    assert list(integrity.problems()) == []
    m.DocumentPage.objects.last().delete()
    assert any("3 pages were read" in problem for problem in integrity.problems())


def test_a_page_is_found_without_accents_or_capitals_and_its_words_are_marked(client, read):
    page = client.get("/search/?q=VIDEOSURVEILLANCE+marche").content.decode()
    assert "<mark>Marché</mark>" in page
    assert f"{address(read, '2/')}?q=" in page


def test_a_phrase_in_quotes_is_found_in_its_order_only(client, read):
    inside = address(read)
    assert f"{inside}1/" in client.get(inside, {"q": '"conseil municipal"'}).content.decode()
    assert f"{inside}1/" not in client.get(inside, {"q": '"municipal conseil"'}).content.decode()


def test_a_withdrawn_source_is_neither_found_nor_read(client, read, mona):
    pages = [address(read, page) for page in ("", "2/", "2/page.jpg")]
    assert "<mark>" in client.get("/search/?q=euros").content.decode()
    withdraw.withdraw(read.entry, mona, "Plainte.")
    assert "<mark>" not in client.get("/search/?q=euros").content.decode()
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def test_the_page_shows_its_picture_its_text_and_how_to_cite_it(client, read):
    page = client.get(address(read, "2/"), {"q": "euros"}).content.decode()
    assert page.count("<rect") == 1 and "<mark>euros</mark>" in page
    assert "citation-0-locator=p.+2" in page and f"http://testserver{address(read, '2/')}" in page
    picture = client.get(address(read, "2/page.jpg"))
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert b"".join(picture.streaming_content).startswith(b"\xff\xd8")
    again = client.get(address(read, "2/page.jpg"), headers={"if-none-match": picture["ETag"]})
    assert again.status_code == 304


def test_a_page_without_words_says_so(client, read):
    page = client.get("/en" + address(read, "3/")).content.decode()
    assert "This page is a picture" in page


@pytest.mark.parametrize("page", ["0/", "5/", "99999/page.jpg", "5/page.jpg"])
def test_a_page_that_is_not_there_is_not_found(client, read, page):
    assert client.get(address(read, page)).status_code == 404


def test_nobody_writes_to_a_page(client, read):
    for page in ("", "1/", "1/page.jpg"):
        assert client.post(address(read, page)).status_code == 405


def test_the_pictures_go_with_the_file(client, read):
    name = read.files.get().name
    client.get(address(read, "1/page.jpg")).close()
    assert page_pictures.all_names() == [name]
    page_pictures.erase(name)
    assert page_pictures.all_names() == []


def test_bytes_that_are_no_document_are_refused():
    for data in (b"%PDF-1.7 nothing", b"%PDF-1.7\n" + b"\xff" * 5000):
        with pytest.raises(Refused):
            sandbox.read_pages(data, 1, 20)
        with pytest.raises(Refused):
            sandbox.render_page(data, 1, 1100)


@pytest.mark.parametrize(
    ("typed", "page"),
    [("p. 12", 12), ("page 12, § 3", 12), ("pages 12-14", 12), ("pp. 7–9", 7), ("p12", 12),
     ("§ 3", None), ("stop. 12", None), ("p. 0", None), ("", None)],
)  # fmt: skip
def test_a_locator_names_a_page(typed, page):
    assert page_of(typed) == page


@pytest.mark.parametrize(("locator", "page"), [("p. 2", "2/"), ("p. 9", ""), ("§ 3", "")])
def test_a_citation_leads_to_the_page_that_it_names(client, source, locator, page):
    cites = [cited(source, "title", locator=locator)]
    record = make_deployment(citations=cites)
    shown = client.get(record.entry.get_absolute_url()).content.decode()
    assert locator in shown
    assert (f'<a href="{address(source, page or "2/")}">{locator}</a>' in shown) == bool(page)


def test_a_source_with_two_documents_leads_to_neither(client, source):
    name = storage.store(sandbox.clean(council("Autre", "Encore")))
    rows = [{"name": source.files.get().name, "pages": 4}, {"name": name, "pages": 2}]
    source = edit(source, files=rows)
    record = make_deployment(citations=[cited(source, "title", locator="p. 2")])
    shown = client.get(record.entry.get_absolute_url()).content.decode()
    assert "/documents/" not in shown


HOSTILE_PDFS = [file for file in FILES if file.make()[:5] == b"%PDF-"]


@pytest.mark.once
@pytest.mark.parametrize("file", HOSTILE_PDFS, ids=lambda file: file.name)
def test_a_hostile_document_is_read_drawn_and_blacked_out_or_refused(file):
    data = file.make()
    orders = [
        lambda: sandbox.redact(data, {1: [[0, 0, 5000, 5000]]}),  # reads and draws as well
        lambda: sandbox.render_page(data, 1, 300),
        lambda: sandbox.read_pages(data, 1, 2),
    ]
    for order in orders[: times(1, 3)]:
        try:
            made = order()
        except Refused:
            continue
        if isinstance(made, dict):
            assert made["count"] >= 1
        else:
            assert type_of(made.data) is made.type
