"""The number of SQL queries of each page: under a ceiling, and the same as rows grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.kinds import KINDS
from cases.links import inbound
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

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FEW, MORE = 5, 30  # from five deployments on, a dossier counts them
LIST_CEILING, RECORD_CEILING = 60, 55


def queries_of(client, address: str) -> int:
    """How many queries a page takes once this process has seen this version of the data."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
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


@pytest.fixture
def hubs(db):
    """One record of each kind, around which the others gather."""
    extra = {"term": {"scheme": "technology", "key": "hub"}}
    return {kind: make_any(kind, 0, **extra.get(kind, {})) for kind in KINDS}


def gather_around(hubs: dict, number: int) -> None:
    """Records of many kinds, linked to every hub in each way that their forms allow."""
    link = {
        "tags": [hubs["tag"].entry.slug],
        "citations": [cited(hubs["source"]), cited(make_source(f"Article {number}"))],
        "dates": [dated(str(2000 + number))],
    }
    place, vendor = make_place(f"Ville {number}"), make_vendor(f"Vendeur {number}", **link)
    deployment = make_deployment(
        hubs["place"], hubs["vendor"], title=f"Dispositif {number}", parent=hubs["deployment"],
        technologies=[hubs["term"]], products=[hubs["product"]], laws=[hubs["law"]],
        roles=[role(vendor), role(place, "operator"), role(hubs["organisation"], "purchaser")],
        **link,
    )  # fmt: skip
    both = [deployment, hubs["deployment"]]
    make("funding", title=f"Argent {number}", amount=str(1000 + number), payee=hubs["vendor"],
         deployments=both, formula="1 + 1", inputs=[hubs["funding"]], **link)  # fmt: skip
    make("legal", title=f"Recours {number}", deployments=both, forum=hubs["organisation"],
         parties=[{"entry": vendor, "side": "defendant"}], laws=[hubs["law"]], **link)  # fmt: skip
    make("event", title=f"Fait {number}", places=[place], deployments=both, **link)
    others = [hubs[kind] for kind in ("statistic", "event", "camera", "legal", "source")]
    make("statistic", title=f"Chiffre {number}", value="3", subject=deployment, inputs=others,
         **link)  # fmt: skip
    make("camera", title=f"Caméra {number}", place=hubs["place"], deployment=deployment, **link)


def test_records_and_pages_of_the_whole_register(client, hubs):
    addresses = [hub.get_absolute_url() for hub in hubs.values()]
    addresses += ["/places/exemple-place-0/sheet/", "/vendors/exemple-vendor-0/sheet/"]
    addresses += ["/", "/changes/", "/search/?q=ville", "/deployments/?technology=hub&tag=x"]
    for number in range(FEW):
        gather_around(hubs, number)
    few = {address: queries_of(client, address) for address in addresses}
    for number in range(FEW, FEW + MORE):
        gather_around(hubs, number)
    assert {address: queries_of(client, address) for address in addresses} == few
    assert max(few.values()) <= RECORD_CEILING


def test_links_backwards_are_found_in_one_query(hubs, django_assert_num_queries):
    gather_around(hubs, 1)
    # A wiki page is the one kind that no relation names.
    assert inbound(hubs.pop("page").entry) == {}
    for entry in [hub.entry for hub in hubs.values()]:
        with django_assert_num_queries(1):
            assert inbound(entry), entry.kind


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
    few, many = (queries_of(client, record.get_absolute_url()) for record in (small, large))
    assert few == many
