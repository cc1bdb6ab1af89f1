"""Public money in figures: what is added, what is counted beside, and the list of each figure."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.http import QueryDict

from cases.filters import FundingFilter
from cases.models import Funding
from cases.spending import breakdowns, compared
from cases.spending.page import CHARTS, Money
from tests.make import (
    cited,
    dated,
    edit,
    make,
    make_deployment,
    make_organisation,
    make_place,
    make_source,
    make_term,
    make_vendor,
)

pytestmark = pytest.mark.django_db


def money_of(query: str = "") -> Money:
    return Money(QueryDict(query))


def figures_in(query: str = "") -> dict:
    """The sums by stage: filters of the nature to (sum, lines)."""
    rows = money_of(query).breakdown("stages").rows
    return {f.nature.pairs: (f.total, f.lines) for row in rows for f in row.figures}


def listed(query: str) -> int:
    """How many lines the list with this query string has."""
    params = QueryDict(query.removeprefix("?"))
    return FundingFilter(params, queryset=Funding.objects.all()).qs.count()


@pytest.fixture
def town(db):
    """Grenoble in Isère in the region, and Nice elsewhere, each with money."""
    region = make_place("Auvergne-Rhône-Alpes", kind="region")
    isere = make_place("Isère", kind="department", parent=region)
    grenoble = make_place("Grenoble", parent=isere, population="100000")
    nice = make_place("Nice", population="340000")
    return {"region": region, "isere": isere, "grenoble": grenoble, "nice": nice}


@pytest.fixture
def lines(town):
    """Lines of every sort: exact, bounded, in words, calculated, shared, dated or not."""
    make_term("funding_kind", "grant", name="subvention")
    make_term("funding_kind", "procurement", name="marché")
    fipd, xxii = make_organisation("FIPD"), make_vendor("XXII")
    granted = {"stage": "granted", "tax_basis": "included", "kind": "grant"}
    awarded = {"stage": "awarded", "tax_basis": "excluded", "kind": "procurement"}
    here = make_deployment(town["grenoble"], title="Caméras")
    first = make("funding", "first", title="A", amount="1000.10", payer=fipd, **granted,
                 places=[town["grenoble"]], dates=[dated("2022", "budget_year")])  # fmt: skip
    second = make(
        "funding", "second", title="B", amount="2000.20", payer=fipd, deployments=[here],
        programme="FIPD 2022", dates=[dated("2022-06", "signed")], **granted,
    )  # fmt: skip
    make("funding", title="C", amount="", amount_min="500", **granted, payer=fipd)
    make("funding", title="D", amount="", amount_text="non communiqué", **granted)
    make("funding", title="E", amount="3000.30", formula="first + second",
         inputs=[first, second], **granted)  # fmt: skip
    make("funding", title="F", amount="700", places=[town["grenoble"], town["nice"]], **granted)
    make("funding", title="G", amount="90000", payee=xxii, **awarded,
         dates=[dated("2021/2023", "signed")])  # fmt: skip
    make("funding", title="H", amount="90000", payee=xxii, **(awarded | {"tax_basis": "included"}))
    make("funding", title="I", amount="50", **(awarded | {"tax_basis": ""}), currency="USD")
    return town


def test_a_sum_holds_exact_amounts_of_one_nature_stage_tax_basis_and_currency(lines):
    sums = {tuple(value for _name, value in pairs): one for pairs, one in figures_in().items()}
    assert sums == {
        ("grant", "granted", "included", "EUR"): (Decimal("3700.30"), 6),
        ("procurement", "awarded", "excluded", "EUR"): (Decimal("90000"), 1),
        ("procurement", "awarded", "included", "EUR"): (Decimal("90000"), 1),
        ("procurement", "awarded", "-", "USD"): (Decimal("50"), 1),
    }


@pytest.mark.once
def test_what_has_no_figure_and_what_is_calculated_is_counted_not_added(lines):
    figure = money_of().breakdown("stages").rows[0].figures[0]
    assert (figure.exact, figure.bounded, figure.silent, figure.derived) == (3, 1, 1, 1)


@pytest.mark.once
def test_without_an_exact_amount_there_is_no_sum(db):
    make("funding", amount="", amount_text="plusieurs millions")
    figure = money_of().breakdown("stages").rows[0].figures[0]
    assert figure.total is None
    assert figure.amount == ""


@pytest.mark.once
@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(
    "query", ["", "stage=granted", "place=isere", "place=grenoble&place=nice", "told=2022&q=a",
              "funder=fipd", "tax_basis=-", "kind=grant&kind=procurement"]
)  # fmt: skip
def test_each_figure_leads_to_exactly_its_lines(lines, name, query):
    for row in money_of(query).breakdown(name).rows:
        for figure in row.figures:
            assert listed(figure.query) == figure.lines, (row.label, figure)
            assert listed(figure.query) > 0


@pytest.mark.parametrize("name", ["stages", "years", "funders", "vendors", "programmes"])
def test_each_line_stands_in_one_row_only(lines, name):
    rows = money_of().breakdown(name).rows
    assert sum(row.lines for row in rows) == Funding.objects.count()


def test_the_links_of_the_page_open_lists_of_that_length(client, lines):
    page = client.get("/en/money/").content.decode()
    links = re.findall(r'href="/en/funding/(\?[^"]+)">(\d+) lines?<span', page)
    assert len(links) > 10
    for query, number in set(links):
        assert f"{number} record" in client.get(f"/en/funding/{unescape(query)}").content.decode()


@pytest.mark.once
def test_what_a_table_has_no_room_for_is_told_with_the_list_that_has_it(client, lines, monkeypatch):
    monkeypatch.setattr(breakdowns, "MOST_SUMS", 1)
    monkeypatch.setattr(breakdowns, "FEWEST_SUMS", 1)
    monkeypatch.setattr(breakdowns, "MOST_ROWS", 2)
    monkeypatch.setattr(compared, "MOST_QUOTIENTS", 1)
    source = make_source()
    camera_money(source), camera_money(source)
    stages = money_of().breakdown("stages")
    (row, other), whole = stages.shown, stages.rows[1]
    assert [one.lines for one in (row, other)] == [6, 1]  # of several natures that of most lines
    assert (row.rest, other.rest.sums, other.rest.lines) == (None, 2, whole.lines)
    page = client.get("/en/money/").content.decode()
    link, number = re.search(r'href="/en/funding/(\?stage=awarded)">(\d+) lines<', page).groups()
    assert (listed(link), int(number)) == (other.rest.lines, other.rest.lines)
    assert money_of().breakdown("funders").left_out == 0
    assert money_of().breakdown("territories").left_out > 0
    assert "more rows in the file" in page
    assert page.count("Not all of them are shown") == 1
    assert "svg" in page and "more in the table" not in page


@pytest.mark.once
def test_an_amount_of_several_places_is_shared_and_added_to_none(lines):
    rows = {row.label: row for row in money_of().breakdown("territories").rows}
    for place in ("Grenoble", "Isère", "Auvergne-Rhône-Alpes"):
        figure = rows[place].figures[0]
        assert (figure.total, figure.exact, figure.shared) == (Decimal("3000.30"), 2, 1)
    assert rows["Nice"].figures[0].total is None
    assert rows["Nice"].figures[0].shared == 1


@pytest.mark.once
def test_an_amount_of_two_towns_of_one_department_is_whole_in_the_department(town):
    voiron = make_place("Voiron", parent=town["isere"])
    make("funding", amount="100", places=[town["grenoble"], voiron])
    rows = {row.label: row.figures[0] for row in money_of().breakdown("territories").rows}
    assert rows["Isère"].total == 100
    assert rows["Voiron"].total is None


@pytest.mark.once
def test_filtered_by_place_no_sum_holds_an_amount_shared_with_another(lines):
    figure = money_of("place=grenoble&stage=granted").breakdown("stages").rows[0].figures[0]
    assert (figure.total, figure.shared) == (Decimal("3000.30"), 1)


@pytest.mark.once
def test_places_lie_in_one_another_in_the_table(lines):
    rows = money_of().breakdown("territories").rows
    depths = [(row.label, row.depth) for row in rows]
    assert depths[:3] == [("Auvergne-Rhône-Alpes", 0), ("Isère", 1), ("Grenoble", 2)]


@pytest.mark.once
def test_filtered_by_place_the_table_shows_nothing_outside_it(lines):
    labels = [row.label for row in money_of("place=isere").breakdown("territories").rows]
    assert labels == ["Isère", "Grenoble"]


@pytest.mark.once
def test_a_date_over_two_years_names_none(lines):
    rows = {row.label: row.lines for row in money_of().breakdown("years").rows}
    assert rows == {"2022": 2, "date qui ne tient pas dans une année": 1, "sans date": 6}


def test_the_year_is_that_of_the_date_shown_in_the_list(db):
    line = make("funding", dates=[dated("2019", "announced"), dated("2021", "budget_year")])
    assert money_of().breakdown("years").rows[0].label == "2021"
    assert listed("told=2021") == 1
    assert listed("told=2019") == 0
    edit(line, dates=[dated("2019", "announced")])
    assert listed("told=2019") == 1


@pytest.mark.once
def test_announced_stands_beside_paid_for_the_same_deployment(client, lines):
    there = make_deployment(title="Safe City")
    for stage, amount in (("announced", "5000000"), ("awarded", "1200000"), ("paid", "900000")):
        make("funding", title=stage, amount=amount, stage=stage, deployments=[there])
    (pair,) = money_of().pairs.shown
    assert str(pair.deployment) == "Safe City"
    parts = (pair.promised, pair.committed, pair.paid)
    assert [len(part) for part in parts] == [1, 1, 1]
    page = client.get("/money/").content.decode()
    assert "5\u00a0M€" in page
    assert "0,9\u00a0M€" not in page


@pytest.mark.once
def test_a_deployment_with_only_promises_is_not_compared(db):
    make("funding", stage="announced", deployments=[make_deployment()])
    assert money_of().pairs.shown == []


def camera_money(source, **fields):
    """A line and its deployment of 80 cameras, both sourced unless the fields say otherwise."""
    place = make_deployment(
        title="Parc", cameras_total=fields.pop("cameras", "80"),
        citations=fields.pop("cited_by", [cited(source, "cameras_total")]),
    )  # fmt: skip
    given = {"amount": "1000000", "citations": [cited(source, "amount")], **fields}
    return make("funding", deployments=[place], **given)


@pytest.mark.once
def test_money_by_camera_gives_its_formula_and_both_inputs(client):
    line = camera_money(make_source())
    (one,) = money_of().per_camera.shown
    assert one.funding == line
    assert one.figure == "12\u202f500\u00a0€"
    assert "80" in one.formula
    page = client.get("/money/").content.decode()
    assert "12\u202f500\u00a0€" in page
    assert one.about.get_absolute_url() in page
    assert "calculé" in page


@pytest.mark.once
@pytest.mark.parametrize(
    "fields",
    [{"citations": []}, {"cited_by": []}, {"cameras": ""}, {"cameras": "0"}, {"amount": ""},
     {"amount": "", "amount_min": "5"}, {"formula": "a + b"}],
)  # fmt: skip
def test_without_both_facts_and_both_sources_nothing_is_divided(fields):
    if fields.get("amount") == "" and "amount_min" not in fields:
        fields = {**fields, "amount_text": "non communiqué"}
    camera_money(make_source(), **fields)
    assert money_of().per_camera.shown == []


@pytest.mark.once
def test_an_amount_of_two_deployments_is_divided_by_no_cameras(db):
    source = make_source()
    two = [make_deployment(title=t, cameras_total="8", citations=[cited(source)]) for t in "ab"]
    make("funding", amount="100", deployments=two, citations=[cited(source)])
    assert money_of().per_camera.shown == []


def test_money_by_inhabitant_needs_a_sourced_population(town):
    source = make_source()
    make("funding", amount="250000", places=[town["grenoble"]], citations=[cited(source)])
    assert money_of().per_inhabitant.shown == []
    edit(town["grenoble"], citations=[cited(source, "population")])
    (one,) = money_of().per_inhabitant.shown
    assert one.figure == "2,50\u00a0€"


@pytest.mark.once
def test_the_filters_are_a_sentence_and_each_can_be_removed(client, lines):
    page = client.get("/money/?place=isere&stage=granted").content.decode()
    assert "Isère" in page
    assert 'href="?stage=granted"' in page
    assert "/funding/?place=isere&amp;stage=granted" in page


@pytest.mark.once
def test_nothing_recorded_is_said(client):
    assert "Rien" in client.get("/money/?place=nowhere").content.decode()


@pytest.mark.parametrize(
    "query",
    ["stage=%00", "told=99999", "told=²²²²", "told=0000", "place=%27%20OR%201=1", "kind=-&kind=x",
     "currency=" + "€" * 500, "q=" + "a" * 5000, "&".join(f"funder=x{n}" for n in range(200)),
     "%ff=%fe", "programme=<script>alert(1)</script>"],
)  # fmt: skip
def test_a_hostile_query_string_is_answered(client, lines, query):
    response = client.get(f"/money/?{query}")
    assert response.status_code == 200
    assert b"<script>" not in response.content
    assert client.get(f"/timeline/?{query}").status_code == 200


@pytest.mark.once
def test_only_reading_is_answered(client):
    assert client.post("/money/").status_code == 405
    assert client.post("/money/stages.svg").status_code == 405
