"""Every button of moderation × everybody: done, or refused and nothing changed."""

import pytest

from cases.intake.models import AuditLine, Operation, Submission
from cases.models import Entry
from cases.moderation import claims, merge, withdraw
from tests.make import make, make_moderator, propose, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
EVERYBODY = ["anonymous", "without code", "no role", "moderator", "elsewhere", "editor",
             "administrator"]  # fmt: skip
DECIDING = {"moderator", "editor", "administrator"}
HIDING = {*DECIDING, "elsewhere"}  # records are of no department
EDITING = {"editor", "administrator"}


def act_as(client, person: str, stranger) -> None:
    """Log in as this person; `elsewhere` is a moderator of another department."""
    if person == "no role":
        sign_in(client, stranger)
    elif person == "elsewhere":
        sign_in(client, make_moderator("elsa", "moderator", "69"))
    elif person != "anonymous":
        role = "moderator" if person == "without code" else person
        sign_in(client, make_moderator(f"a-{role}", role), with_code=person != "without code")


def about_isere(kind="vendor", **columns) -> Submission:
    """A contribution about the department 38."""
    submission = propose(kind, name="XXII")
    Submission.objects.filter(pk=submission.pk).update(territory="38", **columns)
    submission.refresh_from_db()
    return submission


def review(action, kind="vendor", **columns):
    """Press a button of the review."""

    def press(client):
        submission = about_isere(kind, **columns)
        sent = {"action": action, "version": submission.version, "reason": "Parce que."}
        client.post(f"/moderation/{submission.pk}/", sent)
        submission.refresh_from_db()
        return submission.state != columns.get("state", "received")

    return press


def take_over(client):
    """Take over what another moderator holds."""
    submission = about_isere()
    claims.claim(submission, make_moderator("holder"))
    client.post(f"/moderation/{submission.pk}/", {"action": "takeover", "version": 1})
    submission.refresh_from_db()
    return submission.claimed_by.username != "holder"


def together(client):
    """Set several aside at once."""
    submission = about_isere()
    sent = {"action": "spam", "pk": submission.pk, f"version-{submission.pk}": submission.version}
    client.post("/moderation/together/", sent)
    submission.refresh_from_db()
    return submission.state == "spam"


def of_a_record(action, **sent):
    """Press a button of the page of a record."""

    def press(client):
        make("vendor", name="Gardée")
        old = make("vendor", name="Ancienne").entry
        client.post("/moderation/records/vendors/ancienne/", {"action": action, **sent})
        return not Entry.objects.get(pk=old.pk).is_live

    return press


def of_an_operation(do, **sent):
    """Press a button of the list of merges and withdrawals."""

    def press(client):
        other = make_moderator("other", "editor")
        kept, old = make("vendor", name="Gardée").entry, make("vendor", name="Ancienne").entry
        if do == "merge":
            operation = merge.merge_records(old, kept, other, "la même")
        else:
            operation = withdraw.withdraw(old, other, "Faux.", "error")
        client.post("/moderation/operations/", {"operation": operation.pk, **sent})
        operation = Operation.objects.get(pk=operation.pk)
        return bool(operation.undone_on or operation.confirmed_on)

    return press


def scheduled(client):
    """Take back a publication that is to come."""
    return review("reopen", state="scheduled")(client)


BUTTONS = {
    "publish": (review("accept"), DECIDING),
    "ask": (review("ask"), DECIDING),
    "refuse": (review("refuse"), DECIDING),
    "already there": (review("duplicate"), DECIDING),
    "junk": (review("spam"), DECIDING),
    "open again": (review("reopen", state="refused"), DECIDING),
    "take back what is to come": (scheduled, DECIDING),
    "publish a tag": (review("accept", "tag"), EDITING),
    "take over": (take_over, DECIDING),
    "decide together": (together, DECIDING),
    "withdraw": (of_a_record("withdraw", **{"withdraw-ground": "error",
                                            "withdraw-reason": "Faux."}), HIDING),
    "merge": (of_a_record("merge", target="Gardée", reason="La même."), EDITING),
    "confirm a withdrawal": (of_an_operation("withdraw", action="confirm"), HIDING),
    "undo a withdrawal": (of_an_operation("withdraw"), HIDING),
    "undo a merge": (of_an_operation("merge"), EDITING),
}  # fmt: skip


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize("button", BUTTONS)
def test_each_button_works_for_whom_it_may_and_for_nobody_else(client, stranger, button, person):
    press, allowed = BUTTONS[button]
    act_as(client, person, stranger)
    assert press(client) is (person in allowed)


def test_what_was_refused_leaves_no_line_in_the_log_of_privileged_actions(client, stranger):
    act_as(client, "no role", stranger)
    before = AuditLine.objects.count()
    review("accept")(client)
    assert AuditLine.objects.count() == before
    assert Submission.objects.get().is_open
