"""A new edition, a damaged one, an operator's points: what a load changes and what it keeps."""

import io
import shutil

import pytest

from cases import history
from cases.exchange import editions, reference
from cases.models import DataVersion, Place
from cases.moderation import decide
from cases.moderation.submit import Proposal, submit
from tests.editions import FIXTURES, write_edition
from tests.make import make

pytestmark = pytest.mark.django_db
GRENOBLE, NICE, PUTEAUX = "38185", "06088", "92062"


def load(folder, coordinates=None):
    """Load an edition without showing progress."""
    return reference.load(folder, coordinates, io.StringIO())


def town(insee):
    """The commune of this code."""
    return Place.objects.get(kind="commune", insee=insee)


@pytest.fixture
def small(tmp_path):
    """Three towns."""
    folder = write_edition(tmp_path / "first", {GRENOBLE, NICE, PUTEAUX})
    load(folder)
    return folder


def test_a_file_that_is_not_the_editions_stops_the_load(tmp_path):
    folder = tmp_path / "fixtures"
    shutil.copytree(FIXTURES, folder)
    with (folder / "epci.csv").open("a") as file:
        file.write("999999999,Faux,CC,1\n")
    with pytest.raises(editions.BadReference, match="epci.csv is not that of edition 2026"):
        load(folder)
    (folder / "epci.csv").unlink()
    with pytest.raises(editions.BadReference, match="no file"):
        load(folder)
    assert not Place.objects.exists()


def test_a_new_edition_changes_what_it_owns_and_nothing_else(small, tmp_path, mona):
    grenoble = town(GRENOBLE)
    before = history.current_state(grenoble.entry)
    state = before | {"description": "Capitale des Alpes.", "aliases": ["Gre"]}
    submission = submit([Proposal("place", state, before, grenoble.entry)], "some token")
    decide.accept(submission, 1, mona)
    version = DataVersion.current()
    changes = {"name": "Grenoble-Alpes", "population": "7", "postcodes": "38000 38999"}
    folder = write_edition(
        tmp_path / "next", {GRENOBLE, NICE, PUTEAUX, "38239"}, "next", c38185=changes
    )
    done = load(folder)
    moirans = town("38239")
    grenoble = town(GRENOBLE)
    assert (done.made, moirans.entry.slug, moirans.path) == (1, "moirans", grenoble.path)
    assert (grenoble.name, grenoble.population, grenoble.edition) == ("Grenoble-Alpes", 7, "next")
    assert (grenoble.entry.slug, grenoble.entry.title) == ("grenoble", "Grenoble-Alpes")
    assert (grenoble.description, grenoble.aliases, grenoble.version) == (
        "Capitale des Alpes.", ["Gre"], 1,
    )  # fmt: skip
    found = set(grenoble.entry.names.values_list("folded", flat=True))
    assert {"grenoble alpes", "gre", "38999"} <= found and "38100" not in found
    assert "capitale des alpe" in grenoble.entry.search_text
    assert DataVersion.current() == version + 1


def test_a_place_that_people_made_before_is_taken_over(tmp_path, mona):
    load(write_edition(tmp_path / "first", {NICE}))
    made = make("place", name="Grenoble", kind="commune", insee=GRENOBLE, country="FR")
    load(write_edition(tmp_path / "next", {NICE, GRENOBLE}, "next"))
    place = town(GRENOBLE)
    assert (place.pk, place.edition, place.version) == (made.pk, "next", 1)
    assert place.parent.slug == "isere"


def test_coordinates_make_real_points_that_later_loads_keep(small, tmp_path):
    file = tmp_path / "points.csv"
    file.write_text(f"insee,latitude,longitude\n{PUTEAUX},48.8846,2.2385\n", "utf-8")
    before = town(GRENOBLE)
    assert load(small, file).changed == 1
    assert (town(PUTEAUX).latitude, town(PUTEAUX).point) == (48.8846, "place")
    assert town(GRENOBLE).latitude == before.latitude
    assert load(small).changed == 0
    load(write_edition(tmp_path / "next", {PUTEAUX}, "next", c92062={"point": "approximate"}))
    assert (town(PUTEAUX).latitude, town(PUTEAUX).point) == (48.8846, "place")


def test_bad_coordinates_are_all_named_and_none_is_loaded(small, tmp_path):
    file = tmp_path / "points.csv"
    lines = ["insee,latitude,longitude", f"{PUTEAUX},48.9,2.2", "99999,45,5", f"{NICE},north,7",
             f"{GRENOBLE},95,5", f"{PUTEAUX},48.9,2.2"]  # fmt: skip
    file.write_text("\n".join(lines), "utf-8")
    before = town(PUTEAUX).latitude
    with pytest.raises(editions.BadReference) as refused:
        load(small, file)
    told = str(refused.value)
    assert all(part in told for part in ("line 3", "99999", "line 4", "line 5", "line 6"))
    assert "line 2" not in told
    assert town(PUTEAUX).latitude == before
    file.write_text("code,lat\n", "utf-8")
    with pytest.raises(editions.BadReference, match="columns"):
        load(small, file)
