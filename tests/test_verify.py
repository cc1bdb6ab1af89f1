"""Values changed by hand in public tables are named by `manage.py verify`."""

import datetime

import pytest
from django.utils import timezone

from cases import integrity
from cases.exchange import reference
from cases.integrity import clock
from cases.integrity import reference as reference_proof
from cases.kinds import KINDS
from cases.models import Decision, Place, Revision
from cases.moderation import decide, merge, operations, withdraw
from cases.moderation.erase import erase
from tests.editions import write_edition
from tests.full import full_state
from tests.make import make, make_vendor, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(tmp_path, settings, mona):
    """A full record of every kind, a merged, a withdrawn and an erased one."""
    settings.DATA_DIR = tmp_path
    for key in KINDS.keys() - {"term"}:  # the others make theirs
        make(key, **full_state(key))
    twins = make_vendor("Une"), make_vendor("Autre")
    merge.merge_records(twins[0].entry, twins[1].entry, mona, "la même")
    withdraw.withdraw(make_vendor("Retirée").entry, mona, "Erreur.", "error")
    named = make_vendor("Nommée", description="Quelqu’un")
    erase(named.entry, "description", mona, "Une personne.", "personal")


def everything() -> list[str]:
    """What `verify` says."""
    return [*integrity.problems(), *operations.problems()]


def test_nothing_is_wrong_with_a_full_register(register):
    assert everything() == []


def test_a_clock_that_was_wrong_is_a_remark_and_no_problem(mona, monkeypatch):
    ahead = timezone.now() + datetime.timedelta(days=400)
    with monkeypatch.context() as wrong:
        wrong.setattr(timezone, "now", lambda: ahead)
        decide.accept(propose("vendor", name="Avance"), 1, mona)
        waiting = propose("vendor", name="Attend")
    decide.accept(propose("vendor", name="À l’heure"), 1, mona)
    assert everything() == []
    assert list(clock.remarks()) == [
        "revision 1 of vendor/a-l-heure: its day is before that of the revision before",
        f"decision {Decision.objects.latest('pk').pk}: its day is before that of the line before",
    ]
    decide.accept(waiting, 1, mona)
    assert everything() == []


@pytest.fixture
def places(tmp_path, monkeypatch):
    """The places of a small edition, one of them with a point of a local file."""
    folder = write_edition(tmp_path / "edition", {"38185", "13055"}, "test")
    monkeypatch.setattr(reference_proof, "FOLDER", folder)
    points = tmp_path / "points.csv"
    points.write_text("insee,latitude,longitude\n13055,43.7,7.25\n")
    reference.load(folder, points)


@pytest.mark.parametrize("town", ["13055", "38185"])
def test_a_place_that_is_not_the_editions_is_named(places, town):
    assert everything() == []
    for column, value in {"name": "Zy", "population": 1, "latitude": 1.5, "siren": "1"}.items():
        before = Place.objects.filter(insee=town).values_list(column, flat=True).get()
        Place.objects.filter(insee=town).update(**{column: value})
        assert any(f"{column} is not that of edition test" in told for told in everything())
        Place.objects.filter(insee=town).update(**{column: before})
    Place.objects.filter(insee=town).update(description="Ajouté à la main")
    assert any("no revision states it" in told for told in everything())


def test_a_value_missing_without_an_erasure_is_named():
    vendor = make_vendor("Une", description="Texte")
    revision = Revision.objects.get(entry=vendor.entry)
    del revision.snapshot["description"], revision.salts["description"]
    revision.save()
    assert (
        "revision 1 of vendor/une: description is missing, and no erasure says why" in everything()
    )
