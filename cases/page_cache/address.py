"""Which requests ask for a page that may be kept, and under which address."""

from urllib.parse import unquote_plus

from django.conf import settings

from cases.sections import section_of

# Pages that depend on who asks, on a clock, or on a token; files and pictures, which are large
# and say themselves whether they changed.
NEVER_UNDER = frozenset(
    ["moderation", "account", "contribute", "receipt", "files", "static", "healthz", "readyz"]
)
NEVER_ENDING = ("/edit/", "/confirm/", "/report/", "/testers.json", ".jpg")
LONGEST_QUERY = 2000
# What others add to links to follow people around; no page of the register reads these.
TRACKING = frozenset(
    ["fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "yclid",
     "igshid", "mc_cid", "mc_eid", "mkt_tok"]
)  # fmt: skip
TRACKING_BEGINNINGS = ("utm_", "mtm_", "pk_", "matomo_", "_hs")


def address_of(environ: dict) -> str:
    """The whole address of a page that may be kept, in one form; empty for any other request."""
    path = environ.get("PATH_INFO", "")
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return ""
    if path.endswith(NEVER_ENDING) or section_of(path) in NEVER_UNDER:
        return ""
    query = canonical_query(environ.get("QUERY_STRING", ""))
    if len(query) > LONGEST_QUERY:
        return ""
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return f"{_scheme(environ)}://{host}{environ.get('SCRIPT_NAME', '')}{path}?{query}"


def canonical_query(query: str) -> str:
    """The same question in one order and without what follows people around.

    Values of one name keep their order, for it may mean something.
    """
    if not query:
        return ""
    named = [(unquote_plus(part.split("=", 1)[0]), part) for part in query.split("&") if part]
    kept = [pair for pair in named if not _follows_people(pair[0])]
    return "&".join(part for _name, part in sorted(kept, key=lambda pair: pair[0]))


def as_anyone(environ: dict) -> dict:
    """The same request without anything that differs from one reader to the next."""
    header = (settings.SECURE_PROXY_SSL_HEADER or ("",))[0]
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith(("HTTP_", "REMOTE_")) or name in ("HTTP_HOST", header)
    }
    query = canonical_query(environ.get("QUERY_STRING", ""))
    return kept | {"REQUEST_METHOD": "GET", "QUERY_STRING": query}


def _follows_people(name: str) -> bool:
    return name in TRACKING or name.startswith(TRACKING_BEGINNINGS)


def _scheme(environ: dict) -> str:
    """As Django reads it: what the proxy says, where the settings believe it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        if header in environ:
            return "https" if environ[header].split(",")[0].strip() == secure else "http"
    return environ["wsgi.url_scheme"]
