"""The charts of public money as files: SVG, PNG, CSV, the same figures in each."""

import csv
import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from cases.spending.page import CHARTS, COLUMNS
from tests.make import make, make_organisation, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def money(db):
    payer = make_organisation("=Région & <b>Cie</b>")
    place = make_place("Grenoble")
    for number in range(3):
        make("funding", amount=str(1000 * (number + 1)), payer=payer, stage="paid", places=[place],
             programme=f"Programme {number}")  # fmt: skip
    make("funding", amount="-1.55", stage="returned")
    make("funding", amount="", amount_text="non communiqué", stage="paid", payer=payer)


def table(response) -> list[dict]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_is_an_svg_that_says_what_it_is(client, money, name):
    response = client.get(f"/en/money/{name}.svg")
    assert response["Content-Type"].startswith("image/svg+xml")
    root = ElementTree.fromstring(response.content)  # noqa: S314  our own
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text
    assert "the table has" in root.find(f"{SVG}desc").text
    assert not list(root.iter(f"{SVG}script"))
    assert not [node for node in root.iter() if node.get("style")]


@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_is_a_png(client, money, name):
    response = client.get(f"/money/{name}.png")
    image = Image.open(io.BytesIO(response.content))
    assert image.format == "PNG"
    assert image.width == 1260
    assert not image.info.get("exif")


def test_the_file_of_an_english_page_leads_to_english_pages(client, money):
    addresses = {row["url"] for row in table(client.get("/en/money/funders.csv"))} - {""}
    assert addresses and all("/en/" in address for address in addresses)


def test_bars_are_as_long_as_their_sums(client, money):
    root = ElementTree.fromstring(client.get("/en/money/programmes.svg").content)  # noqa: S314  our own
    widths = [float(node.get("width")) for node in root.iter(f"{SVG}rect")
              if node.get("class") == "bar"]  # fmt: skip
    assert [round(width / max(widths), 2) for width in sorted(widths)[-3:]] == [0.33, 0.67, 1]


def test_the_file_has_the_figures_of_the_page_and_numbers_stay_numbers(client, money):
    rows = table(client.get("/en/money/stages.csv"))
    assert list(rows[0]) == list(COLUMNS)
    found = {
        row["stage"]: (row["total"], row["lines"], row["lines_without_figure"]) for row in rows
    }
    assert found == {
        "paid": ("6000.00", "4", "1"), "returned": ("-1.55", "1", "0"),
    }  # fmt: skip


def test_formulas_are_defused(client, money):
    names = {row["name"] for row in table(client.get("/en/money/funders.csv"))}
    assert "'=Région & <b>Cie</b>" in names


def test_the_query_string_filters_the_file(client, money):
    rows = table(client.get("/en/money/stages.csv?stage=returned"))
    assert [row["lines"] for row in rows] == ["1"]
    assert rows[0]["list_url"].startswith("http://testserver/en/funding/?")


def test_the_page_holds_each_chart_with_its_table_and_its_files(client, money):
    page = client.get("/money/").content.decode()
    for name in CHARTS:
        assert f'id="chart-{name}-title"' in page
        for ending in ("svg", "png", "csv"):
            assert f'href="/money/{name}.{ending}"' in page
    assert page.count("les valeurs du diagramme") == len(CHARTS)


def test_without_a_line_the_chart_says_so(client):
    assert b"Rien" in client.get("/money/years.svg").content
    assert client.get("/money/years.png").status_code == 200


@pytest.mark.parametrize("address", ["/money/salaries.svg", "/money/stages.pdf", "/money/.png"])
def test_no_other_chart_exists(client, address):
    assert client.get(address).status_code == 404
