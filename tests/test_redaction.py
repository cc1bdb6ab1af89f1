"""Words and squares of PDFs are blacked out for good: in the pixels, in the text, in the bytes."""

import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Dictionary, Name

from cases import integrity
from cases import models as m
from cases.document_index import index_documents
from cases.evidence import page_pictures, redaction_places, sandbox, storage
from cases.evidence.limits import Refused
from cases.intake.models import Attachment, AuditLine
from cases.moderation import attachments, decide
from cases.moderation.publish_files import NEW
from tests.big_document import AGENT, ALONE, EVERY, PAGE_OF_ALONE, council_decisions
from tests.environment import times
from tests.make import edit, make_source, propose, store_picture
from tests.test_documents import council

DARK, LIGHT = 12, 200
LINES = ("Mme Éloïse Vaubertrand, agente", "Page que rien ne touche", "Vu par É. Vau-bertrand")


def texts(data: bytes) -> list[str]:
    """The text of each page, as PDFium reads it."""
    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data)]


def every_byte(data: bytes) -> bytes:
    """All that a second reader finds: each object written out, each stream unpacked."""
    with pikepdf.open(io.BytesIO(data)) as document:
        found = [data]
        for thing in document.objects:
            found.append(repr(thing).encode())
            if isinstance(thing, pikepdf.Stream):
                try:
                    found.append(thing.read_bytes())
                except pikepdf.PdfError:
                    found.append(thing.read_raw_bytes())  # a JPEG
    return b"\n".join(found)


def written(word: str) -> list[bytes]:
    """How a PDF may write a word."""
    plain, wide = word.encode("cp1252"), word.encode("utf-16-be")
    return [plain, wide, plain.hex().encode(), plain.hex().upper().encode(), wide.hex().encode()]


def holds(data: bytes, word: str) -> bool:
    inside = every_byte(data)
    return any(form in inside for form in written(word))


def greys(data: bytes, page: int):
    """The pixels of one page, 1000 across."""
    shown = pdfium.PdfDocument(data)[page - 1]
    return shown.render(scale=1000 / shown.get_width()).to_pil().convert("L")


def test_a_second_reader_would_find_what_is_there():
    assert holds(council(*LINES), "Vaubertrand") and not holds(council(*LINES), "Vaubertran d")


def test_words_go_from_the_pixels_the_text_and_the_bytes():
    data = sandbox.clean(council(*LINES)).data
    places = redaction_places.places_of(data, ["eloise VAUBERTRAND", "É. Vaubertrand"])
    assert places.found == {"eloise VAUBERTRAND": [1], "É. Vaubertrand": [3]}
    redacted = sandbox.redact(data, places.boxes).data
    first, second, third = texts(redacted)
    assert first.split() == ["Mme", "agente"] and third.split() == ["Vu", "par"]
    assert second == texts(data)[1]
    assert not any(holds(redacted, word) for word in ("Vaubertrand", "Éloïse", "bertrand"))
    left, top, right, bottom = places.boxes[1][0]
    box = (left / 10, top * 842 / 595 / 10, right / 10, bottom * 842 / 595 / 10)
    inner = greys(redacted, 1).crop((box[0] + 2, box[1] + 2, box[2] - 2, box[3] - 2))
    assert inner.getextrema()[1] <= DARK
    around = greys(redacted, 1).crop((0, box[3] + 5, 1000, 1000))
    assert around.getextrema()[0] >= LIGHT


def test_words_are_blacked_out_where_they_are_seen_on_another_day_as_well():
    line = "Vue par Éloïse Vaubertrand, ce jour, à Nancy"
    data = sandbox.clean(council(line)).data
    once = sandbox.redact(data, redaction_places.places_of(data, ["jour"]).boxes).data
    twice = sandbox.redact(once, redaction_places.places_of(once, ["Vaubertrand"]).boxes).data
    assert texts(twice)[0].split() == ["Vue", "par", "Éloïse", "ce", "à", "Nancy"]
    words = {word: box for word, *box in sandbox.read_pages(data, 1, 1)["pages"][0]["words"]}
    left, top, right, bottom = words["Vaubertrand,"]
    seen = (left / 10, top * 842 / 595 / 10, right / 10, bottom * 842 / 595 / 10)
    inner = greys(twice, 1).crop(tuple(round(side) for side in seen))
    assert inner.resize((1, 1)).getextrema()[1] <= DARK
    for word in ("Éloïse", "Nancy"):
        found = {name: box for name, *box in sandbox.read_pages(once, 1, 1)["pages"][0]["words"]}
        assert found[word] == pytest.approx(words[word], abs=60)


def test_squares_go_and_their_neighbours_stay():
    data = sandbox.clean(council("", "Vaubertrand", "")).data
    redacted = sandbox.redact(data, {1: [[0, 0, 5000, 2500]]}).data
    page = greys(redacted, 1)
    assert page.crop((0, 0, 498, 350)).getextrema()[1] <= DARK
    assert page.crop((503, 0, 1000, 1400)).getextrema()[0] >= LIGHT
    assert page.crop((0, 360, 1000, 1400)).getextrema()[0] >= LIGHT
    assert texts(redacted)[1] == "Vaubertrand"


def test_a_drawing_that_all_pages_list_goes_with_the_page_that_shows_it():
    with pikepdf.new() as made:
        drawing = made.make_stream(b"BT /F1 20 Tf 50 700 Td (Vaubertrand) Tj ET", Subtype=Name.Form,
                                   Type=Name.XObject, BBox=[0, 0, 595, 842])  # fmt: skip
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        shared = made.make_indirect(
            Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(Secret=drawing))
        )
        drawing.Resources = Dictionary(Font=Dictionary(F1=font))
        for drawn in (b"/Secret Do", b"BT /F1 20 Tf 50 700 Td (Autre) Tj ET"):
            page = made.add_blank_page(page_size=(595, 842))
            page.obj.Resources = shared
            page.Contents = made.make_stream(drawn)
        out = io.BytesIO()
        made.save(out)
    data = sandbox.clean(out.getvalue()).data
    assert holds(data, "Vaubertrand")
    redacted = sandbox.redact(data, redaction_places.places_of(data, ["Vaubertrand"]).boxes).data
    assert not holds(redacted, "Vaubertrand")
    assert [text.strip() for text in texts(redacted)] == ["", "Autre"]


def test_a_turned_and_cropped_page_is_black_where_it_is_seen():
    with pikepdf.open(io.BytesIO(council("Mme Vaubertrand", "Autre"))) as made:
        made.pages[0].obj.Rotate, made.pages[0].obj.CropBox = 90, [20, 300, 500, 800]
        out = io.BytesIO()
        made.save(out)
    data = sandbox.clean(out.getvalue()).data
    redacted = sandbox.redact(data, redaction_places.places_of(data, ["Vaubertrand"]).boxes).data
    before, after = pdfium.PdfDocument(data)[0], pdfium.PdfDocument(redacted)[0]
    assert after.get_size() == pytest.approx(before.get_size())
    assert texts(redacted)[0].split() == ["Mme"] and not holds(redacted, "Vaubertrand")


@pytest.mark.parametrize(
    ("phrase", "found"),
    [("vaubertrand", {1, 3}), ("Éloise Vaubertrand", {1}), ("Vaubert", set()), ("page", {2}),
     ("06 12", set())],
)  # fmt: skip
def test_a_phrase_is_found_as_a_whole_however_it_is_set(phrase, found):
    data = council(*LINES)
    assert set(redaction_places.places_of(data, [phrase]).boxes) == found


def test_a_page_that_is_not_there_is_refused():
    for boxes in ({3: [[0, 0, 9, 9]]}, {0: [[0, 0, 9, 9]]}):
        with pytest.raises(Refused):
            sandbox.redact(council("Une", "Deux"), boxes)
    with pytest.raises(Refused):
        sandbox.redact(b"%PDF-1.7 nothing", {1: [[0, 0, 9, 9]]})


@pytest.mark.parametrize("pages", [times(30, 300)])
def test_a_name_goes_from_a_long_document_and_every_other_page_stays(pages):
    data = sandbox.clean(council_decisions(pages)).data
    places = redaction_places.places_of(data, [AGENT, ALONE])
    named = list(range(EVERY, pages + 1, EVERY))
    assert places.found == {AGENT: named, ALONE: [PAGE_OF_ALONE]}
    redacted = sandbox.redact(data, places.boxes).data
    before, after = texts(data), texts(redacted)
    touched = {*named, PAGE_OF_ALONE}
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        assert (old != new) == (number in touched)
        assert "Vauber" not in new and "trand," not in new and "Lazare" not in new
    assert "délibération n° 007" in after[6]
    assert not any(holds(redacted, word) for word in ("Vaubertrand", "Vauber", "Lazare"))


# A file that waits.


@pytest.fixture
def waiting(db):
    """A contribution with a PDF of three pages, the second without the name."""
    submission = propose("deployment", title="Caméras")
    attachments.add(submission, council(*LINES), "Délibération")
    return submission


def file_of(submission) -> Attachment:
    return submission.attachments.get()


def test_a_moderator_blacks_out_squares_of_one_page_of_a_file_that_waits(moderating, waiting):
    old, address = file_of(waiting).name, f"/moderation/{waiting.pk}/files/1/"
    page = moderating.get(f"{address}?page=3").content.decode()
    assert "data:image/jpeg" in page and 'value="3"' in page
    sent = {"name": old, "page": "3", "part": "", "square": ["0-0", "1-1", "1-2"], "action": "mask"}
    answer = moderating.post(address, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{address}?page=3")
    file = file_of(waiting)
    assert file.masked and file.name != old and not storage.exists(old)
    assert texts(storage.read(file.name))[:2] == list(LINES[:2])
    line = AuditLine.objects.last()
    assert (line.action, line.detail) == ("file-masked", "page 3, 3 squares")


def test_a_moderator_blacks_out_words_of_a_file_that_waits(moderating, waiting):
    old, address = file_of(waiting).name, f"/moderation/{waiting.pk}/files/1/"
    sent = {"name": old, "page": "2", "words": "Vaubertrand\nPersonne", "action": "words"}
    answer = moderating.post(address, sent, follow=True).content.decode()
    assert "pages 1, 3" in answer and "«\u202fPersonne\u202f» n’a pas été trouvé" in answer
    assert not storage.exists(old) and not holds(storage.read(file_of(waiting).name), "Vaubertrand")
    assert "Vaubertrand" not in str(AuditLine.objects.last().detail)


def test_a_part_of_a_page_has_finer_squares(moderating, waiting):
    address = f"/moderation/{waiting.pk}/files/1/"
    sent = {"name": file_of(waiting).name, "page": "1", "part": "", "zoom": "0-0"}
    answer = moderating.post(address, sent)
    assert answer["Location"] == f"{address}?page=1&part=0-0"
    assert "data:image/jpeg" in moderating.get(answer["Location"]).content.decode()
    # The line stands at a sixth of the height: rows 7 and 8 of the finer grid.
    finer = [f"{column}-{row}" for column in range(12) for row in (7, 8)]
    moderating.post(address, sent | {"zoom": "", "part": "0-0", "square": finer})
    # The left third of the line is black, what stands beside it is not.
    assert texts(storage.read(file_of(waiting).name))[0].split() == ["agente"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"action": "words", "words": "ab"}, "trop court"),
        ({"action": "words", "words": ""}, "obligatoire"),
        ({"action": "words", "words": "Introuvable"}, "Aucune page"),
        ({"action": "words", "words": "nul\n" * 51}, "Plus de 50 lignes"),
        ({"action": "mask"}, "Cochez"),
    ],
)
def test_what_cannot_be_done_is_said_and_what_was_typed_is_kept(moderating, waiting, sent, said):
    old, address = file_of(waiting).name, f"/moderation/{waiting.pk}/files/1/"
    answer = moderating.post(address, {"name": old, "page": "1"} | sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page
    assert sent.get("words", "").strip() in page and file_of(waiting).name == old


def test_a_file_that_changed_meanwhile_is_shown_again(moderating, waiting):
    sent = {"name": "0" * 64 + ".pdf", "page": "1", "words": "Vaubertrand", "action": "words"}
    answer = moderating.post(f"/moderation/{waiting.pk}/files/1/", sent)
    assert answer.status_code == 409


# A public file.


@pytest.fixture
def source(db):
    """A public source with the same PDF, its pages read and drawn."""
    name = storage.store(sandbox.clean(council(*LINES)))
    made = edit(make_source("Délibérations"), files=[{"name": name, "pages": 3}])
    list(index_documents())
    page_pictures.page_picture(name, 1).close()
    return made


def address_of(source) -> str:
    return f"/moderation/records/sources/{source.entry.slug}/files/{source.files.get().key}/"


def test_a_public_file_changes_through_the_door_and_the_old_one_is_gone(moderating, source, client):
    row = source.files.get()
    old, before = row.name, m.Revision.objects.filter(entry=source.entry).count()
    sent = {"name": old, "page": "1", "words": "Vaubertrand", "action": "words"}
    assert moderating.post(address_of(source), sent).status_code == 302
    new = source.files.get()
    assert (new.key, new.masked, new.pages) == (row.key, True, 3) and new.name != old
    assert m.Revision.objects.filter(entry=source.entry).count() == before + 1
    assert not storage.exists(old) and page_pictures.all_names() == []
    assert set(m.DocumentPage.objects.values_list("name", flat=True)) == {new.name}
    assert not m.DocumentPage.objects.filter(folded__contains="bertrand").exists()
    assert not holds(storage.read(new.name), "Vaubertrand")
    assert "<mark>" not in client.get("/search/?q=vaubertrand").content.decode()
    assert client.get(f"/files/{old}").status_code == 404
    assert AuditLine.objects.filter(action="public-file-masked").count() == 1
    assert list(integrity.problems()) == []


def test_a_file_that_came_with_a_contribution_goes_from_its_receipt_too(moderating, waiting, mona):
    decide.accept(waiting, waiting.version, mona, files={1: NEW})
    row = m.SourceFile.objects.get()
    old, address = row.name, address_of(row.source)
    sent = {"name": old, "page": "1", "words": "Vaubertrand", "action": "words"}
    assert moderating.post(address, sent).status_code == 302
    assert file_of(waiting).name == m.SourceFile.objects.get().name != old
    assert not storage.exists(old)


def test_a_public_picture_is_blacked_out_too(moderating, db):
    old = store_picture("white", (240, 160))
    source = edit(make_source("Photo"), files=[{"name": old}])
    assert moderating.get(address_of(source)).status_code == 200
    sent = {"name": old, "part": "", "square": ["0-0"], "action": "mask"}
    assert moderating.post(address_of(source), sent).status_code == 302
    assert source.files.get().name != old and not storage.exists(old)


def test_nothing_changes_in_public_when_nothing_is_to_be_black(moderating, source):
    old = source.files.get().name
    for sent in ({"action": "words", "words": "Introuvable"}, {"action": "mask"},
                 {"action": "words", "words": "a"}):  # fmt: skip
        answer = moderating.post(address_of(source), {"name": old, "page": "1"} | sent)
        assert answer.status_code == 422
    answer = moderating.post(address_of(source), {"name": "x", "square": ["0-0"]})
    assert answer.status_code == 409
    assert source.files.get().name == old and storage.exists(old)


def test_who_may_not_and_what_is_not_there(client, moderating, source, stranger):
    page = address_of(source)
    assert moderating.get(page).status_code == 200
    assert moderating.get(f"{page}?page=99999&part=9-9").status_code == 200
    assert moderating.put(page).status_code == 405
    assert moderating.get(page.replace(source.entry.slug, "autre")).status_code == 404
    moderating.logout()
    client.force_login(stranger)
    assert client.get(page).status_code in (302, 403)


def test_the_page_of_the_record_leads_there(moderating, source):
    page = moderating.get(f"/moderation/records/sources/{source.entry.slug}/").content.decode()
    assert address_of(source) in page
