"""What a record stated on a day: `?at=` on its address."""

import datetime

import pytest
from django.utils import timezone

from cases.models import Revision
from cases.moderation.withdraw import withdraw
from tests.make import (
    cited,
    edit,
    make_deployment,
    make_place,
    make_source,
    make_vendor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def vendor():
    """A vendor renamed two days after it was written."""
    record = edit(make_vendor("Ancien", description="Le **début**."), name="Nouveau")
    today = timezone.localdate()
    Revision.objects.filter(number=1, entry=record.entry).update(
        day=today - datetime.timedelta(days=2)
    )
    return record


def ago(days):
    return (timezone.localdate() - datetime.timedelta(days=days)).isoformat()


@pytest.mark.parametrize("at", ["r1", "1"])
def test_a_revision_number_shows_what_it_stated(client, vendor, at):
    page = client.get("/vendors/ancien/", {"at": at})
    assert page.status_code == 200
    assert "<h1>Ancien</h1>" in page.content.decode()
    assert "<strong>début</strong>" in page.content.decode()


@pytest.mark.parametrize(("days", "title"), [(2, "Ancien"), (1, "Ancien"), (0, "Nouveau")])
def test_a_day_shows_what_was_in_force_at_its_end(client, vendor, days, title):
    page = client.get("/vendors/ancien/", {"at": ago(days)}).content.decode()
    assert f"<h1>{title}</h1>" in page
    assert "noindex" in page


def test_before_the_first_revision_the_page_gives_its_day(client, vendor):
    page = client.get("/vendors/ancien/", {"at": ago(3)})
    assert page.status_code == 404
    assert "La première révision" in page.content.decode()


@pytest.mark.parametrize("at", ["", "demain", "2026-13-01", "20261122", "r", "-1", "²", ago(-1)])
def test_what_is_no_past_day_is_refused_and_kept_in_the_field(client, vendor, at):
    page = client.get("/vendors/ancien/", {"at": at})
    assert page.status_code == 400
    assert f'value="{at}"' in page.content.decode()


def test_a_revision_that_is_not_there_is_not_found(client, vendor):
    assert client.get("/vendors/ancien/?at=r9").status_code == 404


def test_an_erased_field_is_said_to_be_erased(client, vendor):
    first = Revision.objects.get(number=1, entry=vendor.entry)
    first.snapshot.pop("website")
    Revision.objects.filter(pk=first.pk).update(snapshot=first.snapshot)
    assert "Effacé depuis" in client.get("/vendors/ancien/?at=r1").content.decode()
    assert "Effacé depuis" not in client.get("/vendors/ancien/?at=r2").content.decode()


def test_a_withdrawn_record_says_nothing_of_its_past(client, vendor, mona):
    withdraw(vendor.entry, mona, "erreur")
    assert client.get("/vendors/ancien/?at=r1").status_code == 410


def test_the_history_offers_to_ask_for_a_day(client, vendor):
    assert 'name="at"' in client.get("/vendors/ancien/history/").content.decode()


def move(record, days):
    """The first revision of a record, so many days ago."""
    when = timezone.localdate() - datetime.timedelta(days=days)
    Revision.objects.filter(number=1, entry=record.entry).update(day=when)


def read(client, address, at):
    return client.get(address, {"at": at}).content.decode()


def test_links_keep_the_day_where_the_record_was_written_by_then(client):
    old, new = make_place("Nice", slug="nice"), make_place("Cannes", slug="cannes")
    system = make_deployment(
        places=[old, new], description="À [[Nice]], [[Cannes]] et [[Nulle part]]."
    )
    move(old, 3)
    move(system, 2)
    page = read(client, system.get_absolute_url(), ago(1))
    assert page.count(f'href="/places/nice/?at={ago(1)}"') == 2
    assert page.count('href="/places/cannes/"') == 2
    assert "/search/?q=Nulle+part" in page
    english = read(client, f"/en{system.get_absolute_url()}", ago(1))
    assert english.count(f'href="/en/places/nice/?at={ago(1)}"') == 2


def test_sources_are_numbered_beside_their_values_with_where_they_say_it(client):
    first, second = make_source("Le marché"), make_source("Un article")
    system = make_deployment(
        make_place("Nice"),
        citations=[
            cited(first, "places", locator="page 4"),
            cited(second),
            cited(first, locator="page 9", quotation="deux cents caméras"),
            cited(None, acquisition="on_site"),
        ],
    )
    page = read(client, system.get_absolute_url(), "r1")
    assert '<a class="src" href="#s1">[1]</a>' in page
    assert page.count('id="s1"') == page.count('id="s2"') == page.count('id="s3"') == 1
    assert 'id="s4"' not in page
    assert "page 4" in page
    assert "deux cents caméras" in page
    assert "Le marché</a>" in page


def test_a_row_of_that_day_has_the_number_of_its_source(client):
    source, vendor = make_source("Le marché"), make_vendor("XXII")
    system = make_deployment(make_place("Nice"), vendor)
    key = system.roles.get().key
    system = edit(system, citations=[cited(source, f"rows/{key}/entry")])
    page = read(client, system.get_absolute_url(), "r2")
    assert '<a class="src" href="#s1">[1]</a>' in page


def test_the_banner_gives_the_day_asked_for_and_the_revision_in_force(client, vendor):
    page = read(client, "/vendors/ancien/", ago(1))
    assert "Voici ce que le registre énonçait le" in page
    assert "révision 1, en vigueur depuis" in page
    assert "énonçait le" not in read(client, "/vendors/ancien/", "r1")
