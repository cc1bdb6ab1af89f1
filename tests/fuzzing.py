"""What nobody would type on purpose: addresses, questions and forms drawn by hypothesis.

Addresses are filled into the routes of the URL configuration, so a new page is asked too.
"""

import re
import uuid
from contextlib import contextmanager
from urllib.parse import quote_from_bytes

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases.facets import current
from cases.facets.record_filter import SORTS
from cases.kinds import BY_WORD, KINDS
from cases.models import Entry
from cases.search import spelling
from cases.urls import urlpatterns
from tests.hostile_text import PAYLOADS

PART = re.compile(r"<(?:(\w+):)?(\w+)>")
ROUTES = [str(one.pattern) for one in urlpatterns]
ROUTES = [route for route in ROUTES if not route.startswith("^")] + ["money/years.svg",
          "money/funders.csv", "money/zz.png"]  # fmt: skip
EDGES = [
    "", " ", "\x00", "a\x00b", "0", "-1", "1.5", "1e400", "nan", "inf", "²", "٣", "9" * 30,
    "1" * 5000, "2147483648", "9223372036854775808", "2024-02-30", "2022-21", "2022-06",
    "[..2023-04-05]", "2018/2020", "2020/2018", "../..", "2019~", "0000", "9999-12-31",
    "10000-01-01", "-0001", "12/2022", "31/02/2023", "été 2022", "before April 2023", "hier",
    "1582-10-10", "@1", "@²", "@99999999999", "vendor/xxii", "place/nice", "vendor/", "/", "//",
    "null", "true", "[]", "{}", '{"a":1}', "%00", "%", "%zz", "_", "*", '"', "'", "\\",
    "' OR 1=1 --", "NEAR(", "a AND", "NOT", "(", '"a', "a:*", ":", "-a", "a|b", "a&!b",
    "1,2,3,4", "-180,-90,180,90", "5,41,-5,51", "nan,nan,nan,nan", "1e9,1,2,3", "\u202e",
    "\u200b", "\ufeff", "ﬁ", "é", "İ", "ß", "\U0001f4a9", "\uffff", "a" * 5000, "é" * 301,
    "x\r\nSet-Cookie: a=b", "2026-01-01T00:00:00Z", "12 M€", "1e7", "-0", "00045",
]  # fmt: skip
WORDS = st.one_of(st.sampled_from(EDGES), st.sampled_from(PAYLOADS), st.text(max_size=40)).map(
    lambda text: text.encode("utf-8", "replace").decode()
)
NUMBERS = st.sampled_from([0, 1, 2, 3, 99, 2**31, 2**63, 10**40])
NAMES = sorted(
    {name for kind in KINDS.values() for name in kind.filter.base_filters}
    | {"q", "page", "sort", "at", "from", "a", "b", "box", "show", "zoom", "kind", "passage",
       "door", "place", "vendor", "product", "next", "lane", "state", "past", "pk", "flag", "role",
       "who", "action", "cursor", "format", "layer", "centre", "x", "y", "since", "until", "month",
       "year"}
    | {name for kind in KINDS.values() for name in kind.form.base_fields}
    | {f"{rows.prefix}-0-{name}" for kind in KINDS.values() for rows in kind.form.ROWS
       for name in rows.form.base_fields}
)  # fmt: skip
GOOD = st.sampled_from([*BY_WORD, *KINDS, *SORTS, "nice", "xxii", "1", "2", "2022", "yes", "none"])
BYTES = st.one_of(WORDS.map(str.encode), GOOD.map(str.encode), st.binary(max_size=20))
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), BYTES), max_size=5)


@st.composite
def queries(draw) -> str:
    """A query string: known names with any values, now and then any bytes at all."""
    if draw(st.integers(0, 9)) == 0:
        return quote_from_bytes(draw(st.binary(max_size=40)), safe="&=;+?/[]%")
    pairs = draw(PAIRS)
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs)


@st.composite
def paths(draw, routes=tuple(ROUTES)) -> str:
    """An address of one of the routes, of something that is there or of nothing."""
    route = draw(st.sampled_from(routes))
    entries = list(Entry.objects.values_list("kind", "slug").order_by("pk"))
    kind, slug = draw(st.sampled_from(entries))
    slugs = st.one_of(st.just(slug), st.just(slug), st.sampled_from(["nothing", "-", "x" * 300]))
    values = {
        "word": st.just(KINDS[kind].word), "kind": st.just(kind), "slug": slugs,
        "kinds": st.sampled_from([kind, "place+vendor", f"{kind}+{kind}", "+".join(KINDS), "x"]),
        "number": NUMBERS.map(str), "uuid": st.just(str(uuid.UUID(int=7))),
        "str": st.sampled_from(["a.png", "..", "x" * 300, "é", "a%00b", "%2e%2e%2f"]),
        "path": st.sampled_from(["a", "../../etc/passwd", "vendors.csv", "%00", "a//b"]),
    }  # fmt: skip
    prefix = draw(st.sampled_from(["/", "/", "/en/"]))
    return prefix + PART.sub(lambda part: draw(values[part[1] or "str"]), route)


def examples(tried, check, **strategies) -> None:
    """Call `check(**drawn)` for as many examples as are left to try, and count them."""
    counted = iter(tried)

    # No shrinking: an example is short, and a page takes long.
    @settings(
        max_examples=max(1, len(tried.left)),
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(**strategies)
    def one(**drawn):
        next(counted, None)
        check(**drawn)

    one()
    next(counted, None)


@contextmanager
def undone():
    """Whatever is written inside is undone, in the database and in what processes remember."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    current.forget()
    spelling.forget()
