"""Whoever a record concerns corrects it, replies, uses a right, or notifies: four doors."""

import datetime

import pytest
from django.utils import timezone

from cases.intake.models import Complaint, Submission
from cases.moderation import clocks, complain, form_tokens, merge, withdraw
from tests.make import edit, make_place, make_vendor
from tests.page_forms import controls

pytestmark = [pytest.mark.django_db, pytest.mark.once]

DOORS = {
    "correction": {"text": "Ce n’est pas en service.", "source": "Délibération du 3 mai"},
    "reply": {"passage": "Vend des caméras.", "text": "Nous n’en vendons plus.",
              "signature": "Surveil SA", "name": "Jeanne Martin", "capacity": "body"},
    "rights": {"right": "erasure", "text": "Effacez mon nom."},
    "notice": {"category": "defamation", "text": "C’est faux et blessant.", "good_faith": "on",
               "name": "Jeanne Martin", "email": "jeanne@example.org"},
}  # fmt: skip
every_door = pytest.mark.parametrize("door", DOORS)


@pytest.fixture
def vendor():
    return make_vendor("Surveil SA", description="Vend des caméras.")


def through(client, record, door: str, start: str = "", **fields):
    """Open the page of the doors, fill in one form and send it."""
    url = f"{start}{record.get_absolute_url()}report/"
    typed = controls(client.get(url)) | {"door": door, **DOORS[door], **fields}
    return client.post(url, {name: value for name, value in typed.items() if value is not None})


def complaint(client, record, door: str, **fields) -> Complaint:
    """The complaint that was sent."""
    response = through(client, record, door, **fields)
    assert response.status_code == 200, response.context["bound"].errors
    return response.context["complaint"]


@every_door
def test_each_door_gives_a_receipt_and_waits_in_its_own_lane(client, vendor, door):
    response = through(client, vendor, door)
    assert response.status_code == 200
    assert not response.cookies
    submission = Submission.objects.waiting().get()
    assert (submission.lane, submission.channel, submission.changes.count()) == ("doors", "form", 0)
    assert (submission.complaint.door, submission.complaint.record) == (door, "vendor/surveil-sa")
    followed = client.post("/receipt/", {"code": response.context["code"]}).content.decode()
    assert "Surveil SA" in followed


@every_door
def test_nothing_of_it_is_public(client, vendor, door):
    complaint(client, vendor, door, text="zyxcanari", name="zyxcanari", signature="zyxcanari")
    for address in ("", "report/", "report/?passage=description", "history/", ".."):
        page = client.get(f"{vendor.get_absolute_url()}{address}", follow=True).content.decode()
        assert "zyxcanari" not in page, address
    for address in ("/", "/search/?q=zyx", "/transparency/", "/transparency.atom"):
        assert "zyxcanari" not in client.get(address).content.decode(), address


@pytest.mark.parametrize(
    ("door", "fields", "days"),
    [("reply", {}, 3), ("notice", {}, 7), ("notice", {"category": "terrorism"}, 0)],
)
def test_the_clock_of_the_law_runs_from_the_day_of_receipt(client, vendor, door, fields, days):
    submission = complaint(client, vendor, door, **fields).submission
    assert submission.due_on == timezone.localdate() + datetime.timedelta(days=days)


def test_a_correction_has_no_clock_and_rights_have_a_month(client, vendor):
    assert complaint(client, vendor, "correction").submission.due_on is None
    due = complaint(client, vendor, "rights").submission.due_on
    assert due == clocks.months_after(timezone.localdate(), 1)


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-12-05", 1, "2027-01-05"),
    ],
)
def test_a_month_ends_on_the_same_date_or_on_the_last_of_a_shorter_one(day, months, last):
    counted = clocks.months_after(datetime.date.fromisoformat(day), months)
    assert counted.isoformat() == last


@pytest.mark.parametrize(
    ("door", "left_out"),
    [("correction", "text"), ("reply", "passage"), ("reply", "signature"), ("reply", "capacity"),
     ("rights", "right"), ("notice", "good_faith"), ("notice", "email"), ("notice", "name")],
)  # fmt: skip
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(
    client, vendor, door, left_out
):
    response = through(client, vendor, door, **{left_out: None if left_out != "text" else ""})
    assert response.status_code == 422
    assert list(response.context["bound"].errors) == [left_out]
    form = response.context["bound"]
    typed = {name: value for name, value in DOORS[door].items() if name != left_out}
    assert {name: form[name].value() for name in typed} == typed | (
        {"good_faith": True} if "good_faith" in typed else {}
    )
    assert "error-summary" in response.content.decode()
    assert not Complaint.objects.exists()


def test_no_name_is_asked_where_abuse_of_children_is_reported(client, vendor):
    sent = complaint(client, vendor, "notice", category="children", name="", email="")
    assert sent.identity == {}
    assert sent.submission.due_on == timezone.localdate()


def test_a_reply_may_have_fifty_lines_in_any_case_and_never_more_than_two_hundred(client, vendor):
    assert through(client, vendor, "reply", text="mot\n" * 50).status_code == 200
    response = through(client, vendor, "reply", text="mot\n" * 51)
    assert response.status_code == 422
    assert "51" in response.context["bound"].errors["text"][0]
    long = edit(vendor, description="ligne\n" * 400)
    assert complain.lines_allowed(long.entry) == 200


def test_the_same_form_sent_twice_is_one_complaint_with_one_code(client, vendor):
    url = f"{vendor.get_absolute_url()}report/"
    typed = controls(client.get(url)) | {"door": "correction", **DOORS["correction"]}
    codes = {client.post(url, typed).context["code"] for _twice in range(2)}
    assert len(codes) == Complaint.objects.count() == 1
    again = client.post(url, typed | {"text": "Autre chose."})
    assert "Autre chose." in again.content.decode()
    assert controls(again)["token"] != typed["token"]


@pytest.mark.parametrize("token", ["", "forged:x:y"])
def test_a_form_that_expired_comes_back_with_its_text(client, vendor, token):
    response = through(client, vendor, "correction", token=token)
    assert DOORS["correction"]["text"] in response.content.decode()
    assert form_tokens.age_of(controls(response)["token"][0]) is form_tokens.Age.HASTY
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "\u202eabc", "\u200b"])
def test_characters_that_cannot_be_read_get_a_message(client, vendor, text):
    assert through(client, vendor, "correction", text=text).status_code == 422
    assert through(client, vendor, "reply", signature=text).status_code == 422


@pytest.mark.parametrize("door", ["", "window", "reply\x00"])
def test_a_door_that_does_not_exist_leads_back_to_the_four(client, vendor, door):
    response = client.post(f"{vendor.get_absolute_url()}report/", {"door": door})
    assert response.status_code == 422
    assert len(response.context["forms"]) == 4


def test_a_link_beside_a_fact_brings_the_passage_along(client, vendor):
    page = client.get(vendor.get_absolute_url()).content.decode()
    assert f"{vendor.get_absolute_url()}report/" in page
    found = controls(client.get(f"{vendor.get_absolute_url()}report/?passage=description"))
    assert "Vend des caméras." in found["passage"][0]
    assert set(found["field"]) == {"description"}
    unknown = controls(client.get(f"{vendor.get_absolute_url()}report/?passage=zyx"))
    assert set(unknown["passage"]) == {""}


def test_personal_data_in_a_complaint_is_flagged_for_the_moderators(client, vendor):
    sent = complaint(client, vendor, "rights", text="Appelez le 06 12 34 56 78.")
    assert "phone" in {flag["flag"] for flag in sent.submission.flags}


def test_it_waits_for_the_department_of_its_record(client):
    isere = make_place("Isère", kind="department", insee="38")
    town = make_place("Moirans", parent=isere)
    assert complaint(client, town, "correction").submission.territory == "38"


def test_a_withdrawn_record_keeps_its_doors_and_not_its_name(client, vendor, mona):
    withdraw.withdraw(vendor.entry, mona, "demande", "personal")
    gone = client.get(vendor.get_absolute_url())
    assert f"{vendor.get_absolute_url()}report/" in gone.content.decode()
    assert "Surveil SA" not in client.get(f"{vendor.get_absolute_url()}report/").content.decode()
    assert complaint(client, vendor, "notice").record == "vendor/surveil-sa"


def test_the_doors_of_a_merged_record_are_those_of_the_one_that_stays(client, vendor, mona):
    other = make_vendor("Autre SA")
    merge.merge_records(vendor.entry, other.entry, mona, "la même")
    answer = client.get(f"{vendor.get_absolute_url()}report/")
    assert answer.headers["Location"] == f"{other.get_absolute_url()}report/"
    late = {"door": "correction", "token": form_tokens.issue(), **DOORS["correction"]}
    client.post(f"{vendor.get_absolute_url()}report/", late)
    assert Complaint.objects.get().record == "vendor/autre-sa"


def test_there_is_no_door_to_a_record_that_never_was(client):
    assert client.get("/vendors/nobody/report/").status_code == 404


def test_the_same_in_english(client, vendor):
    response = through(client, vendor, "notice", start="/en", email="")
    assert "The law asks for it" in response.content.decode()


def test_a_machine_is_flagged_and_its_complaint_keeps_its_lane_and_clock(client):
    sent = complaint(client, make_vendor("Surveil SA"), "notice", comment="Buy now")
    assert {"trap", "hasty"} <= {flag["flag"] for flag in sent.submission.flags}
    assert (sent.submission.lane, sent.submission.due_on is not None) == ("doors", True)
