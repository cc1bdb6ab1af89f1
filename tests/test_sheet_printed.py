"""The sheet of a town as Chromium prints it."""

import io

import pikepdf
import pytest

from tests.make import cited, make, make_deployment, make_place, make_source, make_vendor

pytestmark = pytest.mark.django_db(transaction=True)
A4 = (595, 842)  # points


def test_the_sheet_of_a_full_town_fits_on_two_pages_of_a4(open_browser):
    nice, vendor = make_place("Nice"), make_vendor("Une société au nom assez long")
    for number in range(14):
        url = f"https://example.org/{'un-long-chemin/' * 6}{number}.pdf"
        title = f"Délibération {number} du conseil municipal"
        cites = {"citations": [cited(make_source(title, publisher="Ville de Nice", url=url))]}
        title = f"Caméras à intelligence artificielle {number}"
        system = make_deployment(nice, vendor, title=title, **cites)
        title = f"Marché de vidéosurveillance {number}"
        make("funding", title=title, deployments=[system], payer=nice, payee=vendor, **cites)
        make("legal", title=f"Recours {number}", deployments=[system])
    page = open_browser(javascript=False)
    page.goto("/places/nice/sheet/")
    printed = pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) <= 2
    assert tuple(round(float(side)) for side in printed.pages[0].mediabox[2:]) == A4
    # The square is scaled, never cut: no telephone reads a part of it.
    square = page.locator("svg.qr")
    _left, _top, wide, tall = map(float, square.get_attribute("viewBox").split())
    box = square.bounding_box()
    assert wide == tall and round(box["width"]) == round(box["height"])
