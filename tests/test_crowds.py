"""Where thousands of deployments gather, the index tells of them what the database does."""

import pytest

from cases import crowds, dossiers
from cases.dossiers import dossier_of
from cases.facets import current
from cases.facts import key
from cases.kinds import KINDS
from cases.linked import linked_of
from cases.models import Entry
from cases.quotable import gaps_of, verified_on
from tests.make import (
    cited,
    dated,
    edit,
    make,
    make_any,
    make_deployment,
    make_place,
    make_vendor,
    role,
)
from tests.test_query_counts import gather_around

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    """Every kind of record, linked in all ways that forms allow; towns in a region, one besides."""
    extra = {"term": {"scheme": "technology", "key": "hub"}}
    hubs = {kind: make_any(kind, 0, **extra.get(kind, {})) for kind in KINDS}
    for number in range(3):
        gather_around(hubs, number)
    region = make_place("Région", kind="region")
    towns = [make_place(f"Ville de la région {number}", parent=region) for number in range(3)]
    maker, other = make_vendor("Fabricant"), make_vendor("Associé")
    product = make("product", name="Produit", vendor=maker, co_vendors=[other])
    sold = make_deployment(title="Avec le produit", places=towns[:2], products=[product],
                           status="active", dates=[dated("2020")])  # fmt: skip
    aside = make_deployment(
        hubs["place"], maker, title="Ailleurs", roles=[role(towns[0], "operator")]
    )
    make("funding", title="Pour ailleurs", deployments=[aside], amount="12", payer=towns[1])
    make("funding", title="Au plus", deployments=[sold], amount_max="3", places=[towns[2]])
    make("legal", title="Recours", deployments=[aside, sold],
         parties=[{"entry": towns[2], "side": "defendant"}])  # fmt: skip
    make("event", title="Marche", places=[towns[2]], deployments=[aside])
    make("statistic", title="Part", value="1", subject=towns[0])
    make("camera", title="Caméra", place=towns[0])
    make("law", name="Arrêté", jurisdiction=towns[0])
    edit(aside, disputes=[{"field": "places", "other": towns[1], "value": "Là"}])
    edit(sold, citations=[cited(hubs["source"])])
    return [Entry.objects.get(pk=one.pk) for one in (*hubs.values(), region, *towns, maker, other,
                                                     product)]  # fmt: skip


def told_of(entry: Entry) -> tuple:
    """The numbers of what is linked to a record, and the figures of its sentence and gaps."""
    record = KINDS[entry.kind].model.objects.get(pk=entry.pk)
    dossier = dossier_of(record)
    return (
        linked_of(entry).numbers, +dossier.states, dossier.exact_amounts,
        verified_on(record, dossier), gaps_of(record, dossier),
    )  # fmt: skip


@pytest.mark.parametrize("few_links", [0, 500])
def test_the_index_tells_of_a_crowd_what_the_database_does(register, monkeypatch, few_links):
    obvious = {entry: told_of(entry) for entry in register}
    current.forget()
    monkeypatch.setattr(crowds, "FEWEST", 1)
    monkeypatch.setattr(crowds, "FEW_LINKS", few_links)
    crowded = [entry for entry in register if linked_of(entry).crowd]
    assert {entry.kind for entry in crowded} == set(crowds.GATHERING)
    assert len(crowded) >= 9
    for entry in crowded:
        assert told_of(entry) == obvious[entry], entry


def test_the_page_of_a_crowd_is_that_of_the_same_records_when_they_are_few(
    register, client, monkeypatch
):
    addresses = [entry.get_absolute_url() for entry in register if entry.kind in crowds.GATHERING]
    few = {address: client.get(address).content for address in addresses}
    monkeypatch.setattr(crowds, "FEWEST", 1)
    assert {address: client.get(address).content for address in addresses} == few


def test_the_cells_of_a_crowd_count_what_is_not_read(client, monkeypatch):
    town = make_place("Grande ville")
    terms = [make("term", scheme="technology", key=name, label=name) for name in "abc"]
    for number, term in enumerate(terms):
        one = make_deployment(
            town, make_vendor(f"Fabricant {number}"), technologies=[term],
            dates=[dated(f"202{number}")],
        )  # fmt: skip
        make("funding", title=f"Marché {number}", deployments=[one], amount=str(number + 1))
        make("legal", title=f"Recours {number}", deployments=[one])
    monkeypatch.setattr(crowds, "FEWEST", 1)
    monkeypatch.setattr(dossiers, "MOST_UNLISTED", 2)
    monkeypatch.setattr(key, "MOST", 1)
    dossier = dossier_of(town)
    assert len(dossier.rows("deployment")) == 2
    cells = {cell.name: cell for cell in key.key_facts(town, linked=dossier)}
    for name in ("what", "who", "amount", "law"):
        assert "2" in cells[name].note, name
    assert "2" in cells["when"].note  # of those that were read
