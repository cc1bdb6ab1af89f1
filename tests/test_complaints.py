"""A moderator answers a complaint, with reasons; the sender reads them, and may contest them."""

import datetime

import pytest
from django.utils import timezone

from cases.intake.models import AuditLine, Complaint, Member, Submission
from cases.models import Decision, Door
from cases.moderation import answer, clocks, complain, withdraw
from cases.moderation.answer import Statement
from tests.make import edit, make_place, make_vendor, sign_in
from tests.test_report import DOORS, complaint, through

pytestmark = [pytest.mark.django_db, pytest.mark.once]
REASONS = {"ground": "supported", "law": "charte", "reason": "Le contrat le dit, page 3."}


@pytest.fixture
def vendor():
    return make_vendor("Surveil SA", description="Vend des caméras à trois villes.")


def decide(client, sent: Complaint, action: str, **fields):
    """Send the moderators' form."""
    sent.submission.refresh_from_db()
    typed = {"action": action, "version": sent.submission.version, **REASONS, **fields}
    return client.post(f"/moderation/complaints/{sent.pk}/", typed)


def state(sent: Complaint) -> str:
    """What became of it."""
    sent.submission.refresh_from_db()
    sent.refresh_from_db()
    return sent.submission.state


def test_the_passage_is_marked_in_what_is_published_and_the_sender_is_folded(moderating, vendor):
    sent = complaint(moderating, vendor, "notice", passage="vend  des CAMÉRAS", field="description")
    page = moderating.get(f"/moderation/complaints/{sent.pk}/").content.decode()
    assert "<mark>Vend des caméras</mark> à trois villes." in page
    assert page.index("<details") < page.index("jeanne@example.org") < page.index("</details>")
    assert "à trois villes" in page


def test_a_refusal_gives_its_reasons_under_the_receipt_and_a_line_without_identity(
    client, moderating, vendor
):
    response = through(client, vendor, "notice")
    sent = response.context["complaint"]
    assert decide(moderating, sent, "refuse").status_code == 302
    assert state(sent) == "refused"
    followed = client.post("/receipt/", {"code": response.context["code"]}).content.decode()
    assert "Le contrat le dit, page 3." in followed
    assert "charte" in followed
    line = Decision.objects.first()
    assert (line.kind, line.door, line.ground, line.reason) == (
        "refused",
        "notice",
        "supported",
        "",
    )
    assert AuditLine.objects.filter(action="complaint refuse", who="mona").exists()
    public = client.get("/transparency/").content.decode()
    assert "Jeanne" not in public
    assert "page 3" not in public


@pytest.mark.parametrize(
    ("action", "left_out"),
    [("refuse", "ground"), ("refuse", "reason"), ("hide", "ground"), ("ask", "reason")],
)
def test_no_decision_without_its_reasons(moderating, vendor, action, left_out):
    sent = complaint(moderating, vendor, "notice")
    response = decide(moderating, sent, action, **{left_out: ""})
    assert response.status_code == 422
    assert left_out in response.context["form"].errors
    assert state(sent) == "received"


@pytest.mark.parametrize("action", ["", "publish", "zyx"])
def test_what_is_not_offered_is_not_done(moderating, vendor, action):
    sent = complaint(moderating, vendor, "notice")
    assert decide(moderating, sent, action).status_code == 422
    assert state(sent) == "received"


def test_of_two_decisions_the_second_is_told(moderating, vendor):
    sent = complaint(moderating, vendor, "notice")
    decide(moderating, sent, "refuse", version=1)
    assert decide(moderating, sent, "done", version=1).status_code == 409
    assert state(sent) == "refused"
    assert Decision.objects.filter(door="notice").count() == 1


def test_a_correction_that_is_done_names_its_revision(client, moderating, vendor):
    response = through(client, vendor, "correction")
    sent = response.context["complaint"]
    edit(vendor, description="N’en vend plus.")
    assert decide(moderating, sent, "done", revision=9).status_code == 422
    assert decide(moderating, sent, "done", revision=2).status_code == 302
    assert (state(sent), sent.decision["revision"]) == ("accepted", 2)
    assert (
        "révision 2"
        in client.post("/receipt/", {"code": response.context["code"]}).content.decode()
    )


@pytest.mark.parametrize("door", ["correction", "rights"])
def test_once_granted_nobody_needs_to_know_who_asked(moderating, vendor, door):
    sent = complaint(moderating, vendor, door, contact="06 12 34 56 78")
    Complaint.objects.filter(pk=sent.pk).update(identity={"contact": "06 12 34 56 78"})
    decide(moderating, sent, "done")
    state(sent)
    assert sent.identity == {}


def test_after_any_other_decision_identities_are_erased_once_nothing_can_be_contested(
    moderating, vendor
):
    refused, waiting = (complaint(moderating, vendor, "notice") for _two in range(2))
    decide(moderating, refused, "refuse")
    last = clocks.appeal_until(timezone.localdate())
    assert answer.erase_identities(last) == 0
    assert answer.erase_identities(last + datetime.timedelta(days=1)) == 1
    assert Complaint.objects.exclude(identity={}).get() == waiting


def test_an_identity_is_kept_while_an_appeal_waits(moderating, vendor):
    sent = complaint(moderating, vendor, "notice")
    decide(moderating, sent, "refuse")
    complain.appeal(Complaint.objects.get(pk=sent.pk), "Relisez.")
    assert answer.erase_identities(timezone.localdate() + datetime.timedelta(days=400)) == 0


def test_a_decision_is_contested_once_under_its_own_receipt(client, moderating, vendor):
    response = through(client, vendor, "notice")
    code, sent = response.context["code"], response.context["complaint"]
    contest = {"code": code, "action": "appeal", "appeal": "La page 3 dit le contraire."}
    client.post("/receipt/", contest)
    assert not Complaint.objects.exclude(appeals=None).exists()  # nothing is decided yet
    decide(moderating, sent, "refuse")
    assert client.post("/receipt/", contest | {"appeal": " "}).status_code == 422
    for _impatient in range(2):
        assert client.post("/receipt/", contest).status_code == 200
    appeal = Complaint.objects.get(appeals=sent)
    assert appeal.submission.due_on == timezone.localdate() + datetime.timedelta(days=7)
    page = moderating.get(f"/moderation/complaints/{appeal.pk}/").content.decode()
    assert "Le contrat le dit, page 3." in page
    decide(moderating, appeal, "done", reason="La page 3 parle d’une autre ville.")
    followed = client.post("/receipt/", {"code": code}).content.decode()
    assert "La page 3 parle d’une autre ville." in followed
    assert Decision.objects.first().is_appeal
    assert client.post("/receipt/", contest | {"appeal": "Encore."}).status_code == 422


def test_after_six_months_a_decision_stands(client, moderating, vendor):
    response = through(client, vendor, "notice")
    sent = response.context["complaint"]
    decide(moderating, sent, "refuse")
    long_ago = timezone.localdate() - datetime.timedelta(days=190)
    Submission.objects.filter(pk=sent.pk).update(decided_on=long_ago)
    late = {"code": response.context["code"], "action": "appeal", "appeal": "Trop tard ?"}
    assert client.post("/receipt/", late).status_code == 422
    assert Complaint.objects.count() == 1


def test_a_contribution_cannot_be_appealed_by_a_hand_made_form(client, moderating):
    from tests.test_contribute import report

    make_place("Orléans", postcodes="45000")
    code = report(client, places="Orléans", description="Vue.").context["code"]
    sent = {"code": code, "action": "appeal", "appeal": "Non."}
    assert client.post("/receipt/", sent).status_code == 422


def test_a_question_and_its_answer_stand_under_the_receipt(client, moderating, vendor):
    response = through(client, vendor, "rights")
    sent = response.context["complaint"]
    decide(moderating, sent, "ask", reason="De quelle ligne s’agit-il ?")
    code = {"code": response.context["code"]}
    assert "De quelle ligne" in client.post("/receipt/", code).content.decode()
    client.post("/receipt/", code | {"action": "answer", "text": "De la dernière."})
    page = moderating.get(f"/moderation/complaints/{sent.pk}/").content.decode()
    assert "De la dernière." in page


def test_junk_is_counted_and_not_quoted(client, moderating, vendor):
    sent = complaint(client, vendor, "correction", text="Achetez mes pilules.")
    decide(moderating, sent, "spam", reason="")
    assert state(sent) == "spam"
    assert Decision.objects.first().kind == "spam"
    assert "pilules" not in client.get("/transparency/").content.decode()


def test_what_was_set_aside_by_mistake_waits_again(moderating, vendor):
    sent = complaint(moderating, vendor, "correction")
    decide(moderating, sent, "spam")
    url = f"/moderation/complaints/{sent.pk}/"
    assert "reopen" in moderating.get(url).content.decode()
    for version in ("x", "1", "2"):
        moderating.post(url, {"action": "reopen", "version": version})
        assert state(sent) == ("received" if version == "2" else "spam")


def test_a_page_that_is_gone_offers_neither_reply_nor_withdrawal(moderating, mona, vendor):
    sent = complaint(moderating, vendor, "reply")
    withdraw.withdraw(vendor.entry, mona, "demande", "personal")
    page = moderating.get(f"/moderation/complaints/{sent.pk}/")
    assert [value for value, _label in page.context["form"].fields["action"].choices] == [
        "refuse", "ask", "spam",
    ]  # fmt: skip
    with pytest.raises(answer.RecordGone):
        answer.publish_reply(sent, 1, mona, Statement("oui"), "Surveil SA", "")
    assert state(sent) == "received"


def test_deadlines_come_first_and_the_nearest_of_all_is_known(client, vendor):
    late = complaint(client, vendor, "rights").submission
    soon = complaint(client, vendor, "reply").submission
    complaint(client, vendor, "correction")
    waiting = Submission.objects.all()
    assert list(waiting.with_deadline()) == [soon, late]
    assert waiting.nearest_deadline() == soon.due_on
    assert list(waiting.overdue(soon.due_on + datetime.timedelta(days=1))) == [soon]


@pytest.mark.parametrize("who", ["visitor", "stranger", "moderator of elsewhere"])
def test_nobody_else_reads_it(client, mona, stranger, who):
    town = make_place("Moirans", parent=make_place("Isère", kind="department", insee="38"))
    sent = complaint(client, town, "correction")
    if who == "stranger":
        sign_in(client, stranger)
    elif who != "visitor":
        Member.objects.filter(user=mona).update(territories="69")
        sign_in(client, mona)
    wanted = 302 if who == "visitor" else 403
    assert client.get(f"/moderation/complaints/{sent.pk}/").status_code == wanted


def test_a_contribution_is_no_complaint(moderating):
    assert moderating.get("/moderation/complaints/1/").status_code == 404


def test_the_four_doors_are_tested_and_named_alike_on_both_sides():
    assert list(DOORS) == [door.value for door in Door] == Complaint.Door.values
