"""The map: its figures are those of the lists, and only real points are dots."""

import gzip
import json
import re
from itertools import pairwise

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.atlas.clusters import clusters
from cases.atlas.frames import OVERSEAS, mainland
from cases.atlas.located import Spot
from cases.atlas.marks import fit, tint_of, tint_steps
from cases.atlas.outlines import Box, latitude_of, outlines, plane_y
from cases.atlas.thinning import thinned
from tests.make import (
    dated,
    edit,
    make,
    make_deployment,
    make_place,
    make_term,
    make_vendor,
    propose,
    role,
)

pytestmark = pytest.mark.django_db

TOTAL = re.compile(r"(\d+) (?:fiche|record)s?\b")
DOT = re.compile(r'<circle class="dot')
ISERE_BOX = "4.7,44.6,6.4,45.9"


def text_of(client, address: str, status: int = 200) -> str:
    """The text of a page of the map."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    assert not response.cookies
    return response.content.decode()


def total_of(client, address: str) -> int:
    """The number of records in the title of a list or a map."""
    title = text_of(client, address).partition("<h1 ")[2].partition("</h1>")[0]
    return int(TOTAL.search(title)[1])


def figures(text: str) -> dict[str, int]:
    """{department or town: number} of the list beside the map."""
    rows = re.findall(r'<tr role="row"[^>]*><th role="rowheader".*?</tr>', text, re.S)
    found = {}
    for row in rows:
        words = " ".join(re.sub(r"<[^>]+>", " ", row).split())
        name, _space, number = words.rpartition(" ")
        found[name] = int(number) if number.isdecimal() else None
    return found


def features_of(client, query: str) -> list[dict]:
    """The features of the data address."""
    return json.loads(text_of(client, f"/map.geojson?{query}"))["features"]


def town(name: str, parent, latitude=None, longitude=None, point="place", **fields):
    """A town with a point, as the reference edition gives it."""
    place = make_place(name, parent=parent, **fields)
    type(place).objects.filter(pk=place.pk).update(
        latitude=latitude, longitude=longitude, point=point if latitude else "none"
    )
    return type(place).objects.get(pk=place.pk)


@pytest.fixture
def france(db):
    """Two regions, four departments and towns, with deployments in several states of precision."""
    home = make_place("France", kind="country", country="FR")
    ara = make_place("Auvergne-Rhône-Alpes", kind="region", insee="84", parent=home)
    idf = make_place("Île-de-France", kind="region", insee="11", parent=home)
    isere = make_place("Isère", kind="department", insee="38", parent=ara)
    loire = make_place("Loire", kind="department", insee="42", parent=ara)
    paris = make_place("Paris", kind="department", insee="75", parent=idf)
    overseas = make_place("Guadeloupe", kind="region", insee="01", parent=home)
    guadeloupe = make_place("Guadeloupe", kind="department", insee="971", parent=overseas)
    abroad = make_place("Italie", kind="country", country="IT")
    towns = {
        "grenoble": town("Grenoble", isere, 45.19, 5.72),
        "voiron": town("Voiron", isere, 45.36, 5.59),
        "vague": town("Vaguebourg", isere, 45.3, 5.4, point="approximate"),
        "roanne": town("Roanne", loire, 46.03, 4.07),
        "capitale": town("Capitale", paris, 48.86, 2.35),
        "abymes": town("Les Abymes", guadeloupe, 16.27, -61.5),
    }
    vsa, vendor = make_term("technology", "vsa"), make_vendor("BriefCam", slug="briefcam")
    make_deployment(towns["grenoble"], vendor, technologies=[vsa], status="active")
    make_deployment(towns["grenoble"], status="announced", dates=[dated("2021")])
    make_deployment(towns["voiron"], vendor, tags=["drones"], status="active")
    make_deployment(towns["vague"], technologies=[vsa])
    make_deployment(towns["roanne"], contested=True, contested_by="source",
                    contested_note="Contesté par la CNIL")  # fmt: skip
    make_deployment(places=[towns["grenoble"], towns["roanne"], towns["voiron"]])
    make_deployment(towns["capitale"], roles=[role(vendor, "integrator"), role(vendor)])
    make_deployment(towns["abymes"])
    make_deployment(isere, title="Quelque part en Isère")
    make_deployment(ara, title="Dans toute la région")
    make_deployment(home, title="Fichier national")
    make_deployment(abroad, title="À Rome")
    make_deployment(title="Nulle part")
    for number, place in enumerate((towns["grenoble"], towns["grenoble"], towns["roanne"])):
        make("camera", title=f"Caméra {number}", place=place, latitude=place.latitude,
             longitude=place.longitude, direction=90 if number == 2 else None)  # fmt: skip
    make("camera", title="Caméra sans point", place=towns["voiron"])
    return {"isere": isere, "loire": loire, "paris": paris, "ara": ara, "idf": idf,
            "guadeloupe": guadeloupe, **towns}  # fmt: skip


FILTERS = [
    "", "technology=vsa", "status=active", "status=active&status=announced", "vendor=briefcam",
    "role=integrator", "tag=drones", "tag_not=drones", "contested=yes", "year=2021", "q=Isère",
    "place=isere", "place=isere&vendor=briefcam", "place=loire&place=isere", "place=grenoble",
    "place=auvergne-rhone-alpes", "place=france", "place=italie", "place=nowhere-at-all",
    "technology=unknown", "place=auvergne-rhone-alpes&status=active",
]  # fmt: skip


def test_a_number_is_printed_inside_its_department_even_in_a_crescent():
    for code, outline in outlines().items():
        x, y = outline.middle
        crossed = sum(
            (y1 <= y) != (y2 <= y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            for ring in outline.rings
            for (x1, y1), (x2, y2) in pairwise((*ring, ring[0]))
        )
        assert crossed % 2 == 1, code


def test_the_total_is_that_of_the_list_with_the_same_filters(client, france):
    totals = set()
    for query in FILTERS:
        total = total_of(client, f"/map/?{query}")
        assert total == total_of(client, f"/deployments/?{query}"), query
        totals.add(total)
    assert len(totals) > 4


def test_the_total_of_cameras_too(client, france):
    for query in ("", "q=2", "place=isere", "place=grenoble", "place=loire"):
        total = total_of(client, f"/map/?show=cameras&{query}")
        assert total == total_of(client, f"/cameras/?{query}"), query


@pytest.mark.once
@pytest.mark.parametrize("query", ["", "vendor=briefcam"])
def test_each_department_says_what_the_list_of_that_department_says(client, france, query):
    found = figures(text_of(client, f"/map/?{query}"))
    paris = france["paris"].entry.slug
    for name, slug in (("Isère", "isere"), ("Loire", "loire"), ("Paris", paris),
                       ("Auvergne-Rhône-Alpes", "auvergne-rhone-alpes")):  # fmt: skip
        assert found.get(name, 0) == total_of(client, f"/deployments/?{query}&place={slug}"), name


@pytest.mark.once
def test_the_numbers_drawn_are_those_of_the_list_beside(client, france):
    text = text_of(client, "/map/")
    drawn = dict(re.findall(r"<title>([^<]+?)[ \xa0]: (\d+) déploiement", text))
    assert {name: int(number) for name, number in drawn.items()} == {
        "Isère": 6, "Loire": 2, "Paris": 1, "Guadeloupe": 1,
    }  # fmt: skip
    assert figures(text)["Isère"] == 6
    assert not DOT.search(text)


def test_what_no_department_holds_is_said_in_words(client, france):
    found = figures(text_of(client, "/map/"))
    assert found["département non nommé"] == 1
    assert found["France région non nommée"] == 1
    assert found["Italie"] == 1
    assert found["Aucun lieu nommé"] == 1


@pytest.mark.once
def test_only_a_real_point_is_a_dot(client, france):
    text = text_of(client, "/map/?place=isere")
    labels = re.findall(r'<a href="[^"]+" aria-label="([^"]+)"><title>', text)
    assert len(labels) == len(DOT.findall(text)) == 2  # Grenoble and Voiron
    assert not any("Vaguebourg" in label for label in labels)
    found = figures(text)
    assert found["Vaguebourg non dessiné : point inconnu"] == 1
    assert found["quelque part dans le territoire Isère non dessiné : aucune commune nommée"] == 1
    assert found["Grenoble"] == 3
    assert "2 fiches ne sont pas dessinées" in text


@pytest.mark.once
def test_a_camera_is_a_dot_where_it_stands_with_its_direction(client, france):
    text = text_of(client, "/map/?show=cameras&place=loire")
    assert len(DOT.findall(text)) == 1
    assert text.count('<path class="wedge"') == 1
    assert 'href="/cameras/camera-2/"' in text
    without_point = text_of(client, f"/map/?show=cameras&place={france['voiron'].entry.slug}")
    assert not DOT.search(without_point)
    assert "Caméra sans point" in without_point


@pytest.mark.once
def test_points_near_one_another_are_one_mark_that_leads_closer(client, france):
    make("camera", title="À côté", place=france["grenoble"], latitude=45.2, longitude=5.73)
    text = text_of(client, "/map/?show=cameras&place=isere&zoom=1")
    cluster = re.search(r'<a href="([^"]+)" aria-label="[^"]*3 caméras', text)
    closer = text_of(client, f"/map/{cluster[1].replace('&amp;', '&')}")
    assert len(DOT.findall(closer)) >= 1
    assert 'class="crumbs"' in closer


def test_a_closer_view_says_how_many_it_holds(client, france):
    text = text_of(client, "/map/?zoom=4&at=45.19,5.72")
    assert "sur 13" in text
    assert figures(text)["Grenoble"] == 3
    assert "Roanne" not in figures(text)


@pytest.mark.once
def test_a_cluster_counts_a_record_once():
    box = Box(0, 0, 10, 10)
    near = [Spot(1, 0, {1, 2}, 7), Spot(1.01, 0, {2, 3}, 8), Spot(20, 0, {4}, 9)]
    (only,) = clusters(near, box)
    assert (only.count, only.places) == (3, (7, 8))


@pytest.mark.once
def test_every_department_of_the_reference_has_its_outline_overseas_included():
    codes = set(outlines())
    assert len(codes) == 101
    assert {"2A", "2B", "971", "972", "973", "974", "976"} <= codes
    assert outlines()["38"].box.holds(5.72, plane_y(45.19))
    assert not outlines()["42"].box.holds(5.72, plane_y(45.19))


@pytest.mark.once
def test_the_outlines_are_small():
    assert (settings.BASE_DIR / "fixtures" / "departments.topojson").stat().st_size < 150_000


def _ground(path: str) -> float:
    """The area of the rings of a path, in units of the drawing."""
    total = 0
    for ring in re.findall(r"M([-\d ]+)l([-\d ]+)z", path):
        start, steps = (list(map(int, re.findall(r"-?\d+", numbers))) for numbers in ring)
        corners = [tuple(start)]
        for east, south in zip(steps[::2], steps[1::2], strict=True):
            corners.append((corners[-1][0] + east, corners[-1][1] + south))
        total += abs(sum(a * d - b * c for (a, b), (c, d) in pairwise((*corners, corners[0])))) / 2
    return total


@pytest.mark.once
def test_the_map_of_france_is_light_and_every_department_keeps_its_ground():
    france = mainland()
    drawn = {code: france.path(code, france.loss) for code in outlines() if code not in OVERSEAS}
    exact = {code: france.path(code) for code in drawn}
    assert len(gzip.compress("".join(drawn.values()).encode())) < 6_000
    assert len("".join(drawn.values())) < len("".join(exact.values())) / 2
    for code, path in drawn.items():
        assert _ground(path) == pytest.approx(_ground(exact[code]), rel=0.12, abs=20), code
    whole, sparse = outlines(), outlines(france.loss)
    assert all(set(sparse[code].rings[0]) <= set(whole[code].rings[0]) for code in drawn)


@pytest.mark.once
def test_neighbours_share_their_border_when_it_is_drawn_with_less_detail():
    shapes = outlines(mainland().loss)
    sides = {code: set(pairwise(shapes[code].rings[0])) for code in ("38", "42", "69", "73", "26")}
    for code, other in (("38", "69"), ("38", "73"), ("38", "26"), ("42", "69")):
        assert sides[code] & {(b, a) for a, b in sides[other]}, (code, other)


@pytest.mark.once
def test_what_lies_on_a_straight_line_is_left_out_and_the_ends_stay():
    line = ((0, 0), (1, 0.1), (2, 0), (3, 4), (4, 0))
    assert thinned(line, 0) == line
    assert thinned(line, 0.5) == ((0, 0), (2, 0), (3, 4), (4, 0))
    island = ((0, 0), (4, 0), (4, 4), (0, 0))
    assert thinned(island, 1) == ((0, 0), (4, 0), (4, 4), (0, 0))
    assert thinned(island, 100) == ((0, 0), (0, 0))


@pytest.mark.once
def test_of_many_suppliers_the_map_offers_the_first_and_the_list_the_others(client, france):
    for number in range(10):
        make_deployment(france["voiron"], make_vendor(f"Optic {number}"))
    text = text_of(client, "/map/?status=active")
    assert 'href="/deployments/?status=active#filters"' not in text
    text = text_of(client, "/map/?vendor=optic-9")
    filters = text.partition('id="filters"')[2].partition("</form>")[0]
    assert filters.count(' name="vendor"') == 9  # eight, and the one chosen
    assert (
        '<a class="facet" href="/deployments/?vendor=optic-9#filters">2 autres dans la' in filters
    )
    assert text_of(client, "/deployments/?vendor=optic-9").count(' name="vendor"') == 11


@pytest.mark.once
def test_the_plane_and_back():
    for latitude in (-21.1, 0, 45.19, 60):
        assert latitude_of(plane_y(latitude)) == pytest.approx(latitude)


@pytest.mark.once
def test_tints_go_from_few_to_many():
    assert tint_steps([0]) == []
    assert tint_steps([1, 1]) == [(1, 1, 1)]
    steps = tint_steps([0, 120, 500, 700, 900])
    assert steps == [(1, 1, 500), (2, 501, 700), (3, 701, 900)]
    assert [tint_of(number, steps) for number in (0, 120, 700, 900)] == [0, 1, 2, 3]


@pytest.mark.once
def test_a_number_is_printed_where_it_fits():
    assert [fit(number, 40) for number in (7, 1234, 123_456)] == ["", "wide", "never"]


BAD = ["zoom=99", "zoom=-1", "zoom=x", "zoom=1&at=here", "at=1,2,3", "show=persons",
       "zoom=2&at=99,500", "at=nan,1&zoom=1"]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_what_makes_no_sense_is_said_on_a_whole_map(client, bad, prefix):
    text = text_of(client, f"{prefix}/map/?{bad}", status=400)
    assert 'class="notice signal"' in text
    assert 'class="map"' in text


@pytest.mark.once
@pytest.mark.parametrize("box", ["", "1,2,3", "5,45,4,46", "5,46,6,45", "a,b,c,d", "5,45,5.1,60",
                                 "nan,1,2,3", "-999,0,1,1"])  # fmt: skip
def test_a_bad_box_gets_a_message(client, box):
    response = client.get("/map.geojson", {"box": box})
    assert response.status_code == 400
    assert "ouest,sud,est,nord" in response.json()["error"]


def test_the_points_of_a_box_are_those_of_the_page(client, france):
    found = features_of(client, f"place=isere&box={ISERE_BOX}")
    assert sum(feature["properties"]["count"] for feature in found) == 3 + 2
    assert all(feature["geometry"]["type"] == "Point" for feature in found)
    assert features_of(client, f"box={ISERE_BOX}&technology=unknown") == []
    only = features_of(client, "vendor=briefcam&box=5.5,45.3,5.7,45.4")
    assert [feature["properties"]["count"] for feature in only] == [1]


@pytest.mark.once
def test_the_points_are_kept_until_the_data_change(client, france):
    address = f"/map.geojson?box={ISERE_BOX}"
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    edit(france["grenoble"], population="160000")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.once
def test_what_waits_is_not_on_the_map(client, france):
    before = total_of(client, "/map/")
    propose("deployment", title="En attente", places=[france["grenoble"].entry.reference])
    assert total_of(client, "/map/") == before


@pytest.mark.once
@pytest.mark.parametrize("address", ["/map/", "/en/map/", "/map/?place=isere", "/map.geojson"])
def test_it_is_only_read(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.once
def test_nothing_is_asked_of_anyone_else(client, france):
    for address in ("/map/", "/map/?place=isere", "/map/?show=cameras&zoom=2"):
        response = client.get(address)
        text = response.content.decode()
        assert not re.findall(r'(?:src|href|data-points)="(?:https?:)?//', text)
        assert "img-src 'self'" in response["Content-Security-Policy"].split("; ")
        assert "style=" not in text


@pytest.mark.once
def test_both_languages_say_the_same_figures(client, france):
    french, english = text_of(client, "/map/"), text_of(client, "/en/map/")
    assert "Carte" in french and "Outlines: Natural Earth" in english
    assert figures(french)["Isère"] == figures(english)["Isère"] == 6
    assert 'href="/en/map/?place=' not in english  # queries stay relative to the page
    assert 'href="?place=isere"' in english


@pytest.mark.once
def test_a_territory_without_an_outline_has_its_list(client, france):
    text = text_of(client, "/map/?place=italie")
    assert 'class="map"' not in text
    assert "À Rome" in text


@pytest.mark.once
def test_lists_and_places_lead_to_the_map(client, france):
    assert 'href="/map/?vendor=briefcam"' in text_of(client, "/deployments/?vendor=briefcam")
    assert 'href="/map/?place=isere&amp;show=cameras"' in text_of(client, "/cameras/?place=isere")
    assert 'href="/map/?place=isere"' in text_of(client, "/places/isere/")
    assert '<a href="/map/" aria-current="true">' in text_of(client, "/map/")
    assert 'href="/deployments/?vendor=briefcam"' in text_of(client, "/map/?vendor=briefcam")


@pytest.mark.once
def test_the_form_of_the_filters_keeps_the_kind_and_the_words(client, france):
    text = text_of(client, "/map/?show=cameras&q=cam%C3%A9ra&place=isere")
    assert '<input type="hidden" name="show" value="cameras">' in text
    assert '<input type="hidden" name="q" value="caméra">' in text


ADDRESSES = ["/map/", "/map/?place=isere", "/map/?show=cameras", "/map/?show=cameras&place=isere",
             "/map.geojson?box=4,44,7,47"]  # fmt: skip


def test_the_number_of_queries_does_not_grow(client, france):
    def furnish(number):
        there = town(f"Ville {number}", france["isere"], 44.9 + number / 20, 5.9)
        make_deployment(there)
        make("camera", title=f"Œil {number}", place=there, latitude=there.latitude,
             longitude=there.longitude)  # fmt: skip

    def queries():
        found = {}
        for address in ADDRESSES:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found[address] = len(captured)
        return found

    furnish(0)
    few = queries()
    for number in range(1, 8):
        furnish(number)
    more = queries()
    assert [address for address in ADDRESSES if more[address] > few[address]] == []
    assert max(few.values()) <= 60
