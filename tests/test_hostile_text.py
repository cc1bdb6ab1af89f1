"""Texts that try to run something, everywhere a text goes, in a real browser: nothing runs."""

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse

from cases.document_index import index_documents
from cases.evidence import capture_files, sandbox, storage
from cases.intake.models import Reason, SavedFilter
from cases.kinds import KINDS
from cases.models import Capture, LegalBasis
from cases.moderation import (
    attachments,
    decide,
    dialogue,
    form_tokens,
    openings,
    receipts,
    withdraw,
)
from cases.moderation.submit import Proposal, submit
from tests.environment import SOAK, times
from tests.hostile_browser import Reader
from tests.hostile_files import picture, saved
from tests.hostile_records import Hostile
from tests.hostile_text import PAYLOADS, RUNNING, packs, visible
from tests.make import edit, make, make_place, make_source, make_vendor, sign_in
from tests.page_forms import controls
from tests.test_documents import council
from tests.test_report import DOORS

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
    if not tried.left:  # all were tried in a run before
        return
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


# --- What an address repeats ----------------------------------------------------------------

ASKED = {f"/{kind.word}/": [*kind.filter.base_filters, "sort", "page"] for kind in KINDS.values()}
ASKED |= {
    "/search/": ["q", "kind", "place", "tag", "tag_any", "tag_not", "vendor", "year", "technology"],
    "/map/": ["q", "place", "show", "zoom", "x", "y", "tag", "technology", "vendor", "box"],
    "/timeline/": ["q", "place", "tag", "from", "to", "year", "kind", "role", "page"],
    "/changes/": ["q", "kind", "tag", "place", "page", "since", "until", "from", "to"],
    "/money/": ["q", "place", "tag", "year", "stage", "payer", "payee", "kind", "compare"],
    "/compare/": ["place", "vendor", "product"], "/tasks/": ["q", "place", "kind", "page", "gap"],
    "/transparency/": ["kind", "door", "ground", "year", "month", "page", "q"],
    "/contribute/deployment/": ["title", "places", "description", "note", "role-0-entry", "tags",
                                "role-0-note", "date-0-value", "cameras_total", "date-0-note"],
    "/vendors/zq/": ["at"], "/vendors/zq/report/": ["passage", "door"],
    "/vendors/zq/history/": ["a", "b"], "/vendors/zq/edit/": ["from"],
    "/account/login/": ["next", "username"], "/receipt/": ["code"], "/nothing/zq/": ["q"],
}  # fmt: skip


def repeated() -> list[tuple[str, str]]:
    """The addresses and the names of what is typed in them."""
    found = [(path, name) for path, names in ASKED.items() for name in names]
    return found[:: times(17, 1)]


@pytest.mark.soak
def test_nothing_that_an_address_repeats_runs(reader, client, soak_count):
    make_vendor("ZQ")
    tried = soak_count(NOTHING_RUNS, XSS, full=len(PAYLOADS), few=20)
    looked = 0
    with tried.at_once() as numbers:
        texts = packs(190, some_of(PAYLOADS, tried, numbers))  # what is longer is cut
        for place, (path, name) in enumerate(repeated()):
            for text in texts if SOAK else texts[place % len(texts) :][:1]:
                asked = f"{path}?{urlencode({name: text.encode('utf-8', 'replace')})}"
                response = client.get(asked)
                if b"zq" in response.content.replace(b"/zq/", b""):  # it is repeated
                    looked += 1
                    for line in reader.look(asked, response, both=looked % 10 == 0):
                        tried.lose(line)
    assert looked > 0 or not numbers


# --- What waits, and what is said about it ------------------------------------------------------


def lost_on(reader, pages) -> list[str]:
    """What could run on pages, given as addresses or as (address, response)."""
    found = []
    for page in pages:
        path, response = page if isinstance(page, tuple) else (page, None)
        found += reader.look(path, response, both=SOAK)
    return found


def refused_forms(client, text: str):
    """Every public form, filled with the text in every field: it comes back with its errors."""
    for key in [key for key in KINDS if KINDS[key].contribute][: times(2, None)]:
        path = f"/contribute/{key}/"
        typed = {name: [text] for name in controls(client.get(path)) if name != "token"}
        yield path, client.post(path, typed | {"action": "send"})
    for door in DOORS:
        path = "/vendors/zq/report/"
        typed = {name: [text] for name in controls(client.get(path)) if name != "token"}
        yield path, client.post(path, typed | {"door": door})
    for path in ("/receipt/", "/account/login/"):
        yield path, client.post(path, {"code": text, "username": text, "password": text})


def waiting(client, ada, hostile: Hostile, text: str):
    """One contribution from its sending to its refusal, with a word on every step."""
    token = form_tokens.issue()
    sent = submit(
        [Proposal(hostile.key, hostile.state(0))], token, note=text, basis_note=text[:300]
    )
    attachments.add(sent, saved("PNG", picture()), text[:300])
    sent.refresh_from_db()
    code = receipts.code_for(token)
    yield f"/moderation/{sent.pk}/"
    yield f"/moderation/{sent.pk}/files/1/"
    decide.ask(sent, sent.version, ada, text[:2000])
    yield "/receipt/", client.post("/receipt/", {"code": code})
    sent.refresh_from_db()
    dialogue.answer(sent, text[:2000])
    yield f"/moderation/{sent.pk}/"
    yield "/receipt/correct/", client.post("/receipt/correct/", {"code": code})
    sent.refresh_from_db()
    decide.refuse(sent, sent.version, ada, text[:2000], note=text)
    yield "/receipt/", client.post("/receipt/", {"code": code})
    yield f"/moderation/{sent.pk}/"


def contested(client, text: str):
    """A complaint at every door, and the pages on which moderators read them."""
    for door, fields in DOORS.items():
        path = "/vendors/zq/report/"
        typed = controls(client.get(path)) | {"door": door} | fields
        free = {"text": text, "signature": text[:200], "name": text[:200], "source": text[:200]}
        sent = client.post(path, typed | {name: free[name] for name in fields if name in free})
        yield path, sent
        if "complaint" in (sent.context or {}):
            yield f"/moderation/complaints/{sent.context['complaint'].pk}/"


DESK = ["/moderation/", "/moderation/together/?state=refused", "/moderation/reasons/",
        "/moderation/operations/", "/moderation/audit/", "/moderation/erasures/",
        "/moderation/captures/", "/moderation/team/", "/transparency/", "/transparency.atom",
        "/transparency.csv", "/changes/", "/account/"]  # fmt: skip


@pytest.mark.soak
def test_nothing_that_waits_or_is_said_of_it_runs(reader, client, ada, settings, soak_count):
    settings.FORM_TOKEN_MIN_AGE = settings.FORM_TOKEN_MIN_AGE * 0
    sign_in(client, ada)
    make_vendor("ZQ", description="Vend des caméras.")
    tried = soak_count(NOTHING_RUNS, XSS, full=len(visible()), few=20)
    with tried.at_once() as numbers:
        texts = packs(1_900, some_of(visible(), tried, numbers), "\n\n")
        for number, text in enumerate(filter(None, texts)):
            key = list(KINDS)[number % len(KINDS)]
            hostile = Hostile(key, text.split("\n\n"))
            one = f"-{number}" + text[:90]
            Reason.objects.create(use="ask", label_fr=one, label_en=one, text_fr=text, text_en=text)
            SavedFilter.objects.create(moderator=ada, name=one[:60], query=f"q={one}")
            gone = make_vendor(one)
            withdraw.withdraw(gone.entry, ada, text)
            pages = [*refused_forms(client, text), *contested(client, text), *DESK,
                     f"/vendors/{gone.entry.slug}/"]  # fmt: skip
            for line in lost_on(reader, waiting(client, ada, hostile, text)):
                tried.lose(line)
            for line in lost_on(reader, pages):
                tried.lose(line)


@pytest.mark.soak
def test_no_word_of_a_document_runs_where_it_is_found(reader, soak_count):
    make_place("ZQ")
    tried = soak_count(NOTHING_RUNS, XSS, full=len(visible()), few=10)
    with tried.at_once() as numbers:
        some = [text.encode("cp1252", "replace").decode("cp1252").replace("\\", "\\\\")
                for text in some_of(visible(), tried, numbers)]  # fmt: skip
        drawn = [text.replace("(", "\\(").replace(")", "\\)") for text in packs(60, some)]
        for start in range(0, len(drawn) if numbers else 0, 200):
            pages = drawn[start : start + 200]
            name = storage.store(sandbox.clean(council(*pages)))
            files = [{"name": name, "pages": len(pages)}]
            source = edit(make_source(f"Document {start}"), files=files)
            list(index_documents())
            place = f"/sources/{source.entry.slug}/documents/{source.files.get().key}/"
            found = [
                f"{place}?q=zq",
                "/search/?q=zq",
                "/search/?q=script",
                "/search/?q=onerror+img",
            ]
            found += [f"{place}{number}/" for number in range(1, len(pages) + 1, times(9, 3))]
            for line in lost_on(reader, found):
                tried.lose(line)


@pytest.mark.soak
def test_no_word_of_a_copy_of_a_source_runs(reader, client, ada, soak_count):
    sign_in(client, ada)
    tried = soak_count(NOTHING_RUNS, XSS, full=len(visible()), few=20)
    with tried.at_once() as numbers:
        texts = packs(2_000, some_of(visible(), tried, numbers), "\n")
        for number, text in enumerate(filter(None, texts)):
            source = make_source(
                f"Copie {number}", url="https://example.org/", licence="Licence ouverte 2.0"
            )
            copy = Capture.objects.create(
                entry=source.entry, number=1, day=source.created_on, url=source.url,
                final_url=f"https://example.org/{text[:500]}", status=200, content_type=text[:100],
                sha256="a" * 64, size=1, warc="a.warc.gz", excerpt=text[:300],
                text_file=capture_files.store(text.encode(), ".txt"),
                legal_basis=LegalBasis.LICENCE,
            )  # fmt: skip
            closed = f"/moderation/captures/{copy.pk}/"
            for line in lost_on(reader, [(closed, client.get(closed))]):
                tried.lose(line)
            openings.open_capture(copy.pk, ada, text)
            start = source.get_absolute_url()
            pages = [f"{start}captures/1/", f"/en{start}captures/1/", start, closed, DESK[6]]
            for line in lost_on(reader, pages):
                tried.lose(line)
