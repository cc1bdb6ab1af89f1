"""Under the receipt, with the code alone: add a picture, black out squares, take a file back."""

import io
import re
from contextlib import nullcontext

import pytest
from django.conf import settings
from PIL import Image

from cases.evidence import limits, sandbox, storage
from cases.evidence.limits import MOST_FILES
from cases.intake.models import Attachment
from cases.moderation import attachments, decide
from cases.moderation.decide import AlreadyDecided
from tests import hostile_files as hostile
from tests.hostile_files import CLEANED, REFUSED
from tests.make import make_place
from tests.page_forms import controls
from tests.test_contribute import report

pytestmark = [pytest.mark.django_db, pytest.mark.once]
URL = "/receipt/files/"
SAID = CLEANED["JPEG that says everything"]


@pytest.fixture
def sent(client):
    """A contribution and its code."""
    make_place("Orléans", postcodes="45000")
    context = report(client, places="Orléans", description="Vue.").context
    return context["submission"], context["code"]


def upload(client, code, data=b"", name="photo.jpg", **fields):
    """Send one file as the form of the page does."""
    file = io.BytesIO(data)
    file.name = name
    return client.post(URL, {"code": code, "action": "add", "file": file} | fields)


def ticks(response) -> dict:
    """What the page with the grid sends back."""
    typed = controls(response)
    return {name: typed[name][0] for name in ("code", "file", "name", "part")}


def listed(submission, position: int, **fields) -> Attachment:
    """A file of the contribution that is in the list, and not on the disk."""
    return Attachment.objects.create(
        submission=submission, position=position, name=f"{position}.png", type="png", size=1,
        day="2026-11-25", **fields,
    )  # fmt: skip


def on_disk() -> list[str]:
    return storage.all_names()


def test_the_receipt_offers_to_add_files_right_after_sending_and_later(client, sent):
    page = client.post("/receipt/", {"code": sent[1]}).content.decode()
    assert f'action="{URL}"' in page
    assert 'accept="image/jpeg,image/png,image/webp,application/pdf"' in page
    assert client.get(URL).headers["Location"] == "/receipt/"


def test_a_photo_is_received_and_the_sender_told_what_was_taken_out(client, sent):
    response = upload(client, sent[1], SAID(), caption="Le mât, place du Martroi")
    page = response.content.decode()
    assert response.status_code == 200
    assert "position GPS" in page and "auteur" in page
    attachment = sent[0].attachments.get()
    assert (attachment.type, attachment.caption) == ("jpeg", "Le mât, place du Martroi")
    assert "GPS position" in attachment.removed
    assert on_disk() == [attachment.name]
    kept = storage.read(attachment.name)
    assert [marker for marker in hostile.MARKERS if marker in kept] == []


def test_the_code_stands_in_no_address_and_no_cookie_is_set(client, sent):
    response = upload(client, sent[1], SAID())
    page = response.content.decode()
    for code in (sent[1], sent[1].replace(" ", "")):
        assert not re.search(rf'(?:href|src|action)="[^"]*{code}', page)
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]


def test_the_picture_stands_in_the_page_and_only_that_page_may_hold_one(client, sent):
    response = upload(client, sent[1], SAID())
    assert 'src="data:image/jpeg;base64,' in response.content.decode()
    assert "img-src 'self' data:" in response.headers["Content-Security-Policy"]
    other = client.post("/receipt/", {"code": sent[1]})
    assert "data:" not in other.headers["Content-Security-Policy"]


def test_the_same_file_sent_twice_is_one(client, sent):
    upload(client, sent[1], SAID())
    response = upload(client, sent[1], SAID())
    assert "déjà là" in response.content.decode()
    assert sent[0].attachments.count() == 1
    sent[0].refresh_from_db()
    assert sent[0].version == 2


def test_ticked_squares_are_black_in_the_file_and_the_old_file_is_gone(client, sent):
    page = upload(client, sent[1], hostile.saved("PNG", hostile.picture(300, 200)))
    before = sent[0].attachments.get().name
    done = client.post(URL, ticks(page) | {"square": ["0-0", "11-7"], "action": "mask"})
    assert "2 cases sont noires" in done.content.decode()
    attachment = sent[0].attachments.get()
    assert attachment.masked and on_disk() == [attachment.name] != [before]
    image = Image.open(io.BytesIO(storage.read(attachment.name)))
    assert image.getpixel((5, 5)) == image.getpixel((295, 195)) == (0, 0, 0)
    assert image.getpixel((100, 100)) != (0, 0, 0)


def test_squares_of_a_part_are_finer(client, sent):
    page = upload(client, sent[1], hostile.saved("PNG", Image.new("RGB", (360, 360), "white")))
    part = client.post(URL, ticks(page) | {"zoom": "1-1"})
    assert ticks(part)["part"] == "1-1"
    client.post(URL, ticks(part) | {"square": "0-0", "action": "mask"})
    image = Image.open(io.BytesIO(storage.read(sent[0].attachments.get().name)))
    black = [(x, y) for x in range(360) for y in range(360) if image.getpixel((x, y)) == (0, 0, 0)]
    assert (min(black), max(black)) == ((120, 120), (129, 129))


def test_looking_closer_blacks_out_first_what_is_ticked(client, sent):
    page = upload(client, sent[1], hostile.saved("PNG"))
    client.post(URL, ticks(page) | {"zoom": "0-0", "square": "3-3"})
    assert sent[0].attachments.get().masked


def test_squares_ticked_on_an_older_picture_are_not_painted_on_another(client, sent):
    page = upload(client, sent[1], hostile.saved("PNG"))
    old = ticks(page)
    client.post(URL, old | {"square": "0-0", "action": "mask"})
    response = client.post(URL, old | {"square": "5-5", "action": "mask"})
    assert response.status_code == 409
    assert "a changé" in response.content.decode()


@pytest.mark.parametrize("squares", [[], ["12-0"], ["0-99"], ["x"], ["-1-0"]])
def test_nothing_ticked_or_nonsense_changes_nothing(client, sent, squares):
    page = upload(client, sent[1], hostile.saved("PNG"))
    response = client.post(URL, ticks(page) | {"square": squares, "action": "mask"})
    assert response.status_code in (409, 422)
    assert not sent[0].attachments.get().masked


def test_a_file_taken_back_is_erased_from_the_disk(client, sent):
    upload(client, sent[1], SAID())
    client.post(URL, {"code": sent[1], "action": "remove", "file": "1"})
    assert not sent[0].attachments.exists()
    assert on_disk() == []


def test_a_file_that_another_contribution_sent_too_stays_for_it(client, sent):
    other = report(client, places="Orléans", description="Autre.").context
    for code in (sent[1], other["code"]):
        upload(client, code, SAID())
    client.post(URL, {"code": sent[1], "action": "remove", "file": "1"})
    assert on_disk() == [other["submission"].attachments.get().name]


def test_a_file_makes_a_new_version_and_counts_as_the_answer_to_a_question(client, sent, mona):
    decide.ask(sent[0], 1, mona, "Une photo ?")
    upload(client, sent[1], SAID())
    sent[0].refresh_from_db()
    assert (sent[0].state, sent[0].lane, sent[0].version) == ("received", "answered", 3)
    with pytest.raises(AlreadyDecided):
        decide.accept(sent[0], 2, mona)


def test_nothing_can_be_added_or_erased_once_decided(client, sent, mona):
    upload(client, sent[1], SAID())
    decide.refuse(sent[0], 2, mona, "Non.")
    assert upload(client, sent[1], hostile.saved("PNG")).status_code == 409
    client.post(URL, {"code": sent[1], "action": "remove", "file": "1"})
    assert sent[0].attachments.count() == 1
    assert len(on_disk()) == 1


def test_a_decision_made_while_the_file_is_cleaned_wins_and_leaves_no_file(
    client, sent, monkeypatch, mona
):  # noqa: E501
    clean = sandbox.clean

    def decided_meanwhile(data):
        decide.refuse(sent[0], 1, mona, "Non.")
        return clean(data)

    monkeypatch.setattr(attachments.sandbox, "clean", decided_meanwhile)
    assert upload(client, sent[1], SAID()).status_code == 409
    assert on_disk() == []


# --- Files that are not accepted, through the real page -----------------------------------------
CHOSEN = ["60 MB", "PNG of 2 gigapixels, claimed", "JPEG and PDF", "PNG cut short",
          "JPEG cut short", "HEIC", "nothing", "SVG", "program", "Word", "PDF with a password",
          "PDF cut short"]  # fmt: skip
WRONG = {name: REFUSED[name] for name in CHOSEN}
WRONG["a bomb of 42 megapixels"] = (lambda: hostile.huge_png(6_500), "pixels")


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_not_accepted_is_refused_with_the_rest_kept(client, sent, name):
    make, code = WRONG[name]
    listed(sent[0], 1, caption="La première")
    response = upload(client, sent[1], make(), caption="Rue d’Illiers")
    page = response.content.decode()
    assert response.status_code == (413 if code == "size" else 422)
    assert "id_file_error" in page
    assert limits.Refused(code).reason in page and limits.Refused(code).advice in page
    assert controls(response)["caption"] == ["Rue d’Illiers"]
    assert "La première" in page
    assert sent[0].attachments.count() == 1 and on_disk() == []


def test_a_pdf_that_would_start_a_program_is_kept_without_it(client, sent):
    response = upload(client, sent[1], CLEANED["PDF with a launch action"](), "arrete.pdf")
    assert "actions automatiques" in response.content.decode()
    assert b"/Launch" not in storage.read(sent[0].attachments.get().name)


NAMES = ["photo.exe", "photo.html", "../../etc/passwd", "x" * 300, "é\u202e.jpg"]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_the_file_does_not_matter_and_is_not_kept(client, sent, name):
    assert upload(client, sent[1], hostile.saved("PNG"), name).status_code == 200
    attachment = sent[0].attachments.get()
    assert attachment.type == "png"
    assert storage.NAME.fullmatch(attachment.name)
    assert attachment.caption == ""


def test_the_eleventh_file_is_refused(client, sent):
    for number in range(MOST_FILES):
        listed(sent[0], number + 1)
    response = upload(client, sent[1], hostile.saved("PNG"))
    assert response.status_code == 422
    assert limits.Refused("count").reason in response.content.decode()
    assert sent[0].attachments.count() == MOST_FILES and on_disk() == []


@pytest.mark.parametrize("fields", [{}, {"file": ""}, {"file": "a text, not a file"}])
def test_without_a_file_the_page_asks_for_one(client, sent, fields):
    response = client.post(URL, {"code": sent[1], "action": "add", "caption": "Là"} | fields)
    assert response.status_code == 422
    assert "Choisissez d’abord un fichier" in response.content.decode()
    assert controls(response)["caption"] == ["Là"]


def test_two_files_at_once_are_refused_and_none_kept(client, sent):
    files = [io.BytesIO(hostile.saved("PNG")), io.BytesIO(SAID())]
    response = client.post(URL, {"code": sent[1], "action": "add", "file": files})
    assert response.status_code == 422
    assert "un fichier à la fois" in response.content.decode()
    assert on_disk() == []


@pytest.mark.parametrize("code", ["", "0000 0000 0000 0000", "nonsense"])
def test_a_wrong_code_adds_nothing(client, sent, code):
    response = upload(client, code, SAID())
    assert response.status_code == 404
    assert not Attachment.objects.exists() and on_disk() == []


def test_a_caption_that_is_too_long_is_told_beside_its_field(client, sent):
    response = upload(client, sent[1], SAID(), caption="x" * 301)
    assert response.status_code == 422
    assert "id_caption_error" in response.content.decode()
    assert on_disk() == []


def test_more_than_is_read_at_all_is_refused_before_reading(client, sent):
    class Unread(io.BytesIO):
        def read(self, *_size):
            raise AssertionError("the body was read")

    sent_along = {"wsgi.input": Unread(), "CONTENT_LENGTH": "900000000"}
    form = "multipart/form-data; boundary=x"
    response = client.generic("POST", URL, b"", content_type=form, **sent_along)
    assert response.status_code == 413
    assert "trop lourd" in response.content.decode()


def test_a_full_disk_is_said_with_when_to_come_back(client, sent, settings):
    settings.EVIDENCE_FREE_SPACE_FLOOR = 1 << 60
    response = upload(client, sent[1], SAID(), caption="Gardée")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert controls(response)["caption"] == ["Gardée"]
    assert on_disk() == []


@pytest.mark.parametrize("url", [URL, "/receipt/", "/contribute/deployment/"])
def test_no_page_writes_what_is_sent_to_a_temporary_file(client, sent, url, monkeypatch):
    def refused(*_args, **_options):
        raise AssertionError("a temporary file")

    tries = []  # of the disk, which write nothing

    def tried(*_args, **_options):
        tries.append(io.BytesIO())
        return nullcontext(tries[-1])

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refused)
    monkeypatch.setattr("tempfile.TemporaryFile", tried)
    file = io.BytesIO(b"%PDF-1.7\n" + b"\0" * 8_000_000)
    response = client.post(url, {"code": sent[1], "action": "add", "file": file})
    assert response.status_code in (200, 422)
    assert not any(one.getvalue() for one in tries)
    assert settings.FILE_UPLOAD_HANDLERS == ["cases.evidence.uploads.InMemory"]
