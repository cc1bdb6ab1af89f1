"""With time the queue forgets junk, refusals and private notes; what is public stays."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.intake.models import Submission
from cases.models import Vendor
from cases.moderation import decide, form_tokens
from cases.moderation.complain import Sent, complain
from cases.moderation.expire import expire
from tests.make import make_vendor, propose

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 25)


def decided(state: str, days_ago: int, **columns):
    """A contribution decided so many days ago."""
    submission = propose("vendor", name="Zyxsecret")
    Submission.objects.filter(pk=submission.pk).update(
        state=state, decided_on=TODAY - datetime.timedelta(days=days_ago), **columns
    )
    return submission


@pytest.mark.parametrize(
    ("state", "kept", "erased"),
    [("spam", 29, 30), ("refused", 179, 180), ("duplicate", 179, 180), ("withdrawn", 179, 180)],
)
def test_what_was_turned_down_is_erased_after_its_time_and_not_before(state, kept, erased):
    young, old = decided(state, kept), decided(state, erased, reason="Pas de source.")
    assert expire(TODAY).erased == 1
    assert young.changes.exists()
    old.refresh_from_db()
    assert not old.changes.exists()
    assert (old.title, old.erased_on, old.reason) == ("", TODAY, "Pas de source.")
    assert expire(TODAY).erased == 0


def test_an_erased_contribution_cannot_be_opened_again_and_its_receipt_still_answers(mona):
    old = decided("refused", 200)
    expire(TODAY)
    old.refresh_from_db()
    assert not old.can_be_reopened
    with pytest.raises(decide.AlreadyDecided):
        decide.reopen(old, old.version, mona)


def test_a_complaint_is_erased_with_its_words_once_it_cannot_be_contested():
    sent = Sent("notice", "C’est faux.", "Vend des caméras", {"category": "other"}, {"name": "Jo"})
    notice = complain(make_vendor("Surveil SA").entry, sent, form_tokens.issue())
    decided_on = TODAY - datetime.timedelta(days=180)
    Submission.objects.filter(pk=notice.pk).update(state="refused", decided_on=decided_on)
    assert expire(TODAY).erased == 0
    assert expire(TODAY + datetime.timedelta(days=10)).erased == 1
    notice.complaint.refresh_from_db()
    assert (notice.complaint.text, notice.complaint.identity) == ("", {})


def test_private_notes_go_and_the_publication_stays(mona):
    submission = propose("vendor", name="XXII")
    decide.accept(submission, 1, mona, note="Appelé la mairie.")
    Submission.objects.update(basis_note="Vu en passant.")
    later = timezone.localdate() + datetime.timedelta(days=180)
    assert expire(later).notes == 1
    submission.refresh_from_db()
    assert (submission.private_note, submission.basis_note) == ("", "")
    assert not submission.transitions.exclude(note="").exists()
    assert Vendor.objects.get().name == "XXII"


def test_a_rehearsal_says_what_would_go_and_changes_nothing(capsys):
    old = decided("spam", 4000)
    call_command("expire", "--dry-run")
    assert "1 contributions erased" in capsys.readouterr().out
    assert old.changes.exists()
