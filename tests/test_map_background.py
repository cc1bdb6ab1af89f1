"""A background from a server of tiles: only where an instance says so, said, and switched off."""

import math
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured

from cases.atlas import tiles
from cases.models import Place
from tests.browsing import follow
from tests.make import make, make_place

WHOSE = "© les contributeurs d’OpenStreetMap"
URL = "https://tiles.example.org/{z}/{x}/{y}.png"
POINTS = "/map/?show=cameras&place=grenoble"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63606060f80f00010401005f5b4b2b0000000049454e44ae426082"
)


@pytest.fixture
def grenoble(db):
    """A town with two cameras at real points."""
    region = make_place("Auvergne-Rhône-Alpes", kind="region", insee="84",
                        parent=make_place("France", kind="country", country="FR"))  # fmt: skip
    department = make_place("Isère", kind="department", insee="38", parent=region)
    town = make_place("Grenoble", parent=department)
    Place.objects.filter(pk=town.pk).update(latitude=45.19, longitude=5.72, point="place")
    for number, latitude in enumerate((45.19, 45.192)):
        make("camera", title=f"Œil {number}", place=town, latitude=latitude, longitude=5.72)
    return town


@pytest.fixture
def tile_server():
    """(address of its tiles, what it was asked: path and headers) of a server on this machine."""
    asked = []

    class Tile(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, dict(self.headers)))
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PIXEL)

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tile)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png", asked
    server.shutdown()
    server.server_close()


def tile_of(zoom: int, latitude: float, longitude: float) -> str:
    """The path of the tile that holds a point, as every server of tiles numbers them."""
    turned = math.asinh(math.tan(math.radians(latitude))) / math.pi
    column, row = (longitude + 180) / 360, (1 - turned) / 2
    return f"/{zoom}/{int(column * 2**zoom)}/{int(row * 2**zoom)}.png"


def test_an_address_that_is_none_stops_the_program_with_a_sentence():
    assert tiles.read("", "", True) is None
    read = tiles.read("https://Tiles.example.org:8443/a/{z}/{x}/{y}.png?key=1", WHOSE, True)
    assert (read.origin, read.host) == ("https://tiles.example.org:8443", "tiles.example.org")
    for wrong in ("tiles.example.org", "https://{s}.example.org/{z}/{x}/{y}.png",
                  "https://a.example/{z}/{x}.png", "https://a.example/{z}/{x}/{y}{r}.png",
                  "https://a.example/{z}/{x}/{y}/{y}.png", "https://u:p@a.example/{z}/{x}/{y}.png",
                  "https://a.example; script-src *//{z}/{x}/{y}", "https://a.example/{z}/{x}/{y} *",
                  "javascript:a//{z}/{x}/{y}", "ftp://a.example/{z}/{x}/{y}"):  # fmt: skip
        with pytest.raises(ImproperlyConfigured, match="MAP_TILE_URL must be such as"):
            tiles.read(wrong, WHOSE, False)
    local = "http://127.0.0.1:8000/{z}/{x}/{y}.png"
    assert tiles.read(local, WHOSE, False).origin == "http://127.0.0.1:8000"
    for url, is_production in ((local, True), (URL.replace("https", "http"), False)):
        with pytest.raises(ImproperlyConfigured, match="must begin with https"):
            tiles.read(url, WHOSE, is_production)
    for whose in ("", " ", "a" * 400):
        with pytest.raises(ImproperlyConfigured, match="MAP_TILE_ATTRIBUTION must say whose"):
            tiles.read(URL, whose, True)


@pytest.mark.once
def test_the_host_is_named_and_allowed_on_the_map_alone(client, grenoble, settings):
    before = client.get(POINTS)
    assert "img-src 'self'" in before["Content-Security-Policy"].split("; ")
    assert "map-background" not in before.content.decode()
    settings.MAP_TILES = tiles.read(URL, WHOSE, True)
    shown = client.get("/en" + POINTS)
    text = shown.content.decode()
    policy = shown["Content-Security-Policy"]
    assert "img-src 'self' https://tiles.example.org" in policy.split("; ")
    assert policy.count("example.org") == 1
    assert f'data-tiles="{URL}"' in text and WHOSE in text
    assert "the background comes from tiles.example.org" in text
    for address in (
        "/",
        "/places/",
        "/map.geojson?box=5,45,6,46",
        "/contribute/",
        "/about/privacy/",
    ):
        assert "example.org" not in client.get(address)["Content-Security-Policy"]
    assert "tiles.example.org" in client.get("/about/privacy/").content.decode()
    assert "sauf pour le fond de la carte, qui vient de tiles.example.org" in (
        client.get("/").content.decode()
    )


@pytest.mark.once
def test_switched_off_it_stays_off_on_every_neighbouring_map(client, grenoble, settings):
    settings.MAP_TILES = tiles.read(URL, WHOSE, True)
    response = client.get(POINTS + "&tiles=0")
    text = response.content.decode()
    assert "img-src 'self'" in response["Content-Security-Policy"].split("; ")
    assert "data-tiles" not in text and "tiles.js" not in text and "n’est pas chargé" in text
    asked = response.context["asked"]
    assert asked.bare.endswith("tiles=0") and "tiles" not in asked.with_tiles
    assert all(move["query"].endswith("&tiles=0") for move in response.context["page"].moves)
    assert '<input type="hidden" name="tiles" value="0">' in text
    settings.MAP_TILES = None
    assert "tiles" not in client.get(POINTS + "&tiles=0").context["asked"].here


@pytest.mark.django_db(transaction=True)
def test_tiles_lie_under_the_marks_and_learn_nothing_of_the_page(
    open_browser, grenoble, settings, tile_server, live_server
):
    address, asked = tile_server
    settings.MAP_TILES = tiles.read(address, WHOSE, False)
    page, refused = open_browser(may_ask=(address.split("{")[0],)), []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(POINTS)
    page.locator(".tiles image").first.wait_for(state="attached")
    assert page.evaluate("document.querySelector('.tiles').nextElementSibling.classList[0]") == (
        "ground"
    )
    zoom = int(asked[0][0].split("/")[1])
    tile = page.locator(f"image[href$='{tile_of(zoom, 45.191, 5.72)}']").bounding_box()
    dot = page.locator(".marks .dot").first.bounding_box()
    assert 0 <= dot["x"] + dot["width"] / 2 - tile["x"] <= tile["width"]
    assert 0 <= dot["y"] + dot["height"] / 2 - tile["y"] <= tile["height"]
    with page.expect_request(address.split("{")[0] + "**"):
        page.get_by_role("button", name="Plus près").click()
    page.wait_for_load_state("networkidle")
    zooms = {int(path.split("/")[1]) for path, _headers in asked}
    assert len(zooms) == 2 and max(zooms) - min(zooms) == 1
    for _path, headers in asked:
        assert not {"Referer", "Cookie", "Origin"} & set(headers)
    assert refused == []
    seen = len(asked)
    follow(page, page.get_by_role("link", name="Se passer de ce fond"))
    page.get_by_role("button", name="Plus près").click()
    page.wait_for_load_state("networkidle")
    without = open_browser(javascript=False)
    without.goto(POINTS)
    assert without.locator(".marks a").count() == 1 and len(asked) == seen
