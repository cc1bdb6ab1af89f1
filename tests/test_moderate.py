"""A moderator reads, changes, publishes, asks and refuses."""

import pytest

from cases import models as m
from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.moderation.submit import Proposal
from cases.snapshots import empty_snapshot
from tests.make import make_place, make_submission, make_vendor, sign_in
from tests.page_forms import controls
from tests.test_door import edit

pytestmark = pytest.mark.django_db


def new(key, **fields):
    """A submission of one new record."""
    return make_submission(Proposal(key, empty_snapshot(KINDS[key].form) | fields))


def decide(client, submission, action="accept", **fields):
    """Open the review, and decide with what the page holds."""
    url = f"/moderation/{submission.pk}/"
    return client.post(url, controls(client.get(url)) | {"action": action} | fields)


@pytest.mark.parametrize("path", ["/moderation/", "/moderation/1/"])
def test_a_visitor_is_asked_to_log_in(client, path):
    assert client.get(path).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("path", ["/moderation/", "/moderation/1/"])
def test_a_stranger_with_an_account_is_refused(client, stranger, path):
    sign_in(client, stranger)
    assert client.get(path).status_code == 403


def test_the_queue_lists_what_waits_and_can_be_filtered(moderating):
    new("vendor", name="Attend")
    refused = new("vendor", name="Refusée")
    Submission.objects.filter(pk=refused.pk).update(state="refused")
    page = moderating.get("/moderation/").content.decode()
    assert "Attend" in page
    assert "Refusée" not in page
    assert "Refusée" in moderating.get("/moderation/?state=refused").content.decode()
    assert "Attend" not in moderating.get("/moderation/?kind=place").content.decode()


def test_publishing_the_page_as_it_stands_publishes_the_proposal(moderating):
    submission = new("vendor", name="XXII", country="FR", aliases=["Vingt-deux"], tags=["Neuf"])
    assert decide(moderating, submission).status_code == 302
    vendor = m.Vendor.objects.get()
    assert (vendor.name, vendor.country, vendor.aliases) == ("XXII", "FR", ["Vingt-deux"])


def test_the_moderator_corrects_before_publishing(moderating):
    decide(moderating, new("vendor", name="XXI"), **{"c0-name": "XXII"})
    assert m.Vendor.objects.get().name == "XXII"


def test_a_field_can_be_left_as_published(moderating):
    vendor = make_vendor("XXII", country="FR")
    submission = make_submission(edit(vendor, country="BE", website="https://xxii.example/"))
    decide(moderating, submission, **{"c0-keep": "country"})
    vendor.refresh_from_db()
    assert (vendor.country, vendor.website) == ("FR", "https://xxii.example/")


def test_a_clash_shows_then_now_and_proposed_and_the_moderator_chooses(moderating, mona):
    vendor = make_vendor("XXII", country="FR")
    first, second = (
        make_submission(edit(vendor, country="BE")),
        make_submission(edit(vendor, country="CH")),
    )
    decide(moderating, first)
    page = moderating.get(f"/moderation/{second.pk}/").content.decode()
    assert all(value in page for value in ("FR", "BE", "CH"))
    assert decide(moderating, second).status_code == 409
    decide(moderating, second, **{"c0-settle-country": "take"})
    vendor.refresh_from_db()
    assert vendor.country == "CH"


@pytest.mark.parametrize(("chosen", "country"), [("keep", "BE"), ("take", "CH"), ("edit", "DE")])
def test_a_clash_is_settled_by_the_moderator_and_the_rest_is_published(moderating, chosen, country):
    vendor = make_vendor("XXII", country="FR", website="")
    first = make_submission(edit(vendor, country="BE"))
    second = make_submission(edit(vendor, country="CH", website="https://xxii.example/"))
    decide(moderating, first)
    decide(moderating, second, **{"c0-settle-country": chosen, "c0-country": "DE"})
    vendor.refresh_from_db()
    assert (vendor.country, vendor.website) == (country, "https://xxii.example/")


def test_leaving_every_record_out_is_not_a_publication(moderating):
    submission = new("vendor", name="XXII")
    assert decide(moderating, submission, **{"c0-skip": "1"}).status_code == 409
    submission.refresh_from_db()
    assert submission.is_open


def test_a_correction_that_is_not_valid_comes_back_with_its_error(moderating):
    response = decide(
        moderating, new("vendor", name="XXII"), **{"c0-website": "javascript:alert(1)"}
    )
    assert response.status_code == 422
    assert not m.Vendor.objects.exists()
    assert controls(response)["c0-website"] == ["javascript:alert(1)"]


@pytest.mark.parametrize("action", ["ask", "refuse"])
def test_asking_and_refusing_need_words(moderating, action):
    submission = new("vendor", name="XXII")
    assert decide(moderating, submission, action, reason="").status_code == 422
    submission.refresh_from_db()
    assert submission.is_open


def test_a_contribution_decided_meanwhile_is_not_decided_again(moderating):
    submission = new("vendor", name="XXII")
    Submission.objects.filter(pk=submission.pk).update(version=2)
    page = controls(moderating.get(f"/moderation/{submission.pk}/"))
    response = moderating.post(
        f"/moderation/{submission.pk}/", page | {"action": "accept", "version": "1"}
    )
    assert response.status_code == 409
    assert not m.Vendor.objects.exists()


def test_a_record_edited_after_the_page_was_opened_is_not_overwritten(moderating):
    vendor = make_vendor("XXII", country="FR")
    submission = make_submission(edit(vendor, country="BE"))
    page = controls(moderating.get(f"/moderation/{submission.pk}/"))
    decide(moderating, make_submission(edit(vendor, country="CH")))
    response = moderating.post(f"/moderation/{submission.pk}/", page | {"action": "accept"})
    assert response.status_code == 409
    vendor.refresh_from_db()
    assert vendor.country == "CH"


def test_a_record_merged_meanwhile_is_told_and_nothing_is_published(moderating):
    vendor, kept = make_vendor("Ancien"), make_vendor("Gardé")
    submission = make_submission(edit(vendor, country="BE"))
    m.Entry.objects.filter(pk=vendor.pk).update(merged_into=kept.entry)
    assert moderating.get(f"/moderation/{submission.pk}/").status_code == 200
    assert decide(moderating, submission).status_code == 409


def test_a_town_named_in_the_proposal_gives_the_department_of_the_queue(moderating):
    department = make_place("Isère", kind="department", insee="38")
    town = make_place("Moirans", insee="38239", parent=department.entry.slug)
    submission = new("deployment", title="Essai", places=[town.entry.slug])
    assert submission.territory == "38"
    assert "Essai" in moderating.get("/moderation/?territory=38").content.decode()
    assert "Essai" not in moderating.get("/moderation/?territory=75").content.decode()
