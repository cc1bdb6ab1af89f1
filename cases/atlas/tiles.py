"""The background that an instance may let browsers load from a server of tiles: none by default."""

import re
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

ADDRESS = re.compile(r"(https?)://([a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:[0-9]{1,5})?(/[!-~]*)", re.I)
PLACES = ("{z}", "{x}", "{y}")
REFUSED = re.compile(r"[\"'<>\\;,#{}]")
LOOPBACK = ("localhost", "127.0.0.1")
LONGEST = 300
EXAMPLE = "https://tiles.example.org/{z}/{x}/{y}.png"


@dataclass(frozen=True)
class Tiles:
    """A server of square pictures of the map."""

    url: str
    origin: str  # scheme, host and port: all that a page of the map may load pictures from
    host: str
    attribution: str


def read(url: str, attribution: str, is_production: bool) -> Tiles | None:
    """The server that the settings name, None without any. Stops the program at what is none."""
    url, attribution = url.strip(), attribution.strip()
    if not url:
        return None
    found = ADDRESS.fullmatch(url) if len(url) <= LONGEST else None
    if found is None or not _names_each_tile(found[5]):
        raise ImproperlyConfigured(f"MAP_TILE_URL must be such as {EXAMPLE}, not “{url}”.")
    scheme, host, port = found[1].lower(), found[2].lower(), found[4] or ""
    if scheme == "http" and (is_production or host not in LOOPBACK):
        raise ImproperlyConfigured(f"MAP_TILE_URL must begin with https://, unlike “{url}”.")
    if not 0 < len(attribution) <= LONGEST:
        raise ImproperlyConfigured(
            "MAP_TILE_ATTRIBUTION must say whose the background of MAP_TILE_URL is,"
            f" in {LONGEST} characters at most."
        )
    return Tiles(url, f"{scheme}://{host}{port}", host, attribution)


def _names_each_tile(path: str) -> bool:
    """True for a path with the three places of a number, each once, and nothing odd."""
    if any(path.count(place) != 1 for place in PLACES):
        return False
    for place in PLACES:
        path = path.replace(place, "0")
    return not REFUSED.search(path)
