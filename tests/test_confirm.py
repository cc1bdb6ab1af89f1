"""Still there, gone, cannot tell: without an account, accepted together; and tasks."""

import datetime

import pytest
from django.utils import timezone

from cases.facets import current
from cases.intake.models import Submission
from cases.models import Camera, Deployment, Entry, Gap
from cases.moderation import withdraw
from tests.make import cited, edit, make, make_deployment, make_place, make_source
from tests.page_forms import controls

pytestmark = pytest.mark.django_db


@pytest.fixture
def camera(db):
    return make("camera", "camera-de-la-place", title="Caméra de la place")


def waiting_checks() -> list[str]:
    return [str(one.pk) for one in Submission.objects.filter(lane="checks").order_by("pk")]


def answer(client, address="/cameras/camera-de-la-place/confirm/", **typed):
    page = client.get(address)
    assert page.status_code == 200
    form = controls(page) | {"answer": "there", "basis": "on_site"} | typed
    return client.post(address, form)


def test_an_answer_waits_and_shows_nowhere(client, camera):
    given = answer(client, note="Vue du trottoir")
    assert "Votre code" in given.content.decode() or given.status_code == 200
    submission = Submission.objects.latest("pk")
    assert (submission.lane, submission.state, submission.flags) == ("checks", "received", [])
    assert not client.cookies
    assert "trottoir" not in client.get("/cameras/camera-de-la-place/").content.decode()
    assert Camera.objects.get().entry.checks.count() == 0


def test_the_same_form_sent_twice_is_one_answer(client, camera):
    address = "/cameras/camera-de-la-place/confirm/"
    form = controls(client.get(address)) | {"answer": "gone", "basis": "on_site"}
    first, second = client.post(address, form), client.post(address, form)
    assert first.status_code == second.status_code == 200
    assert Submission.objects.filter(lane="checks").count() == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"answer": ""}, "Choisissez l’une des trois réponses."),
        ({"answer": "peut-être"}, "peut-être"),
        ({"day": "2999-01-01"}, "Ce jour n’est pas encore venu."),
        ({"day": "2001-01-01"}, "plus d’un an"),
        ({"day": "hier"}, "date"),
        ({"note": "x" * 301}, "300"),
    ],
)
def test_a_bad_input_is_told_beside_the_field_and_kept(client, camera, typed, message):
    given = answer(client, **{"note": "à garder"} | typed)
    page = given.content.decode()
    assert given.status_code == 422
    assert message in page
    assert typed.get("note", "à garder") in page
    assert not Submission.objects.filter(lane="checks").exists()


def test_checks_are_accepted_together(client, moderating, camera):
    other = make_deployment(make_place("Nice"), title="Safe city")
    answer(client, note="Toujours au mât")
    answer(client, "/deployments/safe-city/confirm/", answer="gone")
    page = moderating.get("/moderation/together/?lane=checks")
    text = page.content.decode()
    assert "toujours là" in text and "Toujours au mât" in text and "disparu" in text
    form = controls(page) | {"action": "accept"}
    form["pk"] = [
        str(pk) for pk in Submission.objects.filter(lane="checks").values_list("pk", flat=True)
    ]
    moderating.post("/moderation/together/", form)
    assert Camera.objects.get(pk=camera.pk).verified_on == timezone.localdate()
    assert Deployment.objects.get(pk=other.pk).entry.checks.get().answer == "gone"
    assert Entry.objects.get(pk=camera.pk).verification == "on_site"
    assert not Submission.objects.waiting().exists()


def test_nothing_but_a_check_is_accepted_together(client, moderating, camera):
    answer(client, note="Mon numéro : 06 12 34 56 78")
    flagged = Submission.objects.latest("pk")
    assert flagged.lane != "checks"
    form = {"action": "accept", "pk": [str(flagged.pk)], f"version-{flagged.pk}": "1"}
    moderating.post("/moderation/together/", form)
    flagged.refresh_from_db()
    assert flagged.is_open


def test_two_answers_on_one_record_both_stand(client, moderating, camera):
    answer(client)
    answer(client, answer="gone")
    found = waiting_checks()
    form = {"action": "accept", "pk": found}
    moderating.post("/moderation/together/", form | {f"version-{pk}": "1" for pk in found})
    assert sorted(Camera.objects.get().entry.checks.values_list("answer", flat=True)) == [
        "gone",
        "there",
    ]


def test_what_cannot_be_confirmed_is_not_found(client, camera, mona):
    make_source("Un article")
    assert client.get("/sources/un-article/confirm/").status_code == 404
    assert client.get("/cameras/inconnue/confirm/").status_code == 404
    assert client.put("/cameras/camera-de-la-place/confirm/").status_code == 405
    withdraw.withdraw(camera.entry, mona, "demande")
    assert client.get("/cameras/camera-de-la-place/confirm/").status_code == 404


def tasks(client, query="") -> list[tuple[str, str]]:
    return [
        (task.entry.slug, task.what) for task in client.get(f"/en/tasks/{query}").context["tasks"]
    ]


def test_missing_facts_are_tasks_filtered_by_territory(client):
    isere = make_place("Isère", kind="department")
    grenoble = make_place("Grenoble", parent=isere, postcodes="38000")
    make_deployment(grenoble, title="Ici", status="active")
    make_deployment(make_place("Nice"), title="Ailleurs")
    here = tasks(client, "?place=isere")
    assert ("ici", "Cameras in all") in here and ("ici", "State") not in here
    assert {slug for slug, _what in here} == {"ici"}
    assert tasks(client, "?place=38000") == here
    assert ("ailleurs", "State") in tasks(client)
    assert tasks(client, "?kind=funding") == []
    page = client.get("/en/tasks/?place=isere").content.decode()
    assert 'href="/en/deployments/ici/edit/#id_cameras_total"' in page


def test_a_place_that_is_not_known_is_said(client):
    response = client.get("/tasks/?place=Atlantide")
    assert "Atlantide" in response.content.decode() and response.context["asked"].is_unknown


def test_what_has_no_source_and_what_was_refused(client):
    make_deployment(title="Sans source")
    refused = [{"field": "cameras_analysed", "reason": "refused", "who": "Mairie"}]
    make_deployment(title="Refus", unknowns=refused, citations=[cited(make_source("A"))])
    assert tasks(client, "?type=source") == [("sans-source", "Give a source")]
    assert tasks(client, "?type=refused") == [("refus", "Cameras analysed by software")]


def test_what_nobody_looked_at_for_a_year_is_due(client, camera):
    assert tasks(client, "?type=again") == []
    long_ago = timezone.localdate() - datetime.timedelta(days=400)
    Camera.objects.update(edited_on=long_ago)
    current.forget()
    assert tasks(client, "?type=again") == [("camera-de-la-place", "Is it still there?")]
    Camera.objects.update(verified_on=timezone.localdate())
    current.forget()
    assert tasks(client, "?type=again") == []


def test_pages_of_tasks_hold_every_gap_once_the_newest_records_first(client, monkeypatch):
    for number in range(4):
        made = make_deployment(title=f"Ici {number}", status="active" if number % 2 else "unknown")
        make("camera", title=f"Là {number}", deployment=made.entry.slug)
    client.get("/tasks/")
    edit(made, status="unknown")  # followed by the index
    monkeypatch.setattr("cases.tasks.PAGE_SIZE", 3)
    for kind in ("", "deployment", "camera"):
        gaps = Gap.objects.filter(entry__kind__contains=kind).order_by("-entry_id", "id")
        found, last = [], -(-gaps.count() // 3)
        for page in range(1, last + 1):
            shown = client.get(f"/en/tasks/?kind={kind}&page={page}").context["page"]
            assert shown.paginator.count == gaps.count()
            found += shown
        assert found == list(gaps) and len(found) > 3


@pytest.mark.parametrize("query", ["?page=0", "?page=99", "?page=x"])
def test_a_page_of_tasks_that_is_not_there(client, query):
    assert client.get(f"/tasks/{query}").status_code == 404


@pytest.mark.parametrize("query", ["?type=x", "?kind=x", "?place=%00", "?type=again&kind=source"])
def test_odd_questions_are_answered(client, query):
    assert client.get(f"/tasks/{query}").status_code == 200
