"""Web addresses compared: the same page is often written in several ways."""

from urllib.parse import parse_qsl, urlencode, urlsplit

# What links carry to tell who spread them, never which page is meant.
TRACKING = frozenset({"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid",
                      "xtor", "at_medium", "at_campaign", "at_format"})  # fmt: skip
MOST_CHARACTERS = 2_000
DEFAULT_PORTS = (":80", ":443")


def same_page(url: str) -> str:
    """The address without what does not change the page: scheme, www, last slash, tracking.

    Two addresses of one page give the same text; it is made to be compared, not to be opened.
    Empty for what is no web address.
    """
    try:
        parts = urlsplit(url.strip()[:MOST_CHARACTERS])
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    host = parts.netloc.lower()
    for port in DEFAULT_PORTS:
        host = host.removesuffix(port)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(pair[0])]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    return host.rstrip(".").removeprefix("www.") + parts.path.rstrip("/") + query


def _tracks(name: str) -> bool:
    return name.lower().startswith("utm_") or name.lower() in TRACKING
