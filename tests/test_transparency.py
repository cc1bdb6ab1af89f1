"""The public log of decisions: as a page, CSV and Atom, without a name."""

import csv
import datetime
import html
import io
import re
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from cases.exchange.tables import defused
from cases.models import Decision
from cases.moderation import decide, withdraw
from cases.transparency import COLUMNS, figures
from tests.make import make_vendor, propose
from tests.test_complaints import decide as answer
from tests.test_report import complaint

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FORMATS = ["/transparency/", "/transparency.csv", "/transparency.atom"]


@pytest.fixture
def decided(moderating, mona):
    """An import, a refusal, a publication, a complaint, a withdrawal."""
    vendor = make_vendor("Surveil SA")
    make_vendor("Autre SA")
    for reason in ('=HYPERLINK("http://x")\n-1', "publié <b>tel quel</b>"):
        waiting = propose("vendor", name=f"Zyxnom {reason[:3]}")
        act = decide.refuse if reason.startswith("=") else decide.accept
        act(waiting, 1, mona, reason=reason)
    answer(moderating, complaint(moderating, vendor, "notice"), "refuse", public="Rien.")
    withdraw.withdraw(vendor.entry, mona, "Une personne privée.", "personal")
    return Decision.objects.all()


def text(response) -> str:
    """The whole answer, streamed or not."""
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode()


def rows(client, address="/transparency.csv") -> list[dict]:
    """The lines of the CSV as any program reads them."""
    written = text(client.get(address)).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(written)))


def feed(client, address="/transparency.atom") -> ElementTree.Element:
    """The feed as any XML parser reads it."""
    return ElementTree.fromstring(text(client.get(address)))  # noqa: S314  our own


@pytest.mark.parametrize("start", ["", "/en"])
def test_the_csv_has_one_line_a_decision_and_the_same_columns_in_both_languages(
    client, decided, start
):
    found = rows(client, f"{start}/transparency.csv")
    assert tuple(found[0]) == COLUMNS
    assert [row["kind"] for row in found] == [
        "withdrawn", "refused", "accepted", "refused", "imported",
    ]  # fmt: skip
    assert found[1]["door"] == "notice"
    assert found[0]["ground"] == "personal"
    assert found[4]["contributions"] == "2"  # an import of a day is one line


def test_the_csv_is_streamed_under_a_readable_name(client, decided):
    response = client.get("/transparency.csv")
    assert response.streaming
    name = re.search(r'filename="(.*)"', response.headers["Content-Disposition"])[1]
    assert name == f"decisions-{timezone.localdate().isoformat()}.csv"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("a;=1", "a;'=1"),
        ("a,@x", "a,'@x"),
        ("a|=1", "a|'=1"),
        ("a\n-1", "a\n'-1"),
        ("\t+1", "\t'+1"),
        ("\uff1d1", "'\uff1d1"),
        ("a=1", "a=1"),
        ("deux-trois", "deux-trois"),
        (-3, -3),
    ],
)
def test_texts_that_a_spreadsheet_would_run_are_defused_and_numbers_are_not(written, kept):
    assert defused(written) == kept


def test_a_reason_that_looks_like_a_formula_is_text_in_the_csv(client, decided):
    reasons = [row["reason"] for row in rows(client)]
    assert "'=HYPERLINK(\"http://x\")\n'-1" in reasons


@pytest.mark.parametrize("start", ["", "/en"])
def test_the_feed_is_valid_and_precise_to_the_day(client, decided, start):
    root = feed(client, f"{start}/transparency.atom")
    assert root.tag == f"{ATOM}feed"
    for holder in (root, *root.iter(f"{ATOM}entry")):
        assert holder.find(f"{ATOM}id").text
        assert holder.find(f"{ATOM}title").text
        day = holder.find(f"{ATOM}updated").text
        assert datetime.datetime.fromisoformat(day).time() == datetime.time()
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{start}/transparency.atom"
    assert links["alternate"] == f"http://testserver{start}/transparency/"
    assert root.find(f"{ATOM}author/{ATOM}name").text
    summaries = [entry.find(f"{ATOM}summary").text for entry in root.iter(f"{ATOM}entry")]
    assert any("&lt;b&gt;tel quel" in summary for summary in summaries)


def test_entries_keep_their_ids_in_both_languages_and_ever_after(client, decided, mona):
    def ids(address):
        return [
            entry.find(f"{ATOM}id").text for entry in feed(client, address).iter(f"{ATOM}entry")
        ]

    before = ids("/transparency.atom")
    assert len(set(before)) == 5
    assert ids("/en/transparency.atom") == before
    withdraw.withdraw(make_vendor("Encore SA").entry, mona, "oui", "other")
    assert ids("/transparency.atom")[1:] == before


def test_an_empty_feed_and_an_empty_csv_are_valid(client):
    assert list(feed(client).iter(f"{ATOM}entry")) == []
    assert rows(client) == []
    assert client.get("/transparency/").status_code == 200


@pytest.mark.parametrize("address", FORMATS)
def test_no_name_of_anybody_is_in_any_of_them(client, decided, address):
    written = text(client.get(address))
    for name in ("mona", "Jeanne", "jeanne@", "Zyxnom", "Surveil"):
        assert name not in written, name


@pytest.mark.parametrize("address", FORMATS)
def test_filters_serve_the_page_and_the_exports_alike(client, decided, address):
    year = timezone.localdate().year
    kept = text(client.get(f"{address}?door=notice&year={year}"))
    assert "Rien." in kept
    assert "Une personne privée." not in kept
    assert "Rien." not in text(client.get(f"{address}?year={year - 1}"))


@pytest.mark.parametrize("query", ["kind=zyx", "year=hier", "year=1", "year=2026.5", "door=%00"])
def test_a_filter_that_says_nothing_gets_a_message_or_is_not_found(client, decided, query):
    response = client.get(f"/transparency/?{query}")
    page = text(response)
    for errors in response.context["filter"].form.errors.values():
        assert errors[0] in html.unescape(page)
    assert response.context["filter"].form.errors
    assert '<details class="fold" open>' in page
    for address in FORMATS[1:]:
        assert client.get(f"{address}?{query}").status_code == 404


@pytest.mark.parametrize("page", ["0", "2", "x", "9" * 20])
def test_a_page_beyond_the_end_is_not_found(client, decided, page):
    assert client.get(f"/transparency/?page={page}").status_code == 404


def test_the_page_links_its_formats_with_the_filters_chosen(client, decided):
    page = text(client.get("/transparency/?kind=refused"))
    assert 'href="/transparency.csv?kind=refused"' in page
    assert page.count('href="/transparency.atom?kind=refused"') == 2  # head and body


def line(days_ago: int, waited: int | None, kind: str = "accepted", **columns) -> Decision:
    """A line of the log as it would have been written some days ago."""
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    return Decision.objects.create(kind=kind, day=day, days_waited=waited, **columns)


def test_figures_are_medians_of_what_was_answered_lately(db):
    for days_ago, waited in ((1, 2), (2, 4), (3, 10), (40, 30), (41, 40), (200, 900)):
        line(days_ago, waited)
    line(1, 0, "imported", contributions=302)
    line(1, 0, "withdrawn", ground="personal")
    line(1, None)  # the sender asked that the day be hidden
    line(1, 7, "refused", ground="source")
    line(1, 9, "spam")
    told = figures(timezone.localdate())
    assert [(w["days"], w["number"], w["median"]) for w in told["waits"]] == [
        (30, 5, 7),
        (90, 7, 9),
    ]
    assert told["refused"] == {"percent": 12, "refused": 1, "total": 8}
    assert [g["n"] for g in told["grounds"]] == [1, 1]
    assert told["queue"] is None


def test_what_waits_is_counted_when_deciding_and_never_when_reading(client, mona):
    first, second = (propose("vendor", name=f"V{n}") for n in range(2))
    decide.refuse(first, 1, mona, "non")
    told = figures(timezone.localdate())["queue"]
    assert (told.waiting, told.oldest_on) == (1, second.received_on)


def test_a_line_does_not_tell_the_day_of_who_asked_for_a_delay(mona):
    waiting = propose("vendor", name="Discrète SA")
    other = propose("vendor", name="Troisième SA")
    type(waiting).objects.filter(pk=waiting.pk).update(
        delay_weeks=4, received_on=timezone.localdate() - datetime.timedelta(days=30)
    )
    decide.refuse(other, 1, mona, "non")
    assert Decision.objects.first().oldest_on is None
    waiting.refresh_from_db()
    decide.accept(waiting, 1, mona)
    assert Decision.objects.first().days_waited is None
