"""The instance's own department comes first: in completion, in the queue, on the home page."""

import pytest

from cases.forms.lookup import find_entries
from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.moderation.queue import in_order
from cases.moderation.submit import Proposal
from cases.snapshots import empty_snapshot
from tests.make import make_deployment, make_place, make_submission
from tests.test_contribute import report as report_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns():
    """Two towns of one name, in two departments."""
    jura = make_place("Jura", kind="department", insee="39")
    isere = make_place("Isère", kind="department", insee="38")
    return (
        make_place("Moirans", slug="moirans-39333", insee="39333", parent=jura.entry.slug),
        make_place("Moirans", slug="moirans-38239", insee="38239", parent=isere.entry.slug),
    )


def report(place):
    state = {"title": f"Essai {place.insee}", "places": [place.entry.slug]}
    return make_submission(Proposal("deployment", empty_snapshot(KINDS["deployment"].form) | state))


def test_an_edit_is_about_the_places_of_its_record(towns, client):
    system = make_deployment(towns[0], title="Mâts")
    sent = edit_page(client, system, description="Repeints.").context["submission"]
    assert sent.territory == "39"


def test_an_edit_of_a_town_or_of_a_department_is_about_it(towns, client):
    for place in (towns[1], towns[1].parent.place):
        sent = edit_page(client, place, description="Une plaine.").context["submission"]
        assert sent.territory == "38"


def test_money_and_contests_are_about_the_places_of_their_deployments(towns):
    system = make_deployment(towns[1], title="Mâts")
    for kind in ("funding", "legal"):
        state = empty_snapshot(KINDS[kind].form) | {"title": "Essai"}
        state["deployments"] = [system.entry.slug]
        assert make_submission(Proposal(kind, state)).territory == "38"


def test_what_is_about_two_departments_is_about_none(towns):
    state = empty_snapshot(KINDS["deployment"].form) | {"title": "Essai"}
    state["places"] = [place.entry.slug for place in towns]
    assert make_submission(Proposal("deployment", state)).territory == ""


def edit_page(client, record, **fields):
    return report_page(client, f"{record.get_absolute_url()}edit/", **fields)


@pytest.mark.parametrize(("home", "first"), [("38", "38239"), ("39", "39333")])
def test_towns_of_the_home_department_are_offered_first(towns, settings, home, first):
    settings.TERRITORY = home
    assert find_entries("Moirans", ("place",))[0].place.insee == first


def test_the_queue_begins_with_the_home_department(towns, settings, moderating):
    elsewhere, here = report(towns[0]), report(towns[1])
    assert list(in_order(Submission.objects.waiting(), [])) == [elsewhere, here]
    settings.TERRITORY = "38"
    page = moderating.get("/moderation/").content.decode()
    assert page.index("Essai 38239") < page.index("Essai 39333")
