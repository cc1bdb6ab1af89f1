"""A moderator looks at files, masks or refuses them, publishes them with a source; readers see."""

import io

import pytest
from django.core.management import call_command
from PIL import Image

from cases import integrity
from cases import models as m
from cases.evidence import storage, thumbnails
from cases.evidence.types import Type
from cases.history import Refused
from cases.intake.models import AuditLine, Member
from cases.kinds import KINDS
from cases.moderation import attachments, decide, withdraw
from cases.moderation.orphans import erase_orphans, missing_or_altered
from cases.moderation.publish_files import NEW
from cases.moderation.submit import Proposal
from cases.snapshots import empty_snapshot
from tests.hostile_files import CLEANED, picture, saved
from tests.make import (
    edit,
    make_place,
    make_source,
    make_submission,
    make_term,
    sign_in,
    store_picture,
)
from tests.page_forms import controls

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PICTURE = saved("PNG", picture(300, 200))


def proposal(key, **fields) -> Proposal:
    return Proposal(key, empty_snapshot(KINDS[key].form) | fields)


@pytest.fixture
def seen():
    """A system seen on site, with one picture, without a source."""
    make_place("Orléans")
    return with_file(make_submission(proposal("deployment", title="Mât", places=["orleans"])))


def with_file(submission, data=PICTURE, caption="Le mât"):
    attachments.add(submission, data, caption)
    submission.refresh_from_db()
    return submission


def decided(client, submission, action="accept", **fields):
    """Open the review, and decide with what the page holds."""
    url = f"/moderation/{submission.pk}/"
    return client.post(url, controls(client.get(url)) | {"action": action} | fields)


def published(client, submission, choice=NEW) -> m.SourceFile:
    """The one public file after publishing the contribution with it."""
    assert decided(client, submission, **{"attachment-1": choice}).status_code == 302
    return m.SourceFile.objects.get()


def page_of(submission, position=1) -> str:
    return f"/moderation/{submission.pk}/files/{position}/"


# --- Looking, masking, refusing -------------------------------------------------------------------


def test_the_review_shows_a_blurred_preview_and_a_way_to_open_the_file(moderating, seen):
    page = moderating.get(f"/moderation/{seen.pk}/").content.decode()
    assert f'src="{page_of(seen)}blurred/"' in page
    assert f'href="{page_of(seen)}"' in page
    assert "data:image" not in page
    blurred = Image.open(io.BytesIO(moderating.get(f"{page_of(seen)}blurred/").content))
    assert max(blurred.size) <= 160
    sharp = Image.open(io.BytesIO(PICTURE)).resize(blurred.size)
    edges = [abs(sharp.getpixel((x, 12))[0] - sharp.getpixel((x + 1, 12))[0]) for x in range(40)]
    soft = [abs(blurred.getpixel((x, 12))[0] - blurred.getpixel((x + 1, 12))[0]) for x in range(40)]
    assert max(edges) > 100 > 30 > max(soft)


@pytest.mark.parametrize("end", ["", "raw/", "blurred/"])
def test_files_that_wait_are_for_moderators_alone(client, seen, stranger, end):
    assert client.get(page_of(seen) + end).headers["Location"].startswith("/account/login/")
    sign_in(client, stranger)
    assert client.get(page_of(seen) + end).status_code == 403


@pytest.mark.parametrize(
    "name, kind", [("JPEG followed by a ZIP", "image/jpeg"), ("PDF", "application/pdf")]
)
def test_the_file_is_served_so_that_nothing_in_it_can_act(moderating, seen, name, kind):
    with_file(seen, CLEANED[name]())
    headers = moderating.get(f"{page_of(seen, 2)}raw/").headers
    assert headers["Content-Type"] == kind
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in headers["Cache-Control"]
    assert headers["Content-Disposition"].startswith("attachment" if name == "PDF" else "inline")


def test_a_moderator_blacks_out_squares_and_the_log_says_so(moderating, seen):
    before = seen.attachments.get().name
    typed = {name: v[0] for name, v in controls(moderating.get(page_of(seen))).items()}
    sent = {"name": typed["name"], "square": "0-0", "action": "mask"}
    assert moderating.post(page_of(seen), sent).status_code == 302
    attachment = seen.attachments.get()
    assert attachment.masked
    assert storage.all_names() == [attachment.name] != [before]
    line = AuditLine.objects.get(action__startswith="file")
    assert (line.action, line.target) == ("file-masked", f"contribution/{seen.pk}/file/1")


def test_masking_does_not_stand_in_the_way_of_the_review_that_is_open(moderating, seen, mona):
    url = f"/moderation/{seen.pk}/"
    page = controls(moderating.get(url))
    attachment = seen.attachments.get()
    from cases.evidence.grid import Grid

    attachments.mask(attachment, attachment.name, Grid(300, 200), ["0-0"], mona)
    moderating.post(url, page | {"action": "accept", "attachment-1": NEW})
    assert m.SourceFile.objects.get().name == seen.attachments.get().name
    assert m.SourceFile.objects.get().masked


def test_one_file_is_refused_with_a_reason_that_the_sender_reads(client, moderating, seen):
    response = moderating.post(page_of(seen), {"action": "refuse", "reason": "Un visage."})
    assert response.status_code == 302
    assert seen.attachments.get().state == "refused"
    for end in ("raw/", "blurred/"):
        assert moderating.get(page_of(seen) + end).status_code == 404
    assert "data:image" not in moderating.get(page_of(seen)).content.decode()
    assert "Un visage." in moderating.get(f"/moderation/{seen.pk}/").content.decode()
    assert decided(moderating, seen, **{"attachment-1": NEW}).status_code == 409
    moderating.post(page_of(seen), {"action": "reinstate"})
    assert published(moderating, seen)


def test_a_refusal_needs_its_reason(moderating, seen):
    response = moderating.post(page_of(seen), {"action": "refuse", "reason": " "})
    assert response.status_code == 422
    assert seen.attachments.get().state == "received"


def test_a_file_can_be_refused_without_being_seen(moderating, seen):
    page = moderating.get(f"{page_of(seen)}?closed=1").content.decode()
    assert "data:image" not in page and "raw/" not in page
    assert 'value="refuse"' in page


def test_the_caption_can_be_corrected(moderating, seen):
    moderating.post(page_of(seen), {"action": "caption", "caption": "Le mât, vu du quai"})
    assert seen.attachments.get().caption == "Le mât, vu du quai"
    assert AuditLine.objects.filter(action="file-caption").count() == 1


def test_a_moderator_of_another_territory_changes_nothing(moderating, seen, mona):
    Member.objects.filter(user=mona).update(territories="38")
    type(seen).objects.filter(pk=seen.pk).update(territory="45")
    assert moderating.post(page_of(seen), {"action": "caption", "caption": "x"}).status_code == 403


def test_the_procedure_for_an_illegal_image_says_whom_to_tell(moderating):
    page = moderating.get("/moderation/illegal/").content.decode()
    assert "internet-signalement.gouv.fr" in page and "PHAROS" in page


# --- Publishing -----------------------------------------------------------------------------------


def test_nothing_is_published_unless_it_is_chosen(client, moderating, seen):
    name = seen.attachments.get().name
    decided(moderating, seen)
    assert not m.SourceFile.objects.exists()
    assert client.get(f"/files/{name}").status_code == 404
    assert seen.attachments.get().state == "received"


def test_a_file_without_a_source_gets_one_that_the_record_cites(moderating, seen):
    make_term("source_kind", "photo")
    file = published(moderating, seen)
    assert (file.caption, file.width, file.height) == ("Le mât", 300, 200)
    source = file.source
    assert (source.title, source.kind.term.key) == ("Le mât", "photo")
    assert m.Deployment.objects.get().entry.citations.get().source == source.entry
    assert seen.attachments.get().state == "published"
    assert AuditLine.objects.filter(action="file-published").exists()
    assert list(integrity.problems()) == []


def test_the_new_source_fills_the_bare_seen_on_site(moderating):
    make_place("Orléans")
    from cases.forms.rows import CITATIONS

    row = CITATIONS.blank() | {"acquisition": "on_site"}
    sent = proposal("deployment", title="Mât", places=["orleans"], citations=[row])
    submission = make_submission(sent)
    type(submission).objects.filter(pk=submission.pk).update(basis="on_site")
    published(moderating, with_file(submission))
    assert m.Citation.objects.get().source.source.acquisition == "on_site"


def test_several_files_share_the_source_made_for_them(moderating, seen):
    with_file(seen, CLEANED["PDF"](), "L’arrêté")
    decided(moderating, seen, **{"attachment-1": NEW, "attachment-2": NEW})
    source = m.Source.objects.get()
    assert source.title == "Photographie\u00a0: Mât"
    assert [(f.caption, f.pages) for f in source.files.all()] == [("Le mât", None), ("L’arrêté", 1)]


def test_a_file_is_published_with_the_source_that_came_along(moderating):
    sent = [proposal("source", title="Affichette"), proposal("vendor", name="XXII")]
    file = published(moderating, with_file(make_submission(*sent)), "0")
    assert file.source.title == "Affichette"
    assert m.Source.objects.count() == 1


def test_a_source_that_is_left_out_publishes_no_file(moderating):
    sent = [proposal("source", title="Affichette"), proposal("vendor", name="XXII")]
    submission = with_file(make_submission(*sent))
    response = decided(moderating, submission, **{"attachment-1": "0", "c0-skip": "1"})
    assert response.status_code == 409
    assert not m.Vendor.objects.exists() and not m.SourceFile.objects.exists()
    assert 'value="0" selected' in response.content.decode()


@pytest.mark.parametrize("choice", ["1", "99", "-1", "x", "new ", "@0"])
def test_a_choice_that_the_page_did_not_offer_publishes_nothing(moderating, seen, choice):
    decided(moderating, seen, **{"attachment-1": choice})
    assert not m.SourceFile.objects.exists()


def test_a_file_taken_back_while_the_moderator_reads_is_not_published(moderating, seen):
    url = f"/moderation/{seen.pk}/"
    page = controls(moderating.get(url))
    attachments.remove(seen, 1)
    response = moderating.post(url, page | {"action": "accept", "attachment-1": NEW})
    assert response.status_code == 409
    assert not m.Deployment.objects.exists()


# --- Reading --------------------------------------------------------------------------------------


def test_a_reader_sees_the_picture_on_the_page_of_the_source(client, moderating, seen):
    file = published(moderating, seen)
    page = client.get(file.source.get_absolute_url()).content.decode()
    small = f"/files/small/{file.name}"
    assert f'src="{small}" width="150" height="100"' in page and 'alt="Le mât"' in page
    assert f'href="/files/{file.name}"' in page
    assert client.get(small).headers["Content-Type"] == "image/jpeg"
    whole = client.get(f"/files/{file.name}")
    assert b"".join(whole.streaming_content) == storage.read(file.name)


def test_public_files_carry_the_headers_that_keep_them_harmless(client, moderating, seen):
    file = published(moderating, seen)
    response = client.get(f"/files/{file.name}")
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert "Vary" not in response.headers and not response.cookies
    tag = response.headers["ETag"]
    assert tag == f'"{file.name}"' and "public" in response.headers["Cache-Control"]
    assert client.get(f"/files/{file.name}", headers={"if-none-match": tag}).status_code == 304
    head = client.head(f"/files/{file.name}")
    assert (head.headers["Content-Length"], head.content) == (str(file.size), b"")


def test_a_pdf_is_a_download_with_a_name_that_says_what_it_is(client, moderating):
    submission = make_submission(proposal("source", title="Arrêté du 3 mai"))
    file = published(moderating, with_file(submission, CLEANED["PDF with an author"]()), "0")
    disposition = client.get(f"/files/{file.name}").headers["Content-Disposition"]
    assert disposition == 'attachment; filename="arrete-du-3-mai-1.pdf"'
    assert "1 page" in client.get(file.source.get_absolute_url()).content.decode()
    assert client.get(f"/files/small/{file.name}").status_code == 404


@pytest.mark.parametrize("start", ["/files/", "/files/small/"])
def test_what_is_not_public_is_the_same_404_whether_it_exists_or_not(client, seen, start):
    waiting = client.get(start + seen.attachments.get().name)
    never = client.get(start + "0" * 64 + ".png")
    nonsense = client.get(start + "..%2Fsecret_key")
    assert waiting.status_code == never.status_code == nonsense.status_code == 404
    assert "ETag" not in waiting.headers
    assert len({r.content.replace(r.request["PATH_INFO"].encode(), b"") for r in
                (waiting, never, nonsense)}) == 1  # fmt: skip


def test_a_withdrawn_source_takes_its_file_away_until_that_is_undone(
    client, moderating, seen, mona
):
    file = published(moderating, seen)
    operation = withdraw.withdraw(file.source.entry, mona, "Plainte.")
    assert client.get(f"/files/{file.name}").status_code == 404
    seen.delete()
    assert erase_orphans() == 0
    withdraw.undo_withdrawal(operation, mona)
    assert client.get(f"/files/{file.name}").status_code == 200


def test_a_row_taken_away_takes_the_file_away(client, moderating, seen):
    file = published(moderating, seen)
    edit(file.source, files=[])
    assert client.get(f"/files/{file.name}").status_code == 404
    assert storage.exists(file.name)  # the contribution still names it
    seen.delete()
    assert erase_orphans() == 1
    assert storage.all_names() == []


# --- What keeps it true ---------------------------------------------------------------------------


def test_orphans_their_small_copies_and_half_written_files_are_erased(moderating, seen):
    file = published(moderating, seen)
    orphan = store_picture("green")
    thumbnails.thumbnail(orphan).close()
    half = storage._path(file.name).parent / ".half"
    half.write_bytes(b"half a file")
    assert erase_orphans() == 1
    assert storage.all_names() == [file.name]
    assert thumbnails.all_names() == [] and not half.exists()


def test_verify_names_files_that_are_missing_or_altered(moderating, seen):
    file = published(moderating, seen)
    storage._path(file.name).write_bytes(PICTURE + b"x")
    assert any("is missing or altered" in problem for problem in integrity.problems())
    storage.erase(file.name)
    assert any(file.name in problem for problem in integrity.problems())
    assert missing_or_altered() == [f"contribution {seen.pk}: its file 1 is missing or altered"]
    with pytest.raises(SystemExit):
        call_command("verify")


def test_a_source_can_only_name_a_file_that_is_stored():
    with pytest.raises(Refused):
        make_source(files=[{"name": "0" * 64 + ".png"}])
    with pytest.raises(Refused):
        make_source(files=[{"name": "../secret_key"}])


# --- Contributors cannot reach for files ----------------------------------------------------------
ROW = {"caption": "La mienne", "masked": "on"}


def posted(client, url, start, file, **fields):
    """Fill in a form that offers no files, and send rows of files all the same."""
    typed = controls(client.get(url)) | fields | {"action": "send", f"{start}file-0-name": file}
    return client.post(url, typed | {f"{start}file-0-{key}": value for key, value in ROW.items()})


def test_the_form_of_a_source_offers_no_files(client):
    source = make_source("Un article")
    for url in ("/contribute/source/", f"{source.get_absolute_url()}edit/"):
        assert "file-0-name" not in client.get(url).content.decode()


def test_nobody_makes_the_pending_file_of_another_public_or_learns_that_it_exists(
    client, seen, mona
):
    pending, never = seen.attachments.get().name, "0" * 64 + ".png"
    answers = []
    for name in (pending, never):
        response = posted(client, "/contribute/source/", "", name, title="Vol")
        answers.append(response.status_code)
        submission = response.context["submission"]
        assert submission.changes.get().data["files"] == []
        decide.accept(submission, 1, mona)
    assert answers == [200, 200]
    posted(
        client, "/contribute/vendor/", "source-0-", pending, **{"name": "X", "source-0-title": "V"}
    )
    assert not m.SourceFile.objects.exists()
    assert client.get(f"/files/{pending}").status_code == 404


def test_an_edit_by_a_contributor_keeps_the_files_as_they_are(client, moderating, seen, mona):
    file = published(moderating, seen)
    url = f"{file.source.get_absolute_url()}edit/"
    response = posted(client, url, "", store_picture("red"), publisher="Ville d’Orléans")
    submission = response.context["submission"]
    assert set(submission.changes.get().data) == {"publisher"}
    decide.accept(submission, submission.version, mona)
    assert [row.name for row in m.SourceFile.objects.all()] == [file.name]
    assert Type.named(file.name) is Type.PNG
