"""Lists to take away: the rows of the page, all of them, in four formats, with the same filters."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET

import pytest

from cases.exchange import lists
from cases.kinds import KINDS
from cases.room import Room
from cases.views import exports, guards
from tests.export_by_hand import table_by_hand
from tests.full import full_state
from tests.make import (
    cited,
    dated,
    edit,
    make,
    make_any,
    make_deployment,
    make_place,
    make_source,
    make_vendor,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
every_kind = pytest.mark.parametrize("key", KINDS)


def text_of(response) -> str:
    assert response.status_code == 200
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return response.content.decode()


def table(client, address: str) -> list[dict]:
    text = text_of(client.get(address))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def ids(client, word: str, query: str = "") -> dict:
    """The ids that each format gives for one query string."""
    listed = json.loads(text_of(client.get(f"/{word}.json{query}")))
    features = json.loads(text_of(client.get(f"/{word}.geojson{query}")))["features"]
    feed = ET.fromstring(text_of(client.get(f"/{word}.atom{query}")))  # noqa: S314  (our own)
    return {
        "csv": [row["id"] for row in table(client, f"/{word}.csv{query}")],
        "json": [record["id"] for record in listed["records"]],
        "geojson": [feature["id"].partition("/")[2] for feature in features],
        "atom": [
            one.find(f"{ATOM}link").get("href").rstrip("/").rpartition("/")[2]
            for one in feed.findall(f"{ATOM}entry")
        ],
    }  # fmt: skip


@pytest.fixture
def register():
    nice, lyon = make_place("Nice"), make_place("Lyon")
    thales = make_vendor("Thales")
    make_deployment(nice, thales, title="Safe city", status="active", tags=["jo 2024"])
    make_deployment(nice, title="Micros", status="abandoned", contested=True, contested_note="Non.")
    make_deployment(lyon, thales, title="Caméras", dates=[dated("2022-21")])
    return nice


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"safe-city", "micros", "cameras"}),
        ("?place=nice", {"safe-city", "micros"}),
        ("?vendor=thales", {"safe-city", "cameras"}),
        ("?vendor=thales&place=nice", {"safe-city"}),
        ("?status=active&status=abandoned", {"safe-city", "micros"}),
        ("?contested=yes", {"micros"}),
        ("?tag=jo-2024", {"safe-city"}),
        ("?tag_not=jo-2024", {"micros", "cameras"}),
        ("?year=2022", {"cameras"}),
        ("?q=micros", {"micros"}),
        ("?q=rien", set()),
        ("?sort=title", {"safe-city", "micros", "cameras"}),
        ("?page=1", {"safe-city", "micros", "cameras"}),
    ],
)
def test_every_format_has_exactly_the_records_of_the_page(client, register, query, expected):
    page = client.get(f"/deployments/{query}").context["page"]
    found = ids(client, "deployments", query)
    assert {name: len(given) for name, given in found.items()} == dict.fromkeys(found, page.total)
    assert [set(given) for given in found.values()] == [expected] * 4
    shown = [re.search(r'class="title" href="/deployments/([^/]+)/"', row)[1] for row in page.rows]
    assert found["csv"] == found["json"] == found["geojson"] == shown


@pytest.mark.once
def test_the_words_of_a_file_are_in_the_language_of_its_address(client, register):
    french, english = (
        next(row for row in table(client, f"{prefix}/deployments.csv") if row["id"] == "micros")
        for prefix in ("", "/en")
    )
    assert (french["status"], english["status"]) == ("abandonné", "abandoned")
    assert french["url"].endswith("/deployments/micros/") and "/en/" not in french["url"]
    assert english["url"].endswith("/en/deployments/micros/")
    assert french["status_id"] == english["status_id"] == "abandoned"


@pytest.mark.once
def test_a_list_of_several_pages_is_taken_away_whole(client, monkeypatch):
    monkeypatch.setattr(lists, "BATCH", 7)
    monkeypatch.setattr(exports, "IN_FEED", 20)
    for number in range(53):
        make_any("tag", number)
    total = client.get("/tags/?page=2").context["page"].total
    assert len(table(client, "/tags.csv?page=2")) == total == 53
    seen, address = set(), "/tags.atom"
    while address:
        feed = ET.fromstring(text_of(client.get(address)))  # noqa: S314  (our own)
        seen |= {one.find(f"{ATOM}id").text for one in feed.findall(f"{ATOM}entry")}
        more = [one.get("href") for one in feed.findall(f"{ATOM}link") if one.get("rel") == "next"]
        address = more[0] if more else ""
    assert len(seen) == 53


@pytest.mark.once
@every_kind
def test_a_record_in_json_is_its_snapshot(client, key):
    record = make(key, **full_state(key))
    address = f"{record.get_absolute_url().rstrip('/')}.json"
    stated = json.loads(text_of(client.get(address)))
    assert stated["states"] == record.entry.revisions.last().snapshot
    listed = json.loads(text_of(client.get(f"/{KINDS[key].word}.json")))["records"]
    assert stated in listed


@pytest.mark.once
@every_kind
def test_column_names_are_the_same_in_both_languages(client, key):
    make(key, **full_state(key))
    word = KINDS[key].word
    [french, english] = [table(client, f"{prefix}/{word}.csv") for prefix in ("", "/en")]
    assert list(french[0]) == list(english[0])
    assert len(set(french[0])) == len(french[0])


@every_kind
def test_a_table_says_what_its_records_say_one_by_one(client, key, monkeypatch):
    monkeypatch.setattr(lists, "BATCH", 2)
    for number in range(3):
        make_any(key, number)
    record = make(key, **full_state(key))
    odd = '-1 "deux", [[Nice|la ville]] ;=A1\n\n- trois  fois ; _ici_ | =B2'
    edit(record, description=odd, note="Une phrase,  deux espaces.", aliases=["=un", 'd"eux'])
    for prefix, language in (("", "fr"), ("/en", "en")):
        text = text_of(client.get(f"{prefix}/{KINDS[key].word}.csv"))
        assert text == table_by_hand(KINDS[key], language)


def test_a_date_keeps_its_precision_and_each_source_has_its_columns(client):
    source = make_source("Le Monde", url="https://lemonde.example/a")
    make_deployment(
        make_place("Nice"), cameras_counted_on="2021~", dates=[dated("2022-21")],
        citations=[cited(source, locator="p. 4")],
    )  # fmt: skip
    [row] = table(client, "/deployments.csv")
    assert (row["date"], row["date_earliest"], row["date_role"]) == (
        "2022-21",
        "2022-03-01",
        "start",
    )
    assert row["cameras_counted_on"] == "2021~"
    assert (row["sources"], row["sources_locator"]) == ("Le Monde", "p. 4")
    assert row["sources_url"] == "https://lemonde.example/a"
    assert (row["places"], row["places_id"]) == ("Nice", "nice")


def test_no_text_is_a_formula_and_no_number_is_changed(client):
    make_vendor("=HYPERLINK(1)")
    assert table(client, "/vendors.csv")[0]["name"] == "'=HYPERLINK(1)"
    make("statistic", title="Écart", value="-1.55", unit="%")
    assert table(client, "/statistics.csv")[0]["value"] == "-1.55"


@pytest.mark.once
def test_only_a_real_point_is_a_geometry(client):
    here = make_place("Nice", latitude=43.7, longitude=7.25, point="place")
    near = make_place("Lyon", latitude=45.7, longitude=4.8, point="approximate")
    make_deployment(title="Deux villes", places=[here, near])
    [one] = json.loads(text_of(client.get("/deployments.geojson")))["features"]
    assert one["geometry"] == {"type": "Point", "coordinates": [7.25, 43.7]}
    features = json.loads(text_of(client.get("/places.geojson")))["features"]
    shapes = {feature["properties"]["id"]: feature["geometry"] for feature in features}
    assert shapes["lyon"] is None


@pytest.mark.once
def test_a_file_has_a_readable_name(client, register):
    response = client.get("/deployments.csv?place=nice&status=active")
    assert 'filename="deployments-nice-active.csv"' in response.headers["Content-Disposition"]
    text_of(response)


@pytest.mark.once
def test_the_feed_of_a_record_has_its_revisions(client):
    vendor = edit(make_vendor("Thales"), country="FR")
    feed = ET.fromstring(text_of(client.get("/vendors/thales.atom")))  # noqa: S314  (our own)
    links = [e.find(f"{ATOM}link").get("href") for e in feed.findall(f"{ATOM}entry")]
    assert [link.rpartition("/history/")[2] for link in links] == ["2/", "1/"]
    assert vendor.version == 2


@pytest.mark.once
def test_what_is_withdrawn_or_unknown_is_not_there(client):
    assert client.get("/vendors/personne.json").status_code == 404
    assert client.get("/vendors.pdf").status_code == 404
    assert client.post("/vendors.csv").status_code == 405
    assert client.get("/vendors.atom?page=9").status_code == 404


@pytest.mark.once
def test_too_many_exports_at_once_are_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(guards, "TAKEN_AWAY", Room(most=2))
    first, second = client.get("/vendors.csv"), client.get("/vendors.json")
    busy = client.get("/vendors.csv")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "30")
    text_of(first)
    text_of(client.get("/vendors.csv"))
    text_of(second)


def test_a_larger_list_asks_no_more_questions(client, django_assert_max_num_queries):
    make_deployment(make_place("Nice"), make_vendor("Thales"), dates=[dated("2022")])
    client.get("/deployments/")  # the facets are known to this process from here on
    with django_assert_max_num_queries(60) as few:
        text_of(client.get("/deployments.json"))
        text_of(client.get("/deployments.csv"))
    number_of_few = len(few)
    for number in range(12):
        make_deployment(make_place(f"Ville {number}"), make_vendor(f"V {number}"),
                        dates=[dated("2023")], title=f"D {number}")  # fmt: skip
    client.get("/deployments/")
    with django_assert_max_num_queries(number_of_few):
        text_of(client.get("/deployments.json"))
        text_of(client.get("/deployments.csv"))


@pytest.mark.once
def test_the_list_leads_to_its_files_with_its_filters(client, register):
    page = client.get("/deployments/?place=nice").content.decode()
    for ending in ("csv", "json", "geojson", "atom"):
        assert f"/deployments.{ending}?place=nice" in page
