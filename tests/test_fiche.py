"""What a fiche repeats is written fast; its bytes are those of the templates that say it slowly."""

import uuid
from pathlib import Path

import pytest
from django.template import Context, Engine, engines
from django.utils import translation

from cases.dossiers import dossier_of
from cases.models import Capture, Entry, LinkCheck
from cases.pages import page_for
from cases.reading import record_at
from tests.make import (
    cited,
    dated,
    make,
    make_deployment,
    make_place,
    make_source,
    make_term,
    make_vendor,
    role,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HERE = Path(__file__).parent
SLOW = Engine(
    dirs=[HERE / "templates", HERE.parent / "templates"],
    libraries={"i18n": "django.templatetags.i18n"},
    builtins=["cases.templatetags.register", "tests.template_filters"],
)
PARTS = ("key_facts", "facts", "timeline", "sources")
HOSTILE = 'Rue <b>& « l’Été »</b> "d\'ici"'


@pytest.fixture
def sources():
    """A source whose original is gone and of which a copy is kept, and one with hardly a word."""
    gone = make_source(HOSTILE, publisher=HOSTILE, url="https://example.org/?a=1&b=2",
                       archived_url="https://archives.example/?a=1&b=2",
                       dates=[dated("2020", "published")])  # fmt: skip
    found = {"entry": gone.entry, "day": gone.created_on, "url": gone.url, "status": 404}
    Capture.objects.create(
        **found, number=1, final_url=gone.url, sha256="a" * 64, size=1, warc="a.warc.gz",
        legal_basis="licence",
    )  # fmt: skip
    LinkCheck.objects.create(**found, since=gone.created_on, outcome="vanished", reason="status")
    return gone, make_source("Un tract")


@pytest.fixture
def fiches(sources):
    """Records with all that can stand beside a value, and with nothing."""
    source, tract = sources
    towns = [make_place(f"{HOSTILE} {number}") for number in range(5)]
    vendor, key = make_vendor(HOSTILE, website="https://example.org/?a=1&b=2"), str(uuid.uuid4())
    full = make_deployment(
        title=HOSTILE, places=towns, technologies=[make_term("technology", "t", name=HOSTILE)],
        roles=[role(vendor, note=HOSTILE, confidence="inferred")], place_note=HOSTILE,
        dates=[dated("2019", key=key), dated("[..2021-05]", confidence="inferred", note=HOSTILE),
               dated("[2023-04-05..]", "end"), dated("2022-06-01", "announced")],
        citations=[cited(source, locator="p. 4 <b>", quotation=HOSTILE), cited(tract, "status"),
                   cited(source, f"rows/{key}", confidence="derived")],
        disputes=[{"field": "places", "value": HOSTILE, "who": HOSTILE, "why": HOSTILE,
                   "source": source, "locator": "p. 4"},
                  {"field": f"rows/{key}", "value": "été 2021"}],
        unknowns=[{"field": "functions", "reason": "refused", "who": HOSTILE, "as_of": "2023-06"},
                  {"field": "laws", "reason": "not_applicable"}],
    )  # fmt: skip
    line = make("funding", title=HOSTILE, amount="1234567.89", deployments=[full], payee=vendor)
    return [full, make_deployment(title="Nu"), vendor, towns[0], line, source]


def test_its_parts_are_what_their_templates_make_of_them(fiches):
    fast, written = engines["django"], {}
    for language in ("fr", "en"):
        with translation.override(language):
            for record in fiches:
                whole = record_at(Entry.objects.get(pk=record.pk))
                context = page_for(whole, dossier_of(whole.record)) | {"replied": {"places"}}
                for part in filter(context.get, PARTS):
                    slowly = SLOW.get_template(f"fiche/{part}.html").render(Context(context))
                    said = fast.get_template(f"records/parts/{part}.html").render(context)
                    assert said == slowly, (part, record)
                    written[part] = written.get(part, "") + slowly
    beside = {"facts": ("against", "#replies", "quiet"), "timeline": ("until", "stop", "under"),
              "sources": ("box-expired", "<q", "SHA-256", "archives.example")}  # fmt: skip
    for part, words in beside.items():
        assert all(word in written[part] for word in words), part
