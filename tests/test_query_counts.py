"""The number of SQL queries of each page: under a ceiling, and the same as rows grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.kinds import KINDS
from tests.make import (
    cited,
    dated,
    make,
    make_any,
    make_deployment,
    make_place,
    make_source,
    make_term,
    make_vendor,
    role,
)

pytestmark = pytest.mark.django_db

FEW, MORE = 3, 30
LIST_CEILING, RECORD_CEILING = 60, 140


def queries_of(client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection, ) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


@pytest.fixture
def furnish(db):
    """Make a record of a kind with dates, tags and sources, and what may be linked to it."""
    source = make_source("Un article")

    def make_one(kind: str, number: int, **fields):
        rows = {"dates": [dated("2020")], "citations": [cited(source), cited(source, "aliases")],
                "tags": ["une", "deux"]}  # fmt: skip
        return make_any(kind, number, **{**rows, **fields})

    return make_one


@pytest.mark.parametrize("kind", KINDS)
def test_lists(client, furnish, kind):
    for number in range(FEW):
        furnish(kind, number)
    address = f"/{KINDS[kind].word}/"
    few = queries_of(client, address)
    for number in range(FEW, FEW + MORE):
        furnish(kind, number)
    assert queries_of(client, address) == few
    assert few <= LIST_CEILING


def link_around(kind: str, hub, number: int) -> None:
    """Records of many kinds linked to the hub, as richly as their forms allow."""
    entry, link = hub.entry, {}
    place = hub if kind == "place" else make_place(f"Ville {number}")
    vendor = hub if kind == "vendor" else make_vendor(f"Vendeur {number}")
    if kind == "tag":
        link = {"tags": [entry.slug]}
    source = hub if kind == "source" else make_source(f"Article {number}")
    link |= {"citations": [cited(source)], "dates": [dated(str(2000 + number % 20))]}
    technology = hub if kind == "term" else make_term("technology", f"t{number % 3}")
    technology = technology if technology.scheme == "technology" else make_term("technology", "t0")
    product = hub if kind == "product" else make("product", name=f"Produit {number}", vendor=vendor)
    law = hub if kind == "law" else make("law", title=f"Loi {number}", **link)
    deployment = hub if kind == "deployment" else make_deployment(
        place, vendor, title=f"Dispositif {number}", technologies=[technology], products=[product],
        laws=[law], roles=[role(place, "operator")], **link,
    )  # fmt: skip
    make("funding", title=f"Argent {number}", amount=str(1000 + number), payee=vendor,
         deployments=[deployment], **link)  # fmt: skip
    forum = hub if kind == "organisation" else make("organisation", name=f"Tribunal {number}")
    make("legal", title=f"Recours {number}", deployments=[deployment], forum=forum, laws=[law],
         parties=[{"entry": vendor, "side": "defendant"}], **link)  # fmt: skip
    make("event", title=f"Fait {number}", places=[place], deployments=[deployment], **link)
    make("statistic", title=f"Chiffre {number}", value="3", subject=deployment, **link)
    make("camera", title=f"Caméra {number}", place=place, deployment=deployment, **link)


@pytest.mark.parametrize("kind", KINDS)
def test_records(client, kind):
    extra = {"scheme": "technology", "key": "hub"} if kind == "term" else {}
    hub = make_any(kind, 0, **extra)
    for number in range(FEW):
        link_around(kind, hub, number)
    address = hub.get_absolute_url()
    few = queries_of(client, address)
    for number in range(FEW, FEW + 12):
        link_around(kind, hub, number)
    assert queries_of(client, address) == few
    assert few <= RECORD_CEILING


def test_rows_of_a_record(client, furnish):
    """Parties, proceedings, dates and citations of one record cost nothing more."""

    def rows(count):
        makers = [make_vendor(f"Partie {count}-{n}") for n in range(count)]
        sources = [make_source(f"Source {count}-{n}", publisher="P") for n in range(count)]
        courts = [make("organisation", name=f"Cour {count}-{n}") for n in range(count)]
        stage = make_term("legal_stage", "decided")
        return {
            "parties": [{"entry": m, "side": "claimant"} for m in makers],
            "proceedings": [{"forum": c, "stage": stage, "decision": "2020"} for c in courts],
            "dates": [dated(str(2000 + n), "decision") for n in range(count)],
            "citations": [cited(s) for s in sources],
        }

    small, large = (make("legal", title=f"Affaire {n}", **rows(n)) for n in (2, 20))
    assert queries_of(client, small.get_absolute_url()) == queries_of(client, large.get_absolute_url())


@pytest.mark.parametrize("address", ["/", "/changes/", "/search/?q=ville"])
def test_pages_of_the_whole_register(client, address):
    hub = make_place("Ville mère")
    for number in range(FEW):
        link_around("place", hub, number)
    few = queries_of(client, address)
    for number in range(FEW, FEW + 12):
        link_around("place", hub, number)
    assert queries_of(client, address) == few
    assert few <= LIST_CEILING
