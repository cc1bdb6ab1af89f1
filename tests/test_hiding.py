"""One moderator withdraws a record at once; a second one confirms it, or undoes it."""

import datetime

import pytest
from django.utils import timezone

from cases.intake.models import AuditLine, Member, Operation
from cases.models import Decision, Vendor
from cases.moderation import merge, withdraw
from tests.make import make, make_place, make_vendor, sign_in
from tests.test_complaints import REASONS, decide, state
from tests.test_report import complaint

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGES = ["/moderation/", "/moderation/operations/", "/moderation/records/"]


@pytest.fixture
def vendor():
    return make_vendor("Surveil SA", description="zyxtexte")


@pytest.fixture
def hidden(vendor, mona):
    """What mona withdrew alone."""
    return withdraw.withdraw(vendor.entry, mona, "Une personne privée.", "personal")


@pytest.fixture
def second(client, max_moderator):
    """A client that a second moderator is logged in with."""
    sign_in(client, max_moderator)
    return client


def send(client, operation, action: str):
    """Confirm or undo on the page of operations."""
    sent = {"operation": operation.pk, "action": action}
    return client.post("/moderation/operations/", sent)


def log() -> list[str]:
    """The kinds of the public lines, the first first."""
    kinds = Decision.objects.exclude(kind="imported").order_by("pk")
    return list(kinds.values_list("kind", flat=True))


def test_the_tombstone_says_the_day_the_ground_and_the_way_to_object(client, vendor, hidden):
    response = client.get(vendor.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410
    assert "Données personnelles" in page
    assert str(timezone.localdate().year) in page
    assert "/vendors/surveil-sa/report/" in page
    assert "Surveil SA" not in page
    assert "zyxtexte" not in page
    assert "personal data" in client.get(f"/en{vendor.get_absolute_url()}").content.decode().lower()


def test_whoever_withdrew_it_does_not_confirm_it(moderating, hidden):
    assert send(moderating, hidden, "confirm").status_code == 409
    hidden.refresh_from_db()
    assert hidden.confirmed_on is None


def test_a_second_person_confirms_once(second, hidden, max_moderator):
    assert send(second, hidden, "confirm").status_code == 302
    hidden.refresh_from_db()
    assert (hidden.confirmed_by, hidden.awaits_confirmation) == (max_moderator, False)
    assert send(second, hidden, "confirm").status_code == 409
    assert log() == ["withdrawn", "confirmed"]


def test_a_second_person_may_undo_it_instead(second, vendor, hidden):
    send(second, hidden, "undo")
    assert second.get(vendor.get_absolute_url()).status_code == 200
    assert Vendor.objects.get().entry.withdrawn_ground == ""
    assert send(second, hidden, "confirm").status_code == 409
    assert log() == ["withdrawn", "restored"]


@pytest.mark.parametrize("page", PAGES)
def test_what_waits_for_a_second_person_heads_every_page_of_moderators(second, hidden, page):
    assert "retrait à confirmer" in second.get(page).content.decode()
    send(second, hidden, "confirm")
    assert "retrait à confirmer" not in second.get(page).content.decode()


def test_after_seven_days_it_is_still_withdrawn_and_loudly_late(second, vendor, hidden):
    Operation.objects.update(day=timezone.localdate() - datetime.timedelta(days=7))
    assert "en retard" not in second.get("/moderation/").content.decode()
    Operation.objects.update(day=timezone.localdate() - datetime.timedelta(days=8))
    assert "en retard" in second.get("/moderation/").content.decode()
    assert second.get(vendor.get_absolute_url()).status_code == 410


def test_every_step_is_in_the_log_of_privileged_actions(second, hidden):
    send(second, hidden, "confirm")
    send(second, hidden, "undo")
    lines = AuditLine.objects.filter(target="vendor/surveil-sa").order_by("pk")
    assert list(lines.values_list("who", "action")) == [
        ("mona", "withdraw"), ("max", "confirm withdrawal"), ("max", "undo withdrawal"),
    ]  # fmt: skip


@pytest.mark.parametrize("left_out", ["ground", "reason"])
def test_no_withdrawal_without_its_ground_and_its_reason(moderating, vendor, left_out):
    sent = {"withdraw-ground": "illegal", "withdraw-reason": "oui", "action": "withdraw"}
    url = "/moderation/records/vendors/surveil-sa/"
    assert moderating.post(url, sent | {f"withdraw-{left_out}": ""}).status_code == 422
    assert moderating.get(vendor.get_absolute_url()).status_code == 200


def test_a_notice_may_withdraw_the_page_at_once(client, moderating, vendor):
    sent = complaint(client, vendor, "notice")
    assert decide(moderating, sent, "hide", ground="supported").status_code == 422
    decide(moderating, sent, "hide", ground="illegal", public="Contenu illicite.")
    assert state(sent) == "accepted"
    assert client.get(vendor.get_absolute_url()).status_code == 410
    assert Operation.objects.to_confirm().get().record == "vendor/surveil-sa"
    assert log() == ["granted", "withdrawn"]


def test_what_another_record_cannot_do_without_is_not_withdrawn_and_nothing_is_decided(moderating):
    place = make_place("Ville")
    make("camera", place=place)
    sent = complaint(moderating, place, "notice")
    response = decide(moderating, sent, "hide", ground="illegal")
    assert response.status_code == 409
    assert REASONS["reason"] in response.content.decode()
    assert (state(sent), log()) == ("received", [])


def test_merging_and_undoing_a_merge_are_for_editors(moderating, mona, max_moderator, vendor):
    other = make_vendor("Autre SA")
    url = "/moderation/records/vendors/surveil-sa/"
    sent = {"target": "Autre SA", "reason": "la même", "action": "merge"}
    assert moderating.get(url).context["merging"] is None
    assert moderating.post(url, sent).status_code == 403
    operation = merge.merge_records(vendor.entry, other.entry, max_moderator, "la même")
    assert send(moderating, operation, "undo").status_code == 403
    Member.objects.filter(user=mona).update(role=Member.Role.EDITOR)
    assert send(moderating, operation, "undo").status_code == 302
    assert moderating.post(url, sent).status_code == 302


@pytest.mark.parametrize("number", ["", "zyx", "999999", "9" * 30])
def test_an_operation_that_does_not_exist_is_not_found(moderating, number):
    sent = {"operation": number, "action": "confirm"}
    assert moderating.post("/moderation/operations/", sent).status_code == 404
