"""The parts of a dossier: money, family, functions, small map, what is before a court, tags."""

import pytest

from cases.models import Role
from tests.make import (
    cited,
    dated,
    edit,
    make,
    make_deployment,
    make_organisation,
    make_place,
    make_source,
    make_term,
    make_vendor,
)
from tests.test_dossiers import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def nice(db):
    """A town with a system that it pays a vendor for, and one that a fund pays."""
    nice, thales = make_place("Nice"), make_vendor("Thales")
    first = make_deployment(nice, thales, title="Safe city", status="active")
    make("funding", title="Contrat", amount="18000000", payer=nice, payee=thales,
         deployments=[first], stage="awarded")  # fmt: skip
    make("funding", title="Subvention", amount="", amount_text="non communiqué",
         payer=make_organisation("FIPD"), deployments=[first])  # fmt: skip
    return nice


def part_of(client, address: str, name: str):
    """The part of a dossier made by the class of this name; None without it."""
    body = client.get(address).context["body"]
    return next((part for part in body if type(part).__name__ == name), None)


@pytest.mark.parametrize("limit", ["MOST_NUMBERS", "MOST_GIVEN"])
def test_no_figure_is_that_of_the_rows_shown_alone(client, monkeypatch, limit):
    from cases import dossiers, linked

    monkeypatch.setattr(dossiers, "MOST_ROWS", 2)
    monkeypatch.setattr(linked, limit, 2)
    nice, thales = make_place("Nice"), make_vendor("Thales")
    for number in range(4):
        made = make_deployment(nice, thales, title=f"D{number}", status="active")
        make("funding", title=f"M{number}", deployments=[made], stage="paid",
             formula="1 + 1" if number == 0 else "")  # fmt: skip
    page = page_of(client, "/en/vendors/thales/")
    assert "4 deployments in which Thales is named are recorded here (4 in service)" in page
    assert "in 1 town, 4 lines of money (3 with an exact amount)" in page
    assert "No date known for 4 deployments of 4" in page.partition('id="gaps"')[2]
    assert "The 2 most recent of 4" in page
    assert ">D0</a>" in page.partition('id="relations"')[2]
    page = page_of(client, "/en/places/nice/")
    assert "4 deployments are recorded here, in Nice (4 in service)" in page
    assert "4 lines of money (3 with an exact amount)" in page


def test_money_is_told_by_funder_and_stage_and_never_added_across_them(client, nice):
    page = page_of(client, "/en/places/nice/")
    sums = page.partition('id="sums"')[2].partition("</section>")[0]
    assert "nature not known, awarded, tax not known" in sums
    assert ">€18m</b>" in sums
    assert '<a class="title" href="/en/organisations/fipd/">FIPD</a>' in sums
    assert '<a href="/en/money/?place=nice">' in sums
    funder = make_organisation("Fonds")
    for year, amount in (("2021", "70"), ("2022", "80")):
        make("funding", title=f"Crédits {year}", payer=funder, payee=nice, amount=amount,
             programme="Prévention", dates=[dated(year, "budget_year")])  # fmt: skip
    page = page_of(client, "/en/organisations/fonds/")
    assert "2 lines of money linked to Fonds are recorded here (2 with an exact amount)" in page
    assert [b.name for b in part_of(client, "/organisations/fonds/", "Sums").breakdowns] == [
        "programmes", "years", "vendors"]  # fmt: skip


@pytest.mark.once
def test_a_vendor_tells_its_family_even_through_others_and_in_a_circle(client):
    group, old = make_vendor("Groupe"), make_vendor("Ancien nom")
    own = make_vendor("Filiale", parent=group, predecessor=old)
    make_vendor("Petite-fille", parent=own)
    edit(group, parent=make_vendor("Arrière", parent=own))  # a circle must end
    groups = dict(part_of(client, "/en/vendors/filiale/", "Family").groups)
    words = {label: [(v.text, v.note) for v in values] for label, values in groups.items()}
    assert words["Belongs to"] == [("Groupe", ""), ("Arrière", "through Groupe")]
    assert ("Petite-fille", "") in words["Subsidiaries"]
    assert words["Formerly"] == [("Ancien nom", "")]
    later = dict(part_of(client, "/en/vendors/ancien-nom/", "Family").groups)
    assert [value.text for value in later["Became"]] == ["Filiale"]


@pytest.mark.once
def test_a_function_advertised_is_not_one_in_use(client, nice):
    looks, hears = make_term("function", "faces"), make_term("function", "sounds")
    thales = next(iter(Role.objects.filter(role="vendor"))).entry.vendor
    product = make("product", name="Safe City", vendor=thales,
                   functions=[{"function": looks, "state": "advertised"}])  # fmt: skip
    make_deployment(nice, title="Essai", products=[product], functions=[hears])
    lines = {
        line.function.text: ([label for label, _products in line.states], line.deployments)
        for line in part_of(client, "/en/vendors/thales/", "Functions").lines
    }
    assert lines == {"faces": (["mise en avant"], 0), "sounds": ([], 1)}
    page = page_of(client, "/en/vendors/thales/")
    assert 'Thales</a> sells <a href="/en/products/safe-city/">' in page
    assert "What a publisher advertises is not what somebody saw working." in page


@pytest.mark.once
def test_the_money_of_a_vendor_stands_under_separate_heads(client, nice):
    thales = Role.objects.filter(role="vendor").first().entry
    for kind in ("procurement", "public_grant", "equity_raise", "support"):
        make("funding", title=kind, payee=thales, kind=make_term("funding_kind", kind))
    page = page_of(client, "/en/vendors/thales/")
    for anchor in ("contracts", "grants", "investors", "other-money"):
        assert f'<h2 id="{anchor}">' in page
    assert '<h2 id="money">' not in page


@pytest.mark.once
def test_a_small_map_draws_real_points_and_names_the_others(client):
    vendor = make_vendor("V")
    nice = make_place("Nice", latitude=43.70, longitude=7.27, point="place")
    make_deployment(nice, vendor, title="A")
    make_deployment(make_place("Nulle part"), vendor, title="B")
    towns = part_of(client, "/en/vendors/v/", "SmallMap")
    assert [dot.label for dot in towns.dots] == ["Nice (1)"]
    assert [value.text for value in towns.not_drawn] == ["Nulle part"]
    assert towns.map_url == "/en/map/?vendor=v"


def test_a_court_tells_what_is_before_it_and_a_text_its_states(client, nice):
    court, stage = make_organisation("Cour"), make_term("legal_stage", "decided")
    law = make("law", title="Loi", dates=[dated("2022", "adopted"), dated("2021", "proposed")])
    for number in range(2):
        step = {"forum": court, "stage": stage, "decision": f"202{number}"}
        make("legal", title=f"Affaire {number}", forum=court, stage=stage, laws=[law],
             proceedings=[step])  # fmt: skip
    before = part_of(client, "/organisations/cour/", "Before")
    assert [str(contest.entry) for contest, _row in before.rows] == ["Affaire 1", "Affaire 0"]
    counted = part_of(client, "/organisations/cour/", "Counted")
    [line] = counted.tables[0].lines
    assert (line.number, line.url) == (2, "/legal/?forum=cour&stage=decided")
    assert len(client.get(line.url).context["page"].rows) == line.number
    page = page_of(client, "/en/laws/loi/")
    steps = page.partition('id="statuses"')[2]
    assert steps.index("2021") < steps.index("2022")
    assert "2 legal challenges linked to Loi are recorded here." in page


def test_a_tag_tells_what_carries_it_and_its_neighbours(client):
    broad = make("tag", name="Surveillance")
    tag = make("tag", name="Vidéo", parent=broad)
    make("tag", name="Drone", parent=tag)
    make_deployment(title="A", tags=[tag.entry.slug, "autre"])
    make("event", title="B", tags=[tag.entry.slug, "autre"])
    page = page_of(client, "/en/tags/video/")
    assert "1 deployment with the tag Vidéo is recorded here (1 in an unknown state)." in page
    groups = dict(part_of(client, "/en/tags/video/", "Family").groups)
    assert [value.text for value in groups["Broader"]] == ["Surveillance"]
    assert [value.text for value in groups["Narrower"]] == ["Drone"]
    assert [(v.text, v.note) for v in groups["On the same records"]] == [("autre", "2")]
    assert [line[1] for line in part_of(client, "/tags/video/", "ByKind").lines] == [1, 1]


@pytest.mark.once
def test_documents_asked_for_are_told_or_said_to_be_missing(client, nice):
    assert "No answer to a request for documents is recorded here." in page_of(
        client, "/en/places/nice/"
    )
    answer = make_source("Réponse de la mairie", acquisition="answer")
    make_deployment(nice, title="Drones", citations=[cited(answer)])
    assert [v.text for v in part_of(client, "/places/nice/", "Obtained").values] == [
        "Réponse de la mairie"
    ]
