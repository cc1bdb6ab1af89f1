"""The sums of public money equal those of plain reading, whatever happens to the register."""

from random import Random
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from cases import integrity
from cases.facets import amounts, current, stored
from cases.facets.bitmaps import NO_KEYS, Bitmaps
from cases.filters import FundingFilter
from cases.models import Funding
from cases.rebuild import rebuild
from cases.spending import breakdowns
from cases.spending.page import Money
from tests import plain_sums
from tests.make import (
    dated,
    edit,
    make,
    make_deployment,
    make_organisation,
    make_place,
    make_term,
    make_vendor,
)

pytestmark = pytest.mark.django_db
WAYS = {"stages": "stage", "years": "told", "funders": "funder", "vendors": "vendor",
        "programmes": "programme", "territories": "place"}  # fmt: skip
AMOUNTS = ("0", "0.01", "1234.56", "-1.55", "999999999999.99", "")


@pytest.fixture
def known(db):
    """Towns in two departments of a region, deployments in some, those who pay and are paid."""
    region = make_place("Région", kind="region", insee="R1")
    parts = [make_place(f"Partie {n}", kind="department", parent=region) for n in range(2)]
    towns = [make_place(f"Ville {n}", parent=parts[n % 2]) for n in range(4)]
    for kind in ("grant", "procurement"):
        make_term("funding_kind", kind)
    return {
        "places": [region, *parts, *towns],
        "deployments": [make_deployment(*towns[n : n + 1], title=f"Ici {n}") for n in range(4)],
        "payer": [make_organisation("FIPD"), make_organisation("Région sud"), ""],
        "payee": [make_vendor("XXII"), make_vendor("Thales"), ""],
    }


def line_of(random: Random, known: dict) -> dict:
    """What a line of money may state."""
    amount = random.choice(AMOUNTS)
    bounds = random.choice(({"amount_text": "non communiqué"}, {"amount_min": "5"}))
    return {
        "amount": amount, **({} if amount else bounds),
        "kind": random.choice(("grant", "procurement", "")),
        "stage": random.choice(("granted", "paid", "")),
        "tax_basis": random.choice(("included", "")),
        "currency": random.choice(("EUR", "EUR", "USD")),
        "payer": random.choice(known["payer"]), "payee": random.choice(known["payee"]),
        "programme": random.choice(("", "FIPD 2022")),
        "places": random.sample(known["places"], random.randint(0, 2)),
        "deployments": random.sample(known["deployments"], random.randint(0, 2)),
        "dates": [dated(random.choice(("2021", "2022-06", "2021/2023")))][: random.randint(0, 1)],
    }  # fmt: skip


def question(random: Random) -> dict[str, list[str]]:
    """Some filters of the list of money."""
    values = {"place": ["region", "partie-0", "ville-1", "ville-2"], "stage": ["granted", "-"],
              "funder": ["fipd", "-"], "told": ["2021", "partial", "-"]}  # fmt: skip
    names = random.sample(list(values), random.randint(0, 2))
    return {name: random.sample(values[name], random.randint(1, 2)) for name in names}


def check(asked: dict[str, list[str]]) -> None:
    """Every row of every breakdown says what plain reading says."""
    query = QueryDict(urlencode(asked, doseq=True))
    lines = list(FundingFilter(query, queryset=Funding.objects.all()).qs)
    for way, name in WAYS.items():
        groups: dict[str, list[Funding]] = {}
        for line in lines:
            for key in plain_sums.keys_of(line, name):
                groups.setdefault(key, []).append(line)
        seen = set()
        for row in Money(query).breakdown(way).rows:
            filters = dict(QueryDict(row.figures[0].query.removeprefix("?")).items())
            key = filters[name]
            seen.add(key)
            within = {key} if name == "place" else set(asked.get("place", ()))
            said = {
                tuple(value for _name, value in f.nature.pairs):
                    (f.total, f.exact, f.bounded, f.silent, f.derived, f.shared)
                for f in row.figures
            }  # fmt: skip
            assert said == plain_sums.sums(groups[key], within), (asked, way, key)
        if name != "place" or "place" not in asked:
            assert seen == groups.keys(), (asked, way)


@pytest.mark.parametrize("seed", range(3))
def test_each_sum_is_that_of_plain_reading_after_any_edit(known, seed):
    random = Random(seed)
    lines = [make("funding", title=f"Ligne {n}", **line_of(random, known)) for n in range(12)]
    make("funding", amount="7", formula="a + b", inputs=lines[:2])
    check({})
    for _step in range(3):  # seen at once, by the process that held the sums before
        edit(Funding.objects.get(pk=random.choice(lines).pk), **line_of(random, known))
        edit(random.choice(known["deployments"]).entry.deployment,
             places=random.sample(known["places"], 2))  # fmt: skip
        make("funding", title="Encore", **line_of(random, known))
        check(question(random))
    most = sorted(Funding.objects.exclude(amount=None), key=lambda one: -one.amount)[:3]
    assert {one.pk for one in most if one.amount > 0} <= set(
        amounts.largest(current.current(), len(most))
    )


@pytest.mark.once
def test_a_page_is_the_same_whatever_came_first_into_the_index(client, known, monkeypatch):
    monkeypatch.setattr(breakdowns, "MOST_SUMS", 1)
    monkeypatch.setattr(breakdowns, "FEWEST_SUMS", 1)
    for kind in ("grant", "procurement", ""):
        for stage in ("granted", "paid", ""):
            make("funding", kind=kind, stage=stage, amount="5", payer=known["payer"][0])
    addresses = ("/money/", known["payer"][0].get_absolute_url(), "/funding/")
    pages = [client.get(address).content for address in addresses]
    current.forget()
    facets = current.facets_of(current.current(), "funding")
    for name, held in list(facets.items()):
        facets[name] = Bitmaps(dict(reversed(held.items_held())))
    assert [client.get(address).content for address in addresses] == pages


@pytest.mark.once
def test_an_amount_of_the_index_that_the_records_do_not_give_is_named_by_verify(known):
    line = make("funding", amount="100")
    list(rebuild())
    assert not list(integrity.problems())
    index = stored.load()
    a_cent_more = Bitmaps.of({0: index.documents_of([line.pk])})
    facets = index.facets["funding"]
    facets["cents"] = facets["cents"].after(NO_KEYS, a_cent_more)
    stored.save(index)
    problems = list(integrity.problems())
    assert problems == ["funding: the index of facets holds another “cents” than the records give"]
    list(rebuild())
    assert not list(integrity.problems())
