"""Rows of lists and boxes of filters: what is written fast is what their templates say."""

from pathlib import Path

import pytest
from django.template import Context, Engine, engines
from django.test import Client
from django.utils import translation

from cases.cells import columns_of, rows_of
from cases.dossiers import with_everything
from cases.facets.current import current
from cases.facets.orders import fullest_places
from cases.kinds import KINDS
from cases.models import Deployment, Place
from cases.rows import kept
from tests.make import (
    dated,
    edit,
    make,
    make_deployment,
    make_place,
    make_term,
    make_vendor,
    role,
)

pytestmark = pytest.mark.django_db
SLOW = Engine(
    dirs=[Path(__file__).parent / "templates"],
    libraries={"i18n": "django.templatetags.i18n"},
    builtins=["cases.templatetags.register", "tests.template_filters"],
)
HOSTILE = 'Rue <b>& « l’Été »</b> "d\'ici"'


def slowly(name: str, context: dict) -> str:
    """What the template of a row or of the boxes makes, the obvious way."""
    return SLOW.get_template(name).render(Context(context))


@pytest.fixture
def register():
    """Records of many kinds, with names that must be escaped, with and without what rows show."""
    towns = [make_place(f"{HOSTILE} {number}", population=number * 1000) for number in range(5)]
    vendors = [make_vendor(f"{HOSTILE} vendeur {n}", country="FR") for n in range(5)]
    terms = [make_term("technology", f"t{n}", name=f"{HOSTILE} mot {n}") for n in range(4)]
    full = make_deployment(
        title=HOSTILE, places=towns, technologies=terms, status="active",
        roles=[role(who) for who in vendors], contested=True, contested_note="Six ou huit ?",
        dates=[dated("2019"), dated("[..2021-05]", confidence="inferred")],
    )  # fmt: skip
    make_deployment(title="Nu")
    line = make("funding", title=HOSTILE, amount="1234567.89", payer=towns[0], payee=vendors[0])
    make("funding", title="Sans montant")
    total = {"title": "Somme", "amount": "1234567.89", "formula": line.entry.slug}
    make("funding", **total, inputs=[line])
    edit(line, amount="2")  # the sum was calculated from what it was
    make("statistic", title="Part", value="12.5", unit="percent", subject=full)
    make("event", title="Marche", places=towns[:2], actors=vendors[:4], dates=[dated("2020-06-01")])
    make("source", title=HOSTILE, publisher=HOSTILE, url="https://example.org/?a=1&b=2")
    make("tag", name="Étiquette")
    return full


def test_each_row_is_what_its_template_makes_of_the_whole_record(register):
    for language in ("fr", "en"):
        with translation.override(language):
            for kind in KINDS.values():
                records = list(with_everything(kind.model.objects.order_by("pk")))
                rows = rows_of(kind, records)
                wanted = [slowly("row.html", {"row": row}) for row in rows]
                numbers = [record.pk for record in records]
                assert kept.rows_of_page(current(), kind, numbers) == wanted, kind.key
                again = kept.rows_of_page(current(), kind, numbers[::-1])
                assert again == wanted[::-1]
            assert len(columns_of(KINDS["deployment"])) == 5
    sums = Client().get("/en/funding/").content.decode()
    assert "to recalculate" in sums


def test_rows_kept_are_written_again_after_an_edit_and_begin_anew_when_they_are_many(
    register, client, monkeypatch
):
    assert "nouvel état" not in client.get("/deployments/").content.decode()
    edit(register, title="Un nouvel état")
    assert "Un nouvel état" in client.get("/deployments/").content.decode()
    assert "Un nouvel état" in client.get("/en/deployments/").content.decode()
    monkeypatch.setattr(kept, "MOST_BYTES", 10)
    before = client.get("/deployments/").content
    client.get("/places/")
    assert client.get("/deployments/").content == before


def test_the_boxes_of_filters_are_what_their_template_makes_of_them(register, client):
    for number in range(12):
        make_deployment(title=f"n° {number}", dates=[dated(str(2000 + number))])
    for chosen in ({}, {"year": ["2001", "<i>"]}):
        asked = KINDS["deployment"].filter(chosen, queryset=Deployment.objects.all())
        facets = asked.facets()
        facets[1] |= {"left_out": 3, "list_url": "/?a=1&b=2", "all": [1, 2, 3]}
        for language in ("fr", "en"):
            with translation.override(language):
                said = engines["django"].get_template("parts/facets.html")
                context = {"facets": facets, "facets_kept": [{"name": "q", "value": HOSTILE}]}
                boxes = slowly("facets.html", context)
                assert said.render(context) == boxes
                assert boxes.count("<label") >= 15


def test_places_are_ordered_by_their_deployments_then_by_name_whatever_changes(register):
    def obvious():
        ordered = Place.objects.counted().order_by("-deployments", "entry__title", "entry_id")
        return list(ordered.values_list("pk", flat=True))

    assert fullest_places(current()) == obvious()
    held = current()
    town = Place.objects.order_by("pk").last()
    make_deployment(title="Un de plus", places=[town])
    assert "place" in held.orders and current().orders == held.orders  # no place changed
    assert fullest_places(current()) == obvious()
    edit(town, name="Aaa")
    make_place("Nouvelle")
    assert fullest_places(current()) == obvious()
    found = KINDS["place"].filter({"kind": ["commune"]}, queryset=Place.objects.all())
    assert found.numbers(1, 3) == obvious()[1:3]
