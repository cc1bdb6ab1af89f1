"""Every hostile file, sent by the form of the receipt under every odd name: clean, or refused."""

import io
import resource

import pytest

from cases.evidence import child, storage
from cases.evidence.cleaned import Cleaned
from cases.moderation import attachments
from tests.hostile_files import FILES, MARKERS
from tests.make import make_place
from tests.test_contribute import report
from tests.test_evidence_hostile import everything_in

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.soak]
NAMES = ["photo.jpg", "../../../etc/passwd", "..\\..\\boot.ini", "a\x00.jpg", "gpj.\u202eexe",
         "x" * 300 + ".pdf", "con.pdf", ".htaccess", "a.php;.jpg", "é\u0301\ufeff.png", "",
         "<img src=x onerror=zq()>.png", "a\r\nContent-Type: text/html", "%2e%2e%2fa.svg",
         "a.jpg/", "' OR 1=1 --.webp"]  # fmt: skip
TYPES = ["image/jpeg", "text/html", "image/svg+xml", "application/pdf", "multipart/mixed",
         "text/plain; charset=zz", "application/x-msdownload", ""]  # fmt: skip
# By which this process may grow: the largest file, a few times over, for it is the sender too.
ROOM = 5 * 60_000_000


def send(client, code: str, number: int):
    """One of the files, under a name and a type of others."""
    file = io.BytesIO(FILES[number % len(FILES)].make())
    file.name = NAMES[number % len(NAMES)] or " "
    file.content_type = TYPES[number // len(NAMES) % len(TYPES)]
    return client.post("/receipt/files/", {"code": code, "action": "add", "file": file})


def wrong_with(response, submission, file) -> str:
    """What should not have become of a file; nothing is right."""
    kept = list(submission.attachments.all())
    if response.status_code == 200 and len(kept) == 1:
        [one] = kept
        whole = everything_in(Cleaned(storage.read(one.name), one.type, 1, 1))
        left = [marker for marker in MARKERS if marker in whole]
        odd = not storage.NAME.fullmatch(one.name) or one.caption
        fate = "" if file.fate == "cleaned" else "it was kept"
        return f"{left} is left" if left else "its name was kept" if odd else fate
    if response.status_code in (413, 422) and b"id_file_error" in response.content and not kept:
        return "it was refused" if file.fate == "cleaned" else ""
    return f"status {response.status_code}, {len(kept)} files kept"


def test_each_file_is_kept_clean_or_refused_in_words(client, soak_count):
    make_place("Orléans", postcodes="45000")
    context = report(client, places="Orléans", description="Vue.").context
    submission, code = context["submission"], context["code"]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    tried = soak_count("a file does no harm and says nobody", "11, 12, 13: uploads",
                       full=2 * len(FILES), few=6)  # fmt: skip
    for number in tried:
        number = number * 37 % (2 * len(FILES)) if tried.planned < len(FILES) else number
        file = FILES[number % len(FILES)]
        if wrong := wrong_with(send(client, code, number), submission, file):
            tried.lose(f"{file.name}: {wrong}")
        for attachment in submission.attachments.all():
            attachments.remove(submission, attachment.position)
        if storage.all_names():
            tried.lose(f"{file.name}: a file stays on the disk")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert grown < ROOM
    assert children < child.MEMORY
