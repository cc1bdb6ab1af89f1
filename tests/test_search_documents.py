"""Pages of public documents are found by the question that finds records, from both databases."""

import pytest
from django.db import connection

from cases import document_index
from cases.models import DocumentPage, SourceFile
from cases.search.documents import find_documents
from cases.search.query import read
from cases.search.words import indexed
from tests.make import make_organisation, make_place, make_source

pytestmark = pytest.mark.django_db
NAME = f"{'0f' * 32}.pdf"
PAGES = (
    "Le maire a installé des caméras près de l’école.",
    "La Quadrature du Net demande le marché. L’e\u0301lu refuse.",
)


@pytest.fixture
def source(db):
    """A source with a document of two pages."""
    for number, text in enumerate(PAGES, 1):
        DocumentPage.objects.create(name=NAME, number=number, text=text, folded=indexed(text))
    source = make_source("Délibérations")
    SourceFile.objects.create(source=source, name=NAME, pages=2)  # stored nowhere: not needed
    return source


def numbers(typed: str) -> list[int]:
    """The pages found."""
    return [page.number for document in find_documents(read(typed)).best for page in document.pages]


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("camera ECOLES", [1]),
        ("l'ecole", [1]),
        ('"installé des caméras"', [1]),
        ('"caméras installé"', []),
        ("install", [1]),  # the last word may only begin so
        ("caméras marché", []),  # not on one page
        ("maire -école", []),
        ("marché -école", [2]),
        ("lqdn", [2]),
        ("-caméras", []),
    ],
)
def test_all_that_is_asked_stands_on_the_page(source, typed, pages):
    make_organisation("La Quadrature du Net", aliases=["LQDN"])
    assert numbers(typed) == pages


def test_the_words_are_marked_as_they_are_found(source):
    make_organisation("La Quadrature du Net", aliases=["LQDN"])

    def marked(typed):
        [document] = find_documents(read(typed)).best
        return [text for text, found in document.pages[0].excerpt if found]

    assert marked("ecole install") == ["installé", "école"]
    assert marked("lqdn") == ["Quadrature", "Net"]
    assert marked("elu") == ["e\u0301lu"]


def test_filters_and_kinds_narrow_documents_as_they_narrow_sources(source, client):
    make_place("Nice")
    for query, total in {"": 1, "&year=1999": 0, "&kind=source": 1, "&kind=place": 0,
                         "&place=nice": 0}.items():  # fmt: skip
        assert client.get(f"/search/?q=caméras{query}").context["documents"].total == total


def test_words_made_in_an_older_way_are_made_again(source):
    DocumentPage.objects.update(folded="ancien")
    assert any("stale" in problem for problem in document_index.problems())
    assert (document_index.fold_again(), numbers("caméras"), numbers("ancien")) == (2, [1], [])


def test_no_word_of_a_page_that_went_stays_in_the_index(source):
    document_index.forget(NAME)
    assert numbers("caméras") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM cases_page_search_data")
            assert not any(b"quadrature" in bytes(block) for (block,) in cursor.fetchall())


def test_of_several_documents_the_one_with_most_pages_comes_first(source):
    for letter, total in (("a", 4), ("b", 1)):
        name = f"{letter * 64}.pdf"
        SourceFile.objects.create(source=make_source(f"Annexe {letter}"), name=name, pages=total)
        for number in range(total, 0, -1):
            DocumentPage.objects.create(name=name, number=number, text=PAGES[0], folded="camera")
    DocumentPage.objects.create(name=f"{'c' * 64}.pdf", number=1, folded="camera")  # of no source
    found = find_documents(read("caméras"))
    pages = [(one.file.name[0], one.total, [p.number for p in one.pages]) for one in found.best]
    assert (found.total, pages) == (3, [("a", 4, [1, 2, 3]), ("0", 1, [1]), ("b", 1, [1])])
