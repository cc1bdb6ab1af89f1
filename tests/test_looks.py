"""What pages look like, against small pictures kept in tests/baselines.

`RENEW=1 .venv/bin/pytest -n 0 tests/test_looks.py` takes them again; look at them before they are
committed. Each is the first screen in 64 by 48 grey cells: enough to see a broken layout, too few
to see how a letter is smoothed.
"""

import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.make import make_deployment, make_place, make_vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

FOLDER = Path(__file__).with_name("baselines")
CELLS = (64, 48)
MOST = 3.0  # of 255: the mean difference of a cell; other fonts give 1, a lost style sheet 20
PAGES = {"style": "/about/style/", "login": "/account/login/", "receipt": "/receipt/",
         "missing": "/no-such-page/"}  # fmt: skip
SIZES = {"wide": (1280, 960), "phone": (360, 640)}


def with_typefaces(page):
    """A window that waits for the typefaces, however slow the machine is."""

    def serve(route):
        style = route.fetch()
        route.fulfill(
            response=style, body=style.text().replace("display: optional", "display: block")
        )

    page.route("**/site.css", serve)
    return page


def seen(page) -> Image.Image:
    """The first screen in few cells."""
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    return picture.convert("L").resize(CELLS, Image.Resampling.BOX)


def difference(one: Image.Image, two: Image.Image) -> float:
    """The mean difference of a cell, from 0 to 255."""
    return ImageStat.Stat(ImageChops.difference(one, two)).mean[0]


def test_pages_look_as_they_did(open_browser):
    make_deployment(make_place("Moirans", insee="38239"), make_vendor("Briefcom"), title="Boîtiers")
    page, changed = with_typefaces(open_browser()), {}
    for name, address in PAGES.items():
        for size, (width, height) in SIZES.items():
            for theme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme=theme)
                page.goto(address)
                page.evaluate("document.fonts.ready")
                kept, now = FOLDER / f"{name}-{size}-{theme}.png", seen(page)
                if os.environ.get("RENEW") == "1":
                    now.save(kept, optimize=True)
                if (apart := difference(Image.open(kept), now)) > MOST:
                    changed[kept.name] = round(apart, 1)
    assert changed == {}, "RENEW=1, when it is meant"


def test_a_broken_layout_is_seen(open_browser):
    page = with_typefaces(open_browser(bypass_csp=True))
    page.set_viewport_size({"width": 1280, "height": 960})
    page.goto("/receipt/")
    page.evaluate("document.fonts.ready")
    kept = Image.open(FOLDER / "receipt-wide-light.png")
    assert difference(kept, seen(page)) <= MOST
    style = page.add_style_tag(content="main { margin-left: 30rem !important }")
    assert difference(kept, seen(page)) > MOST
    style.evaluate("style => style.remove()")
    page.locator("link[rel=stylesheet]").evaluate("link => link.remove()")
    assert difference(kept, seen(page)) > MOST
