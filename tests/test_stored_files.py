"""What is on the disk after uploads of every accepted kind: pixels, pages, nothing else."""

import threading

import pytest
from django.conf import settings
from django.db import connections

from cases.evidence import storage
from cases.intake.models import Attachment, Submission
from cases.moderation import attachments
from cases.moderation.submit import Proposal
from cases.snapshots import empty_snapshot
from tests import exiftool, hostile_files
from tests.hostile_files import AUTHOR, CLEANED, MARKERS, SERIAL
from tests.make import KINDS, make_submission
from tests.test_files_under_the_receipt import sent, upload  # noqa: F401 (a fixture)

# Each says something of its own: position, author, serial number, comments, press data, XMP,
# thumbnail, text chunks, document information, names, attached files, scripts, actions.
TALKATIVE = [
    "JPEG that says everything", "JPEG with a comment", "PNG with texts", "PNG with EXIF",
    "WebP that says everything", "PDF with an author", "PDF with XMP", "PDF with an attachment",
    "PDF with a named script", "PDF with private data",
]  # fmt: skip


@pytest.mark.exiftool
@pytest.mark.django_db
def test_exiftool_finds_nothing_in_what_was_uploaded(client, sent):  # noqa: F811
    for name in TALKATIVE:
        assert upload(client, sent[1], CLEANED[name](), f"{AUTHOR} {SERIAL}.jpg").status_code == 200
    said, left = exiftool.left_in(settings.MEDIA_ROOT)
    assert left == set()
    assert {file["File:FileType"] for file in said} == {"JPEG", "PNG", "WEBP", "PDF"}
    assert len(said) == sent[0].attachments.count() == len(storage.all_names())


@pytest.mark.exiftool
def test_exiftool_would_find_it(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(CLEANED["JPEG that says everything"]())
    _said, left = exiftool.left_in(tmp_path)
    assert {"EXIF:GPSLatitude", "EXIF:Artist", "XMP:SerialNumber", "IPTC:By-line"} & left


@pytest.mark.django_db
def test_nothing_planted_is_in_any_file_of_the_data_folder(client, sent):  # noqa: F811
    for name in TALKATIVE[:4]:
        upload(client, sent[1], CLEANED[name]())
    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    kept = b"".join(path.read_bytes() for path in files)
    assert len(storage.all_names()) >= 3
    assert [marker for marker in MARKERS if marker in kept] == []


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_a_file_that_comes_and_goes_under_two_receipts_is_never_lost(soak_count):
    tried = soak_count(
        "a file that a row names is on the disk", "20: two senders at once", full=60, few=3
    )
    data = hostile_files.saved("PNG")
    vendor = empty_snapshot(KINDS["vendor"].form)
    both = [make_submission(Proposal("vendor", vendor | {"name": name})) for name in "AB"]

    def come_and_go(submission: Submission):
        for _round in rounds:
            attachment, _new = attachments.add(submission, data)
            assert storage.exists(attachment.name)
            attachments.remove(submission, attachment.position)
        attachments.add(submission, data)
        connections.close_all()

    with tried.at_once() as rounds:
        threads = [threading.Thread(target=come_and_go, args=(each,)) for each in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        names = set(Attachment.objects.values_list("name", flat=True))
        assert Attachment.objects.count() == 2 and storage.all_names() == list(names)
