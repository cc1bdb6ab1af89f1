"""Smaller bytes for those who can read them. Nothing on a reader's page is secret from them."""

import gzip

import brotli

BEST_FIRST = ("br", "gzip")
WORTH_IT = 600  # bytes
TEXTS = ("text/", "application/json", "application/geo+json", "application/atom+xml",
         "image/svg+xml")  # fmt: skip


def encoded(body: bytes, content_type: str) -> dict[str, bytes]:
    """{encoding: bytes} of the encodings that make a body smaller."""
    if len(body) < WORTH_IT or not content_type.startswith(TEXTS):
        return {}
    found = {
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
        "gzip": gzip.compress(body, compresslevel=6, mtime=0),
    }
    return {name: small for name, small in found.items() if len(small) < len(body)}


def chosen(accepted: str, offered) -> str:
    """The best offered encoding that a reader accepts; empty for the bytes as they are."""
    if not accepted:
        return ""
    weights = {}
    for part in accepted.lower().split(","):
        name, *parameters = part.split(";")
        weights[name.strip()] = _weight(parameters)
    best = [
        (weights.get(name, weights.get("*", 0)), -place, name)
        for place, name in enumerate(BEST_FIRST)
        if name in offered
    ]
    weight, _place, name = max(best, default=(0, 0, ""))
    return name if weight > 0 else ""


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _equals, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0
    return 1
